import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { describeError } from "../customer_facets/money";
import { ForecastHeadline } from "./forecast_headline";
import { ForecastTable } from "./forecast_table";
import { NumberDialog } from "./number_dialog";

const MODEL = "crm.forecast.board";

/** Will the period be made, what changed, whom to ask? Headline, tree of teams and people. */
export class ForecastTree extends Component {
    static template = "sales_funnel_territory.ForecastTree";
    static components = { ForecastHeadline, ForecastTable, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.kinds = [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["year", _t("Year")],
        ];
        this.state = useState({
            filters: { kind: "quarter", shift: 0 },
            data: null,
            error: "",
            ...this.props.state?.forecastTree,
        });
        useSetupAction({
            getLocalState: () => ({ forecastTree: { filters: { ...this.state.filters } } }),
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

    call(method, ...args) {
        return this.orm.call(MODEL, method, [{ ...this.state.filters }, ...args]);
    }

    async load() {
        const { filters } = this.state;
        this.state.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_board", [{ ...filters }]);
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
        return this.load();
    }

    move(step) {
        return this.onFilter({ shift: this.state.filters.shift + step });
    }

    async open(row, column) {
        return this.action.doAction(await this.call("action_open_deals", row.key, column));
    }

    openWaterfall() {
        return this.action.doAction("sales_funnel_territory.crm_forecast_waterfall_action_screen");
    }

    setNumber(row) {
        this.dialog.add(NumberDialog, {
            row,
            currencyId: this.state.data.currency_id,
            onSet: async (amount, note) => {
                await this.call("set_number", row.key, amount, note);
                await this.load();
            },
        });
    }

    async submit(row) {
        await this.call("submit", row.team_id);
        this.notification.add(_t("%(team)s: submitted for this week.", { team: row.name }), {
            type: "success",
        });
        await this.load();
    }
}

registry.category("actions").add("sales_funnel_territory.forecast_board", ForecastTree);
