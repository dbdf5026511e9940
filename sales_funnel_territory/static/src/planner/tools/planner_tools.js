import { _t } from "@web/core/l10n/translation";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { Component } from "@odoo/owl";

/** Whose week, which one, and what to do with it. */
export class PlannerTools extends Component {
    static template = "sales_funnel_territory.PlannerTools";
    static components = { Dropdown, DropdownItem };
    static props = {
        model: Object,
        isSmall: Boolean,
        onHelp: Function,
        onReplan: Function,
    };

    setup() {
        this.spans = [
            ["week", _t("Week")],
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
        ];
    }

    get model() {
        return this.props.model;
    }

    get data() {
        return this.model.data;
    }

    onPerson(ev) {
        this.model.show({ userId: Number(ev.target.value) });
    }

    /** The same day in another span; of a week the chosen one. */
    onSpan(span) {
        const { chosenDay, filters } = this.model;
        const day = this.data?.span === "week" ? chosenDay : filters.day;
        this.model.show({ span, day });
    }

    show(day) {
        this.model.show({ day });
    }

    // ------------------------------------------------------------------ planning anew

    get canReplan() {
        return Boolean(this.data?.can.replan && this.data.plan);
    }

    get replanWords() {
        return _t("Plan Anew");
    }

    get moreWords() {
        return _t("More");
    }

    get openDays() {
        return this.model.days.filter((day) => !day.is_past && day.available_minutes > 0);
    }

    dayOff(day) {
        return _t("%(day)s falls out", { day: day.full });
    }

    get cancelled() {
        const { visit } = this.model;
        return visit?.can_move ? visit : null;
    }

    get cancelledWords() {
        return _t("%(visit)s does not take place", { visit: this.cancelled.name });
    }
}
