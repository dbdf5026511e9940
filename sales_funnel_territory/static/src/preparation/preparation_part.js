import { Component } from "@odoo/owl";

/** One part of a preparation: its entries, or what will stand there. */
export class PreparationPart extends Component {
    static template = "sales_funnel_territory.PreparationPart";
    static props = { part: Object, open: Function };

    getTone(tone) {
        return { attention: "text-bg-warning", late: "text-bg-danger" }[tone] || "text-bg-light";
    }

    openItem(item) {
        if (item.res_id) {
            this.props.open(item.model, item.res_id);
        }
    }
}
