import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { currencySymbol } from "../customer_facets/money";
import { SplitDialog } from "./split_dialog";
import { TargetCards } from "./target_cards";
import { TargetServer } from "./target_server";
import { TargetTable } from "./target_table";

const STATES = {
    draft: "text-bg-secondary",
    submitted: "text-bg-info",
    approved: "text-bg-success",
    superseded: "text-bg-light",
};

/** What the company, its teams and people are to reach: entered, split, submitted, approved. */
export class TargetGrid extends Component {
    static template = "sales_funnel_territory.TargetGrid";
    static components = { Layout, TargetCards, TargetTable };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.kinds = [
            ["quarter", _t("Quarters")],
            ["month", _t("Months")],
        ];
        const services = { orm: useService("orm"), notification: this.notification };
        this.server = useState(new TargetServer(services, this.props.state?.targetGrid));
        useSetupAction({
            getLocalState: () => ({ targetGrid: { ...this.server.filters } }),
            beforeLeave: () => this.server.queue,
        });
        // not awaited: the skeleton shows while the targets are on their way
        onWillStart(() => {
            this.server.load();
        });
    }

    get data() {
        return this.server.data;
    }

    get stateClass() {
        return STATES[this.data.version.state];
    }

    get unit() {
        const measure = this.data.measures.find(({ key }) => key === this.data.measure);
        return measure.is_money
            ? `${measure.label} (${currencySymbol(this.data.currency_id)})`
            : measure.label;
    }

    /** Why nothing can be entered, or who has to do what next. */
    get hint() {
        const { version, is_manager: isManager } = this.data;
        const { state, submitted_by: who } = version;
        if (state === "submitted") {
            return version.may_approve || !isManager
                ? _t("%(who)s submitted these targets; another sales manager approves them.", {
                      who,
                  })
                : _t("You submitted these targets: another sales manager approves them.");
        }
        if (state === "approved") {
            return isManager
                ? _t("Approved targets stand. Make a new version to change them.")
                : _t("These targets count.");
        }
        return state === "superseded" ? _t("A newer version has taken their place.") : "";
    }

    /** Versions that the reader should decide on, besides the one he looks at. */
    get waiting() {
        const { version, versions } = this.data;
        return versions.filter((one) => one.may_approve && one.id !== version.id);
    }

    get hasImport() {
        return registry.category("actions").contains("import");
    }

    get isFilled() {
        return this.data.rows.some(({ cells }) => cells.some((cell) => cell[3] !== null));
    }

    chooseVersion(ev) {
        return this.server.choose({ version_id: Number(ev.target.value) });
    }

    openSplit(row, at) {
        const column = this.data.columns[at];
        this.dialog.add(SplitDialog, {
            row,
            column,
            value: row.cells[at][3],
            hasBelow: this.data.rows.some((one) => one.parent === row.key && one.is_editable),
            onSplit: async (how) => {
                if (how.over === "month" && this.server.filters.kind !== "month") {
                    this.server.filters = { ...this.server.filters, kind: "month" };
                }
                await this.server.split(row, column, how);
            },
        });
    }

    async decide(method, told) {
        await this.server.decide(method);
        this.notification.add(told, { type: "success" });
    }

    submit() {
        return this.decide("action_submit", _t("Submitted. Another sales manager approves it."));
    }

    approve() {
        return this.decide("action_approve", _t("Approved: these targets count from now on."));
    }

    giveBack() {
        return this.decide("action_return", _t("Back to draft."));
    }

    copy() {
        return this.decide("action_new_version", _t("A new version: change it and submit it."));
    }

    openList() {
        return this.action.doAction("sales_funnel_territory.crm_sales_target_action", {
            additionalContext: {
                search_default_approved: 0,
                search_default_version_id: this.data.version_id,
            },
        });
    }

    openVersion() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.sales.target.version",
            res_id: this.data.version_id,
            views: [[false, "form"]],
        });
    }

    openImport() {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "import",
            name: _t("Import Targets"),
            params: {
                active_model: "crm.sales.target",
                context: { default_version_id: this.data.version_id },
            },
        });
    }
}

registry.category("actions").add("sales_funnel_territory.target_grid", TargetGrid);
