import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { FunnelChartFilters } from "./funnel_chart_filters";
import { FunnelChartLeads } from "./funnel_chart_leads";
import { FunnelChartTable } from "./funnel_chart_table";

const SETUP_ACTION = "sales_funnel_territory.crm_funnel_setup_action";

/** Is the funnel full enough, and where does it leak? Four bands to scale, each opens its leads. */
export class FunnelChart extends Component {
    static template = "sales_funnel_territory.FunnelChart";
    static components = { FunnelChartFilters, FunnelChartLeads, FunnelChartTable, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.state = useState({
            filters: { period: "now", team_id: false, user_id: false },
            measure: "weighted",
            data: null,
            error: "",
            ...this.props.state?.funnelChart,
        });
        useSetupAction({
            getLocalState: () => {
                const { filters, measure } = this.state;
                return { funnelChart: { filters: { ...filters }, measure } };
            },
        });
        // not awaited: the skeleton shows while the figures are on their way
        onWillStart(() => {
            this.load();
        });
    }

    get isEmpty() {
        const { bands, outside } = this.state.data;
        return !outside.count && bands.every((band) => !band.count);
    }

    get notSetUp() {
        return this.state.data.bands.find((band) => band.key === "not_set_up");
    }

    async load() {
        const filters = this.state.filters;
        this.state.error = "";
        try {
            const data = await this.orm.call("crm.lead", "get_funnel_chart", [{ ...filters }]);
            if (filters === this.state.filters) {
                this.state.data = data;
            }
        } catch (error) {
            this.state.error = this.describe(error);
        }
    }

    /** What Odoo says to users is shown, a crash of the server or no connection is not. */
    describe(error) {
        return error.exceptionName?.startsWith("odoo.exceptions.")
            ? error.data.message
            : _t("the server gave no answer. Check your connection.");
    }

    onFilter(changes) {
        this.state.filters = { ...this.state.filters, ...changes };
        return this.load();
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
