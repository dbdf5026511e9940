import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { clock } from "../words";

/** Who is near and due, and fits into a free time. */
export class PlannerGap extends Component {
    static template = "sales_funnel_territory.PlannerGap";
    static props = { gap: Object, onAdd: Function, onClose: Function };

    get title() {
        const { start, end } = this.props.gap;
        return _t("Near here and due, %(start)s to %(end)s", {
            start: clock(start),
            end: clock(end),
        });
    }

    clock(minutes) {
        return clock(minutes);
    }
}
