import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { reload } from "../gate_item/gate_navigation";

/** An opportunity that cannot begin so far down the funnel: it may begin where they all do. */
export class NewLeadGatesDialog extends Component {
    static template = "sales_funnel_territory.NewLeadGatesDialog";
    static components = { Dialog };
    static props = { refusal: Object, close: Function };

    setup() {
        this.state = useState({ isBusy: false });
    }

    get title() {
        const { lead_name: lead, stage_name: stage } = this.props.refusal;
        return _t("%(lead)s cannot begin in %(stage)s", { lead, stage });
    }

    async create() {
        const { env, props } = this;
        this.state.isBusy = true;
        const leadId = await env.services.orm.call("crm.lead", "create_in_first_stage", [
            props.refusal.values,
        ]);
        // also the form in which it was written, if that is a dialog
        env.services.dialog.closeAll();
        if (isForm(env)) {
            await openInstead(env, leadId);
            return;
        }
        env.services.notification.add(
            _t("%s was created in the first stage.", props.refusal.lead_name),
            { type: "success" },
        );
        await reload(env);
    }
}

function isForm(env) {
    const { resModel, type } = env.services.action.currentController?.props || {};
    return resModel === "crm.lead" && type === "form";
}

/** The form that could not be saved makes room for the opportunity that was. */
function openInstead(env, leadId) {
    const action = {
        type: "ir.actions.act_window",
        res_model: "crm.lead",
        res_id: leadId,
        views: [[false, "form"]],
    };
    return env.services.action.doAction(action, {
        stackPosition: "replaceCurrentAction",
        forceLeave: true,
    });
}
