import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatInteger } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatDay } from "../gate_item/gate_words";

/** How many open opportunities a stage's exit criteria would hold today, and by what. */
export class GateTest extends Component {
    static template = "sales_funnel_territory.GateTest";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "exit-criteria-test";
    static displayName = _t("Test of Exit Criteria");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ test: null });
        onWillStart(() => this.load());
    }

    async load() {
        const stageId = Number(this.props.action.params?.stage_id);
        if (!stageId) {
            return;
        }
        this.props.updateActionState({ stage_id: stageId });
        const test = await this.orm.call("crm.stage", "get_gate_test", [[stageId]]);
        this.env.config.setDisplayName(_t("Exit Criteria of %s", test.stage));
        this.state.test = test;
    }

    get test() {
        return this.state.test;
    }

    get heldShare() {
        return this.share(this.test.held.length, this.test.total);
    }

    get sentence() {
        const { held, total, stage } = this.test;
        return _t(
            "%(held)s of %(total)s open opportunities in %(stage)s would be held there today.",
            { held: formatInteger(held.length), total: formatInteger(total), stage },
        );
    }

    share(part, whole) {
        return whole ? Math.round((100 * part) / whole) : 0;
    }

    tellMissed(gate) {
        return _t("%(missed)s of %(concerned)s miss it", {
            missed: formatInteger(gate.missed.length),
            concerned: formatInteger(gate.concerned),
        });
    }

    tellCount(gate) {
        return _t("%(missed)s of %(concerned)s", {
            missed: formatInteger(gate.missed.length),
            concerned: formatInteger(gate.concerned),
        });
    }

    tellLevel(gate) {
        if (gate.is_blocking) {
            return _t("Blocking");
        }
        return gate.blocking_from
            ? _t("Advisory (blocking from %s)", formatDay(gate.blocking_from))
            : _t("Advisory");
    }

    openLeads(name, ids) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "crm.lead",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain: [["id", "in", ids]],
        });
    }

    openHeld() {
        return this.openLeads(_t("Held by exit criteria"), this.test.held);
    }

    openGate(gate) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.stage.gate",
            res_id: gate.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_funnel_territory.gate_test", GateTest);
