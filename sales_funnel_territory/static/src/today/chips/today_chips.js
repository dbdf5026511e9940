import { Component } from "@odoo/owl";

/** Choices that a thumb hits: one of them, or several. */
export class TodayChips extends Component {
    static template = "sales_funnel_territory.TodayChips";
    static props = {
        choices: Array, // {key, label, title?}
        chosen: Array, // keys
        label: String,
        isLocked: { type: Boolean, optional: true },
        onToggle: Function,
    };

    isChosen(choice) {
        return this.props.chosen.includes(choice.key);
    }
}
