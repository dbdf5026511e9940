import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, xml } from "@odoo/owl";

/** The planner, fetched when somebody opens it: other screens do not carry it. */
export class PlannerAction extends Component {
    static template = xml`
        <LazyComponent
            bundle="'sales_funnel_territory.planner'"
            Component="'sales_funnel_planner'"
            props="props"
        />`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("sales_funnel_planner", PlannerAction);
