import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { openLead, reload } from "../gate_item/gate_navigation";
import { LeadGatesDialog } from "./lead_gates_dialog";

/** Several opportunities at once: which stay and why; the others may move. */
export class LeadsGatesDialog extends Component {
    static template = "sales_funnel_territory.LeadsGatesDialog";
    static components = { Dialog };
    static props = { refusals: Array, movable: Array, close: Function };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ refusals: this.props.refusals, isBusy: false });
        this.hasChanged = false;
        this.env.dialogData.dismiss = () => this.leave();
    }

    get title() {
        const count = this.untold + this.state.refusals.length;
        return _t("%s opportunities cannot move yet", count);
    }

    /** Only the first of very many are listed. */
    get untold() {
        return this.props.refusals[0].count - this.props.refusals.length;
    }

    get moveLabel() {
        return _t("Move the Other %s", this.props.movable.length);
    }

    meet(refusal) {
        this.dialog.add(LeadGatesDialog, {
            leadId: refusal.lead_id,
            leadName: refusal.lead_name,
            gateIds: refusal.gates.map(({ id }) => id),
            stageName: refusal.stage_name,
            stageId: refusal.is_move ? refusal.stage_id : undefined,
            isRefused: true,
            onDone: () => this.check(refusal),
        });
    }

    /** Whoever got to where he was refused is no longer in the list. */
    async check(refusal) {
        this.hasChanged = true;
        const [lead] = await this.env.services.orm.read(
            "crm.lead",
            [refusal.lead_id],
            ["stage_id"],
        );
        if (refusal.is_move && lead.stage_id[0] === refusal.stage_id) {
            this.state.refusals = this.state.refusals.filter((other) => other !== refusal);
        }
        if (!this.state.refusals.length && !this.props.movable.length) {
            await this.leave();
        }
    }

    async moveOthers() {
        const { env, props } = this;
        this.state.isBusy = true;
        props.close();
        const stay = await env.services.orm.call("crm.lead", "move_or_stay", [props.movable]);
        const moved = props.movable.length - stay.length;
        env.services.notification.add(_t("%s opportunities moved.", moved), { type: "success" });
        await reload(env);
    }

    async open(refusal) {
        const { env, props } = this;
        props.close();
        await openLead(env, refusal.lead_id);
    }

    async leave() {
        const { env, props } = this;
        props.close();
        if (this.hasChanged) {
            await reload(env);
        }
    }
}
