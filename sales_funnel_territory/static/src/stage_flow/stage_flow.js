import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { FunnelChartFilters } from "../funnel_chart/funnel_chart_filters";
import { StageFlowPicture } from "./stage_flow_picture";
import { StageFlowTable } from "./stage_flow_table";

/** Where do opportunities go from each stage? Stages, bands between them, each opens its stays. */
export class StageFlow extends FilteredScreen {
    static template = "sales_funnel_territory.StageFlow";
    static components = { FunnelChartFilters, Layout, StageFlowPicture, StageFlowTable };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.display = { controlPanel: {} };
        this.periods = [
            ["quarter", _t("Last 90 Days")],
            ["year", _t("Last 12 Months")],
            ["all", _t("All Time")],
        ];
        this.measures = [
            ["count", _t("Count")],
            ["amount", _t("Expected Revenue")],
        ];
        this.keep("stageFlow", { filters: { period: "year" } }, { measure: "count" });
    }

    get isEmpty() {
        return !this.state.data.nodes.length;
    }

    get isPhone() {
        return this.ui.isSmall;
    }

    get picture() {
        return this.state.data.pictures[this.state.measure];
    }

    ask() {
        const { filters } = this.state;
        return this.orm.call("crm.stage.transition.report", "get_stage_flow", [{ ...filters }]);
    }

    take(data) {
        super.take(data);
        this.state.filters = data.filters;
    }

    nodeName(key) {
        return this.state.data.nodes.find((node) => node.key === key)?.name || "";
    }

    openNode(node) {
        this.openStays(node.name, node.domain);
    }

    openFlow(flow) {
        const name = _t("%(source)s → %(target)s", {
            source: this.nodeName(flow.source),
            target: this.nodeName(flow.target),
        });
        this.openStays(name, flow.domain);
    }

    openStays(name, domain) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "crm.stage.transition.report",
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain,
        });
    }

    openFunnel() {
        this.action.doAction("sales_funnel_territory.crm_lead_action_my_funnel");
    }
}

registry.category("actions").add("sales_funnel_territory.stage_flow", StageFlow);
