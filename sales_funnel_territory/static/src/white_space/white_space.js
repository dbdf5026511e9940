import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { CustomerFacets } from "../customer_facets/customer_facets";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { WhiteSpaceTable } from "./white_space_table";
import { openAction } from "../open_action/open_action";

const MODEL = "crm.white.space";
const LIMIT = 40;

/** Which customer has bought what of us, and what not? Cells open what was bought, or offer it. */
export class WhiteSpace extends FilteredScreen {
    static template = "sales_funnel_territory.WhiteSpace";
    static components = { CustomerFacets, Layout, Pager, WhiteSpaceTable };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.limit = LIMIT;
        this.choices = [
            {
                name: "by",
                label: _t("Columns"),
                options: [
                    ["category", _t("Product Category")],
                    ["team", _t("Sales Team")],
                ],
            },
            {
                name: "period",
                label: _t("Period"),
                options: [
                    ["year", _t("Last 12 Months")],
                    ["two_years", _t("Last 24 Months")],
                    ["all", _t("All Time")],
                ],
            },
        ];
        this.keep("whiteSpace", { filters: { by: "category", period: "year" }, offset: 0 });
    }

    get isEmpty() {
        const { count, columns } = this.state.data;
        return !count || !columns.length;
    }

    ask() {
        const { filters, offset } = this.state;
        return this.orm.call(MODEL, "get_matrix", [{ ...filters }, offset, LIMIT]);
    }

    onFilter(changes) {
        this.state.offset = 0;
        return super.onFilter(changes);
    }

    onPage({ offset }) {
        this.state.offset = offset;
        return this.load();
    }

    async open(method, ...args) {
        const action = await this.orm.call(MODEL, method, [{ ...this.state.filters }, ...args]);
        return openAction(this.action, action, { onClose: () => this.load() });
    }

    openCell(customer, column) {
        return this.open("action_open_purchases", customer?.id ?? null, column?.id ?? null);
    }

    offer(customer, column) {
        return this.open("action_new_opportunity", customer.id, column.id);
    }

    openPivot() {
        return this.open("action_open_pivot");
    }

    openCustomer(customer) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: customer.id,
            views: [[false, "form"]],
        });
    }

    openCustomers() {
        return this.action.doAction("sales_funnel_territory.res_partner_action_customer");
    }
}

registry.category("actions").add("sales_funnel_territory.white_space", WhiteSpace);
