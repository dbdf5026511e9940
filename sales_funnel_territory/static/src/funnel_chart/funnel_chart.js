import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { FunnelChartFilters } from "./funnel_chart_filters";
import { FunnelChartLeads } from "./funnel_chart_leads";
import { FunnelChartTable } from "./funnel_chart_table";

const SETUP_ACTION = "sales_funnel_territory.crm_funnel_setup_action";

/** Is the funnel full enough, and where does it leak? Four bands to scale, each opens its leads. */
export class FunnelChart extends FilteredScreen {
    static template = "sales_funnel_territory.FunnelChart";
    static components = { FunnelChartFilters, FunnelChartLeads, FunnelChartTable, Layout };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.keep(
            "funnelChart",
            { filters: { period: "now", team_id: false, user_id: false } },
            { measure: "weighted" },
        );
    }

    get isEmpty() {
        const { bands, outside } = this.state.data;
        return !outside.count && bands.every((band) => !band.count);
    }

    get notSetUp() {
        return this.state.data.bands.find((band) => band.key === "not_set_up");
    }

    ask() {
        return this.orm.call("crm.lead", "get_funnel_chart", [{ ...this.state.filters }]);
    }

    openLeads(name, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "crm.lead",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain,
            context: { default_type: "opportunity" },
        });
    }

    openOutside() {
        this.openLeads(_t("Open Opportunities of Other Periods"), this.state.data.outside.domain);
    }

    openLead(leadId) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: leadId,
            views: [[false, "form"]],
        });
    }

    openSetup() {
        this.action.doAction(SETUP_ACTION);
    }

    openFunnel() {
        this.action.doAction("sales_funnel_territory.crm_lead_action_my_funnel");
    }
}

registry.category("actions").add("sales_funnel_territory.funnel_chart", FunnelChart);
