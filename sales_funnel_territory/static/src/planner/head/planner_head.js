import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { hours, kilometres } from "../words";

/** The week in figures, each of which opens what it counts. */
export class PlannerHead extends Component {
    static template = "sales_funnel_territory.PlannerHead";
    static props = {
        head: Object,
        toReport: { type: Number, optional: true },
        plan: [Object, Boolean],
        feasibility: { optional: true },
        onVisits: Function,
        onDue: Function,
        onReport: Function,
        onPlan: Function,
        onFeasibility: Function,
    };

    get load() {
        const { planned_minutes: planned, available_minutes: available } = this.props.head;
        return available ? Math.min(100, (100 * planned) / available) : 0;
    }

    get isOver() {
        const { planned_minutes: planned, available_minutes: available } = this.props.head;
        return planned > available;
    }

    get words() {
        const { planned_minutes: planned, available_minutes: available } = this.props.head;
        return _t("%(planned)s of %(available)s hours planned", {
            planned: hours(planned),
            available: hours(available),
        });
    }

    hours(minutes) {
        return hours(minutes);
    }

    kilometres(number) {
        return kilometres(number);
    }
}
