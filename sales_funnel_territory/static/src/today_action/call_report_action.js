import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, xml } from "@odoo/owl";

/** A call report as one writes it on a phone, fetched when somebody opens it. */
export class CallReportAction extends Component {
    static template = xml`
        <LazyComponent
            bundle="'sales_funnel_territory.today'"
            Component="'sales_funnel_call_report'"
            props="props"
        />`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("sales_funnel_territory.call_report_phone", CallReportAction);
