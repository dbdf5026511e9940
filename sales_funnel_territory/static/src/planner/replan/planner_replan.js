import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";

/** What planning anew would change, line by line, each with its reason: taken whole or in part. */
export class PlannerReplan extends Component {
    static template = "sales_funnel_territory.PlannerReplan";
    static props = { replan: Object, onApply: Function, onUseFree: Function, onClose: Function };

    setup() {
        this.state = useState({ refused: {}, entersLeave: true });
    }

    get lines() {
        return this.props.replan.lines || [];
    }

    get accepted() {
        return this.lines.filter((line) => !this.state.refused[line.id]);
    }

    /** Whether accepting it would do anything. */
    get canApply() {
        const { is_day_off: isDayOff } = this.props.replan;
        return this.accepted.length > 0 || Boolean(isDayOff && this.state.entersLeave);
    }

    get applyLabel() {
        const count = this.accepted.length;
        if (!count) {
            return _t("Enter as Time Off");
        }
        return count === this.lines.length
            ? _t("Accept All")
            : _t("Accept %(count)s of %(total)s", { count, total: this.lines.length });
    }

    get travel() {
        const { travel_before: before, travel_after: after } = this.props.replan;
        return _t("Travel: %(after)s min instead of %(before)s min.", { after, before });
    }

    toggle(line) {
        this.state.refused[line.id] = !this.state.refused[line.id];
    }

    apply() {
        const ids = this.accepted.map((line) => line.id);
        const lineIds = ids.length === this.lines.length ? false : ids;
        this.props.onApply(lineIds, this.state.entersLeave);
    }
}
