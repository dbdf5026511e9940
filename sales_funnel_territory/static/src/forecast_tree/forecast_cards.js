import { Component } from "@odoo/owl";
import { rowWords } from "./forecast_row";

/** The same rows on a phone: a card each, figures below each other. */
export class ForecastCards extends Component {
    static template = "sales_funnel_territory.ForecastCards";
    static props = {
        rows: Array,
        total: Object,
        categories: Array,
        levels: Array,
        folded: Object,
        onFold: Function,
        onOpen: Function,
        onNumber: Function,
        onSubmit: Function,
        onLock: Function,
        onSnapshot: Function,
    };

    setup() {
        this.words = rowWords;
    }

    /** Folded teams stay; the figures of a row alone in the list are those of the headline. */
    get rows() {
        const { rows, total } = this.props;
        return total.level ? [total, ...rows] : rows;
    }

    numbersOf(row) {
        return this.props.levels.filter(([level]) => row.level === level || row.notes[level]);
    }
}
