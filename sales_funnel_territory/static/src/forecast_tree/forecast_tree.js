import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useState } from "@odoo/owl";
import { currencySymbol, describeError } from "../customer_facets/money";
import { PeriodScreen } from "../filtered_screen/period_screen";
import { ForecastCards } from "./forecast_cards";
import { ForecastChanges } from "./forecast_changes";
import { ForecastHeadline } from "./forecast_headline";
import { ForecastTable } from "./forecast_table";
import { NumberEditor } from "./number_editor";
import { SubmitDialog } from "./submit_dialog";
import { openAction } from "../open_action/open_action";

const MODEL = "crm.forecast.board";
const UNDO_SECONDS = 10;
// More rows than this start folded.
const OPEN_ROWS = 30;

/** Will the period be made, what changed, whom to ask? Headline, changes, tree of teams. */
export class ForecastTree extends PeriodScreen {
    static template = "sales_funnel_territory.ForecastTree";
    static components = { ForecastCards, ForecastChanges, ForecastHeadline, ForecastTable, Layout };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.ui = useState(useService("ui"));
        this.editor = usePopover(NumberEditor, {
            position: "bottom-end",
            useBottomSheet: this.env.isSmall,
        });
        this.display = { controlPanel: {} };
        const filters = { kind: "quarter", shift: 0 };
        this.keep("forecastTree", { filters }, { since: "", folded: null });
        Object.assign(this.state, { changes: null, changesError: "" });
    }

    get unit() {
        return _t("Amounts in %(currency)s", {
            currency: currencySymbol(this.state.data.currency_id),
        });
    }

    /** Rows that no folded team hides. */
    get rows() {
        const { folded } = this.state;
        const { rows } = this.state.data;
        const parents = Object.fromEntries(rows.map((row) => [row.key, row.parent]));
        const isHidden = (key) => key in parents && (folded[key] || isHidden(parents[key]));
        return rows.filter((row) => !isHidden(row.parent));
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, [{ ...this.state.filters }, ...args]);
    }

    load() {
        this.state.changes = null;
        return Promise.all([this.loadBoard(), this.loadChanges()]);
    }

    loadBoard() {
        return super.load();
    }

    ask() {
        return this.call("get_board");
    }

    take(data) {
        this.state.folded ??= this.foldAtFirst(data.rows);
        super.take(data);
    }

    async loadChanges() {
        const { filters, since } = this.state;
        this.state.changesError = "";
        try {
            const changes = await this.call("get_changes", since || false);
            if (filters === this.state.filters && since === this.state.since) {
                this.state.changes = changes;
            }
        } catch (error) {
            this.state.changesError = describeError(
                error,
                _t("the server gave no answer. Check your connection."),
            );
        }
    }

    foldAtFirst(rows) {
        const teams = rows.filter((row) => row.is_team && rows.length > OPEN_ROWS);
        return Object.fromEntries(teams.map((row) => [row.key, true]));
    }

    onSince(day) {
        this.state.since = day;
        this.state.changes = null;
        return this.loadChanges();
    }

    onFold(key) {
        this.state.folded[key] = !this.state.folded[key];
    }

    /** Unfold the way to a row and go there. */
    onAsk(key) {
        const parents = Object.fromEntries(
            this.state.data.rows.map((row) => [row.key, row.parent]),
        );
        for (let above = parents[key]; above; above = parents[above]) {
            this.state.folded[above] = false;
        }
        requestAnimationFrame(() => {
            const row = document.querySelector(`.o_forecast_tree [data-key="${CSS.escape(key)}"]`);
            row?.scrollIntoView({ block: "center", behavior: "smooth" });
            row?.querySelector("button")?.focus({ preventScroll: true });
        });
    }

    async open(row, column) {
        return openAction(this.action, await this.call("action_open_deals", row.key, column));
    }

    async openChanges(kind) {
        const args = [this.state.since || false, "", kind];
        return openAction(this.action, await this.call("action_open_changes", ...args));
    }

    openDeal(deal) {
        if (!deal.lead_id) {
            return this.openChanges("");
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: deal.lead_id,
            views: [[false, "form"]],
        });
    }

    openWaterfall() {
        return this.action.doAction("sales_funnel_territory.crm_forecast_waterfall_action_screen");
    }

    openNumbers() {
        return this.action.doAction("sales_funnel_territory.crm_forecast_adjustment_action");
    }

    openSnapshot(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.forecast.snapshot",
            res_id: row.week.id,
            views: [[false, "form"]],
        });
    }

    setNumber(target, row, level) {
        this.editor.open(target, {
            row,
            level,
            levels: this.state.data.levels,
            onSet: this.onSet.bind(this),
        });
    }

    async onSet(row, amount, note) {
        await this.call("set_number", row.key, amount, note);
        await this.loadBoard();
    }

    submit(row) {
        this.dialog.add(SubmitDialog, { row, onSubmit: this.onSubmit.bind(this) });
    }

    async onSubmit(row, comment) {
        await this.call("submit", row.team_id, comment);
        this.notification.add(_t("%(team)s: submitted for this week.", { team: row.name }), {
            type: "success",
        });
        await this.loadBoard();
    }

    async lock(row) {
        const locked = await this.call("lock", row.team_id);
        const close = this.notification.add(
            _t("%(team)s: locked for this week.", { team: row.name }),
            {
                type: "success",
                autocloseDelay: UNDO_SECONDS * 1000,
                buttons: [
                    {
                        name: _t("Undo"),
                        onClick: () => {
                            close();
                            return this.unlock(locked);
                        },
                    },
                ],
            },
        );
        await this.loadBoard();
    }

    async unlock(ids) {
        await this.orm.call("crm.forecast.snapshot", "action_unlock", [ids]);
        await this.loadBoard();
    }

    download() {
        return download({
            url: "/sales_funnel_territory/forecast.xlsx",
            data: { filters: JSON.stringify(this.state.filters) },
        });
    }
}

registry.category("actions").add("sales_funnel_territory.forecast_board", ForecastTree);
