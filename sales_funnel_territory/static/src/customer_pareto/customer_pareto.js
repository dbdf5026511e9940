import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { CustomerFacets } from "../customer_facets/customer_facets";
import { formatAmount, currencySymbol } from "../customer_facets/money";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { formatInteger } from "@web/views/fields/formatters";
import { ParetoCanvas } from "./pareto_canvas";

const STEP = 50;

/** Who makes up most of the won revenue? Bars, the running share, and the table of both. */
export class CustomerPareto extends FilteredScreen {
    static template = "sales_funnel_territory.CustomerPareto";
    static components = { CustomerFacets, Layout, ParetoCanvas };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.display = { controlPanel: {} };
        this.choices = [
            {
                name: "by",
                label: _t("Bars"),
                options: [
                    ["partner_id", _t("By Customer")],
                    ["class_id", _t("By Customer Class")],
                    ["user_id", _t("By Main Responsible")],
                    ["industry_id", _t("By Industry")],
                ],
            },
            {
                name: "measure",
                label: _t("Period"),
                options: [
                    ["won_12_months", _t("Won in 12 Months")],
                    ["won_this_year", _t("Won This Year")],
                    ["won_last_year", _t("Won Last Year")],
                ],
            },
        ];
        this.keep("pareto", {
            filters: { by: "partner_id", measure: "won_12_months" },
            limit: STEP,
        });
    }

    ask() {
        const { filters, limit } = this.state;
        return this.orm.call("crm.customer.figures", "get_pareto", [{ ...filters }, limit]);
    }

    onFilter(changes) {
        this.state.limit = STEP;
        return super.onFilter(changes);
    }

    showMore() {
        this.state.limit += STEP;
        return this.load();
    }

    /** The sentence that the chart proves. */
    get headline() {
        const { vital_few, count, vital_share, without } = this.state.data;
        const figures = {
            few: formatInteger(vital_few),
            count: formatInteger(count),
            share: formatInteger(vital_share),
        };
        const sentence = _t("%(few)s of %(count)s make up %(share)s % of the won revenue", figures);
        return without
            ? `${sentence} ${_t("(%(number)s more without)", { number: formatInteger(without) })}`
            : sentence;
    }

    get heading() {
        const { by, measure } = this.state.data;
        const label = (name, key) =>
            this.choices
                .find((choice) => choice.name === name)
                .options.find((option) => option[0] === key)[1];
        return {
            name: label("by", by),
            amount: `${label("measure", measure)} (${currencySymbol(this.state.data.currency_id)})`,
        };
    }

    get rest() {
        return this.state.data.count - this.state.data.rows.length;
    }

    amount(value) {
        return formatAmount(value);
    }

    share(value) {
        return `${value.toFixed(1)} %`;
    }

    openRow(row) {
        if (this.state.data.by === "partner_id" && row.id) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "res.partner",
                res_id: row.id,
                views: [[false, "form"]],
            });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: row.name,
            res_model: "crm.customer.figures",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain: row.domain,
        });
    }

    openFigures() {
        return this.action.doAction("sales_funnel_territory.crm_customer_figures_action");
    }
}

registry.category("actions").add("sales_funnel_territory.customer_pareto", CustomerPareto);
