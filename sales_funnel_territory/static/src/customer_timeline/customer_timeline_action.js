import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CustomerTimeline } from "./customer_timeline";

/** The timeline of a customer alone on its page. */
export class CustomerTimelineAction extends Component {
    static template = "sales_funnel_territory.CustomerTimelineAction";
    static components = { CustomerTimeline, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.display = { controlPanel: {} };
        const { params, context } = this.props.action;
        this.resId = params?.res_id || context?.active_id;
        this.personId = params?.person_id || false;
    }
}

registry
    .category("actions")
    .add("sales_funnel_territory.customer_timeline", CustomerTimelineAction);
