import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, xml } from "@odoo/owl";

/** The day of a rep, fetched when somebody opens it: other screens do not carry it. */
export class TodayAction extends Component {
    static template = xml`
        <LazyComponent
            bundle="'sales_funnel_territory.today'"
            Component="'sales_funnel_today'"
            props="props"
        />`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("sales_funnel_territory.today", TodayAction);
