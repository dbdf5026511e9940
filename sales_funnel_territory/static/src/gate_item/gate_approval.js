import { Component } from "@odoo/owl";
import { GateReason } from "./gate_reason";
import { useAsking } from "./gate_asking";
import { gateRemedyProps } from "./gate_props";

/** Ask a leader or manager for the approval that a criterion demands. */
export class GateApproval extends Component {
    static template = "sales_funnel_territory.GateApproval";
    static components = { GateReason };
    static props = { ...gateRemedyProps };

    setup() {
        const ask = useAsking();
        this.ask = async (reason) => {
            await ask("ask_approval", this.props.leadId, [this.props.item.id], reason);
            await this.props.onChanged();
        };
    }
}
