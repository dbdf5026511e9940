import { Component } from "@odoo/owl";
import { standardErrorDialogProps } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";
import { LeadGatesDialog } from "./lead_gates_dialog";
import { LeadsGatesDialog } from "./leads_gates_dialog";
import { NewLeadGatesDialog } from "./new_lead_gates_dialog";

export const EXIT_CRITERIA_ERROR =
    "odoo.addons.sales_funnel_territory.exceptions.ExitCriteriaError";

export function isRefusal(error) {
    return error?.exceptionName === EXIT_CRITERIA_ERROR;
}

/** What the server says when an opportunity misses exit criteria: the help that fits. */
export class GateRefusalDialog extends Component {
    static template = "sales_funnel_territory.GateRefusalDialog";
    static components = { LeadGatesDialog, LeadsGatesDialog, NewLeadGatesDialog };
    static props = { ...standardErrorDialogProps };

    get refusals() {
        return this.props.data.context.refusals;
    }

    get movable() {
        return this.props.data.context.movable;
    }

    get first() {
        return this.refusals[0];
    }

    get isOne() {
        return this.first.count === 1 && !this.movable.length;
    }
}

registry.category("error_dialogs").add(EXIT_CRITERIA_ERROR, GateRefusalDialog);
