import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { describeError } from "../customer_facets/money";
import { simulate } from "./formula";
import { FormulaCard } from "./formula_card";
import { FormulaResult } from "./formula_result";

const MODEL = "crm.sales.formula";
const FILTERS = { kind: "quarter", shift: 0, team_id: false, user_id: false };

/** Where gross profit comes from, factor by factor, and what would move it most. */
export class SalesFormula extends Component {
    static template = "sales_funnel_territory.SalesFormula";
    static components = { FormulaCard, FormulaResult, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.kinds = [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["year", _t("Year")],
        ];
        this.state = useState({
            filters: { ...FILTERS },
            changes: {},
            data: null,
            error: "",
            ...this.props.state?.salesFormula,
        });
        useSetupAction({
            getLocalState: () => ({
                salesFormula: {
                    filters: { ...this.state.filters },
                    changes: { ...this.state.changes },
                },
            }),
        });
        // not awaited: the skeleton shows while the figures are on their way
        onWillStart(() => {
            this.load();
        });
    }

    get title() {
        const { kind, number, year } = this.state.data.period;
        if (kind === "quarter") {
            return _t("Quarter %(number)s, %(year)s", { number, year });
        }
        return kind === "month" ? _t("Month %(number)s, %(year)s", { number, year }) : String(year);
    }

    get isEmpty() {
        const { base, orders } = this.state.data.measured;
        return !base && !orders;
    }

    get isTrying() {
        return Object.keys(this.state.changes).length > 0;
    }

    get tried() {
        return simulate(this.state.data.factors, this.state.changes);
    }

    async load() {
        const { filters } = this.state;
        this.state.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_screen", [{ ...filters }]);
            if (filters === this.state.filters) {
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
        this.state.changes = {};
        return this.load();
    }

    onNumber(name, ev) {
        return this.onFilter({ [name]: Number(ev.target.value) || false });
    }

    move(step) {
        return this.onFilter({ shift: this.state.filters.shift + step });
    }

    onTry(key, value) {
        this.state.changes[key] = value;
    }

    reset() {
        this.state.changes = {};
    }

    async open(key) {
        const args = [{ ...this.state.filters }, key];
        return this.action.doAction(await this.orm.call(MODEL, "action_open_factor", args));
    }
}

registry.category("actions").add("sales_funnel_territory.sales_formula", SalesFormula);
