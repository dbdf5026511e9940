import { Component, useState } from "@odoo/owl";
import { GateReason } from "../gate_item/gate_reason";

/** Choose criteria and say why the opportunity should pass without them. */
export class WaiverForm extends Component {
    static template = "sales_funnel_territory.WaiverForm";
    static components = { GateReason };
    static props = { items: Array, onAsk: Function, onCancel: Function };

    setup() {
        const chosen = this.props.items.map(({ id }) => [id, true]);
        this.state = useState({ chosen: Object.fromEntries(chosen) });
        this.ask = (reason) => this.props.onAsk(this.chosenIds, reason);
    }

    get chosenIds() {
        return this.props.items.map(({ id }) => id).filter((id) => this.state.chosen[id]);
    }
}
