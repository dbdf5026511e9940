import { registry } from "@web/core/registry";
import { WithSearch } from "@web/search/with_search/with_search";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component } from "@odoo/owl";
import { WaterfallScreen } from "./waterfall_screen";

/** The waterfall under Odoo's own search of opportunities: filters, groupings, favourites. */
export class Waterfall extends Component {
    static template = "sales_funnel_territory.Waterfall";
    static components = { WithSearch, WaterfallScreen };
    static props = { ...standardActionServiceProps };

    get search() {
        const { action, globalState } = this.props;
        return {
            resModel: "crm.lead",
            searchViewId: action.params?.search_view_id || false,
            searchMenuTypes: ["filter", "groupBy", "favorite"],
            loadIrFilters: true,
            context: action.context || {},
            ...(globalState ? { globalState } : {}),
        };
    }
}

registry.category("actions").add("sales_funnel_territory.waterfall", Waterfall);
