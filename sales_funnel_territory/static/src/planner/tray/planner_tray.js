import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

/** Whom to visit, and nothing planned yet: the most urgent first, to be dragged into a day. */
export class PlannerTray extends Component {
    static template = "sales_funnel_territory.PlannerTray";
    static props = {
        items: Array,
        count: Number,
        canPlan: Boolean,
        isTarget: { type: Boolean, optional: true },
        onMove: Function,
        onOpen: Function,
        onPlanAll: Function,
    };

    say(item) {
        return [
            item.name,
            item.city,
            item.class && _t("class %(letter)s", { letter: item.class }),
            item.due_label,
            _t("%(minutes)s minutes", { minutes: item.duration }),
        ]
            .filter(Boolean)
            .join(", ");
    }
}
