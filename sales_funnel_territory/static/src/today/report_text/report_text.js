import { Component, useEffect, useRef, useState } from "@odoo/owl";

/** A part of the message: folded until one has something to say; the phone's keyboard may listen. */
export class ReportText extends Component {
    static template = "sales_funnel_territory.ReportText";
    static props = {
        name: String,
        label: String,
        value: String,
        hint: { type: String, optional: true },
        isLocked: { type: Boolean, optional: true },
        onInput: Function,
    };

    setup() {
        this.state = useState({ isOpen: false });
        this.text = useRef("text");
        useEffect(
            (isOpen) => {
                if (isOpen) {
                    this.text.el?.focus();
                }
            },
            () => [this.state.isOpen],
        );
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }
}
