import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";
import { phoneUrl, wayUrl } from "./way";

/** On a card: call the customer, go there with the phone's own map app. */
export class VisitWay extends Component {
    static template = "sales_funnel_territory.VisitWay";
    static props = { ...standardWidgetProps };

    get phone() {
        return phoneUrl(this.props.record.data.partner_phone);
    }

    get way() {
        return wayUrl(this.props.record.data.partner_way);
    }

    get name() {
        const { partner_id: partner } = this.props.record.data;
        return partner?.display_name || "";
    }
}

registry.category("view_widgets").add("visit_way", {
    component: VisitWay,
    fieldDependencies: [
        { name: "partner_phone", type: "char", readonly: true },
        { name: "partner_way", type: "char", readonly: true },
        { name: "partner_id", type: "many2one" },
    ],
});
