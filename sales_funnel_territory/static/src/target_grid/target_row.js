import { Component } from "@odoo/owl";
import { describeGap, formatCell, formatGap, gapOf } from "./target_numbers";

/** A row of the grid: whose targets, period by period. */
export class TargetRow extends Component {
    static template = "sales_funnel_territory.TargetRow";
    static props = {
        row: Object,
        columns: Array,
        isParent: Boolean,
        isFolded: Boolean,
        chosen: Number,
        words: { type: [String, { value: null }], optional: true },
        onToggle: Function,
        onStand: Function,
        onEdit: Function,
        onType: Function,
        onLeave: Function,
    };

    format = formatCell;
    formatGap = formatGap;
    describe = describeGap;
    gapOf = gapOf;

    isTyping(at) {
        return at === this.props.chosen && typeof this.props.words === "string";
    }

    cellClass(at) {
        const names = [`o_target_${this.props.columns[at].kind}`, "text-end"];
        if (at === this.props.chosen) {
            names.push("o_target_chosen");
        }
        if (this.props.row.cells[at][0] === null) {
            names.push("o_target_derived");
        }
        return names.join(" ");
    }
}
