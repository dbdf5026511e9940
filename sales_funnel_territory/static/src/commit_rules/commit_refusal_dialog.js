import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { standardErrorDialogProps } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { reload } from "../gate_item/gate_navigation";
import { CommitDialog } from "./commit_dialog";

export const COMMIT_RULES_ERROR = "odoo.addons.sales_funnel_territory.exceptions.CommitRulesError";

/** Several opportunities, or a new one: which may not be committed and why. */
export class CommitListDialog extends Component {
    static template = "sales_funnel_territory.CommitListDialog";
    static components = { Dialog };
    static props = { refusals: Array, movable: Array, close: Function };

    setup() {
        this.state = useState({ isBusy: false });
    }

    get title() {
        const [{ count, lead_name: lead }] = this.props.refusals;
        return count === 1
            ? _t("%(lead)s cannot be committed yet", { lead })
            : _t("%s opportunities cannot be committed yet", count);
    }

    get untold() {
        return this.props.refusals[0].count - this.props.refusals.length;
    }

    get othersLabel() {
        return _t("Commit the Other %s", this.props.movable.length);
    }

    meet(refusal) {
        this.env.services.dialog.add(CommitDialog, {
            leadId: refusal.lead_id,
            leadName: refusal.lead_name,
            refusal,
        });
    }

    async commitOthers() {
        const { env, props } = this;
        this.state.isBusy = true;
        props.close();
        const reason = props.refusals.map((refusal) => refusal.reason).find(Boolean) || "";
        await env.services.orm.call("crm.lead", "commit_others", [props.movable, reason]);
        env.services.notification.add(_t("%s opportunities committed.", props.movable.length), {
            type: "success",
        });
        await reload(env);
    }
}

/** What the server says when an opportunity may not be committed: the help that fits. */
export class CommitRefusalDialog extends Component {
    static template = "sales_funnel_territory.CommitRefusalDialog";
    static components = { CommitDialog, CommitListDialog };
    static props = { ...standardErrorDialogProps };

    get refusals() {
        return this.props.data.context.refusals;
    }

    get movable() {
        return this.props.data.context.movable;
    }

    get one() {
        const [first] = this.refusals;
        return first.count === 1 && first.lead_id && !this.movable.length ? first : null;
    }
}

registry.category("error_dialogs").add(COMMIT_RULES_ERROR, CommitRefusalDialog);
