import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

/** What the keys do. */
export class PlannerHelp extends Component {
    static template = "sales_funnel_territory.PlannerHelp";
    static props = { close: { type: Function, optional: true } };

    setup() {
        this.keys = [
            ["↑ ↓", _t("the visit before or after, in the day")],
            ["← →", _t("the day before or after")],
            ["Enter", _t("open the visit")],
            ["M", _t("move it to another day or time")],
            ["F", _t("freeze it where it is, or free it")],
            ["N", _t("who is near and due after it")],
            ["T", _t("take it out of its day")],
            ["O", _t("the best order of the day")],
            ["U", _t("undo")],
            ["Page ↑ ↓", _t("the week before or after")],
            ["?", _t("this list")],
        ];
    }
}
