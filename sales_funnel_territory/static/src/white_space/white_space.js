import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { CustomerFacets } from "../customer_facets/customer_facets";
import { describeError } from "../customer_facets/money";
import { WhiteSpaceTable } from "./white_space_table";

const MODEL = "crm.white.space";
const LIMIT = 40;

/** Which customer has bought what of us, and what not? Cells open what was bought, or offer it. */
export class WhiteSpace extends Component {
    static template = "sales_funnel_territory.WhiteSpace";
    static components = { CustomerFacets, Layout, Pager, WhiteSpaceTable };
    static props = { ...standardActionServiceProps };

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
        this.state = useState({
            filters: { by: "category", period: "year" },
            offset: 0,
            data: null,
            error: "",
            ...this.props.state?.whiteSpace,
        });
        useSetupAction({
            getLocalState: () => {
                const { filters, offset } = this.state;
                return { whiteSpace: { filters: { ...filters }, offset } };
            },
        });
        // not awaited: the skeleton shows while the figures are on their way
        onWillStart(() => {
            this.load();
        });
    }

    get isEmpty() {
        const { count, columns } = this.state.data;
        return !count || !columns.length;
    }

    async load() {
        const { filters, offset } = this.state;
        this.state.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_matrix", [{ ...filters }, offset, LIMIT]);
            if (filters === this.state.filters && offset === this.state.offset) {
                this.state.data = data;
            }
        } catch (error) {
            this.state.error = describeError(
                error,
                _t("the server gave no answer. Check your connection."),
            );
        }
    }

    onFilter(changes) {
        this.state.filters = { ...this.state.filters, ...changes };
        this.state.offset = 0;
        return this.load();
    }

    onPage({ offset }) {
        this.state.offset = offset;
        return this.load();
    }

    async open(method, ...args) {
        const action = await this.orm.call(MODEL, method, [{ ...this.state.filters }, ...args]);
        return this.action.doAction(action, { onClose: () => this.load() });
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
