import { Component } from "@odoo/owl";
import { describeGap, formatTarget } from "./target_numbers";

/** On the phone: a card for each, to read. */
export class TargetCards extends Component {
    static template = "sales_funnel_territory.TargetCards";
    static props = { rows: Array, columns: Array, unit: String };

    format = formatTarget;
    describe = describeGap;

    get cards() {
        const last = this.props.columns.length - 1;
        return this.props.rows
            .filter(({ cells }) => cells.some((cell) => cell[3] !== null))
            .map((row) => ({
                ...row,
                total: row.cells[last],
                periods: this.props.columns
                    .slice(0, last)
                    .map((column, at) => ({ ...column, value: row.cells[at][3] }))
                    .filter(({ value }) => value !== null),
            }));
    }
}
