import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { reload } from "../gate_item/gate_navigation";
import { CommitItems, useCommitItems } from "./commit_items";

/** What one opportunity still needs before it is committed, to be met right here. */
export class CommitDialog extends Component {
    static template = "sales_funnel_territory.CommitDialog";
    static components = { Dialog, CommitItems };
    static props = {
        leadId: Number,
        leadName: String,
        // what was refused; without: somebody only looks
        refusal: { type: Object, optional: true },
        // instead of taking up the screen behind again
        onDone: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.state = useState({ isBusy: false });
        this.commit = useCommitItems(() => this.props.leadId);
        this.env.dialogData.dismiss = () => this.leave();
        this.leave = this.leave.bind(this);
    }

    get title() {
        const { leadName, refusal } = this.props;
        return refusal ? _t("%(lead)s cannot be committed yet", { lead: leadName }) : leadName;
    }

    get isMove() {
        return this.props.refusal?.is_move;
    }

    get doLabel() {
        const { refusal } = this.props;
        return refusal.is_move
            ? _t("Move to %(stage)s", { stage: refusal.stage_name })
            : _t("Set to Commit");
    }

    /** Do again what was refused: everything is met now. */
    async doAgain() {
        const { refusal } = this.props;
        await this.write(
            refusal.is_move
                ? { stage_id: refusal.stage_id }
                : { forecast_category: "commit", forecast_category_reason: refusal.reason },
        );
    }

    async moveUncommitted() {
        const missing = this.commit.items.filter(({ state }) => !["met", "waived"].includes(state));
        await this.write({
            stage_id: this.props.refusal.stage_id,
            forecast_category: "best_case",
            forecast_category_reason: _t("Not committed, it misses: %(demands)s", {
                demands: missing.map(({ name }) => name).join(", "),
            }),
        });
    }

    async write(values) {
        const { env, props } = this;
        this.state.isBusy = true;
        props.close();
        await env.services.orm.write("crm.lead", [props.leadId], values);
        await (props.onDone || (() => reload(env)))();
    }

    async leave() {
        const { env, props } = this;
        const { hasChanged } = this.commit;
        props.close();
        if (hasChanged) {
            await (props.onDone || (() => reload(env)))();
        }
    }
}
