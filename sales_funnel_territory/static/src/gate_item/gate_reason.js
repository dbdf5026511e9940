import { Component, useRef, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";

/** A reason and the button that asks with it. */
export class GateReason extends Component {
    static template = "sales_funnel_territory.GateReason";
    static props = {
        name: String,
        placeholder: String,
        button: String,
        onAsk: Function,
        isReady: { type: Boolean, optional: true },
        autofocus: { type: Boolean, optional: true },
    };
    static defaultProps = { isReady: true };

    setup() {
        this.state = useState({ reason: "", isBusy: false });
        if (this.props.autofocus) {
            useAutofocus({ refName: "reason", mobile: true });
        } else {
            useRef("reason");
        }
    }

    get isReady() {
        return this.props.isReady && !this.state.isBusy && Boolean(this.state.reason.trim());
    }

    async ask() {
        this.state.isBusy = true;
        try {
            await this.props.onAsk(this.state.reason.trim());
        } finally {
            this.state.isBusy = false;
        }
    }
}
