import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { PeriodScreen } from "../filtered_screen/period_screen";
import { simulate } from "./formula";
import { FormulaCard } from "./formula_card";
import { FormulaResult } from "./formula_result";
import { openAction } from "../open_action/open_action";

const MODEL = "crm.sales.formula";
const FILTERS = { kind: "quarter", shift: 0, team_id: false, user_id: false };

/** Where gross profit comes from, factor by factor, and what would move it most. */
export class SalesFormula extends PeriodScreen {
    static template = "sales_funnel_territory.SalesFormula";
    static components = { FormulaCard, FormulaResult, Layout };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.keep("salesFormula", { filters: { ...FILTERS } }, { changes: {} });
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

    ask() {
        return this.orm.call(MODEL, "get_screen", [{ ...this.state.filters }]);
    }

    onFilter(changes) {
        this.state.changes = {};
        return super.onFilter(changes);
    }

    onNumber(name, ev) {
        return this.onFilter({ [name]: Number(ev.target.value) || false });
    }

    onTry(key, value) {
        this.state.changes[key] = value;
    }

    reset() {
        this.state.changes = {};
    }

    async open(key) {
        const args = [{ ...this.state.filters }, key];
        return openAction(this.action, await this.orm.call(MODEL, "action_open_factor", args));
    }
}

registry.category("actions").add("sales_funnel_territory.sales_formula", SalesFormula);
