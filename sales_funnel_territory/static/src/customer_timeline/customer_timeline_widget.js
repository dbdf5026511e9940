import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CustomerTimeline } from "./customer_timeline";

/** The timeline on the form of a customer. */
export class CustomerTimelineWidget extends Component {
    static template = "sales_funnel_territory.CustomerTimelineWidget";
    static components = { CustomerTimeline };
    static props = { ...standardWidgetProps };
}

export const customerTimelineWidget = {
    component: CustomerTimelineWidget,
    displayName: _t("Timeline"),
};

registry.category("view_widgets").add("customer_timeline", customerTimelineWidget);
