import { Component } from "@odoo/owl";
import { ForecastLine } from "./forecast_line";
import { LEVELS, rowWords } from "./forecast_row";

const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/** Teams and people by category; a team folds, every figure opens its deals. */
export class ForecastTable extends Component {
    static template = "sales_funnel_territory.ForecastTable";
    static components = { ForecastLine };
    static props = {
        rows: Array,
        total: Object,
        categories: Array,
        weeks: Array,
        folded: Object,
        onFold: Function,
        onOpen: Function,
        onNumber: Function,
        onSubmit: Function,
        onLock: Function,
        onSnapshot: Function,
    };

    setup() {
        this.levels = LEVELS;
        this.words = rowWords;
    }

    get deals() {
        return [
            ["closed", (row) => row.closed],
            ...this.props.categories.map(([key]) => [key, (row) => row.categories[key] || 0]),
            ["overdue", (row) => row.overdue],
            ["weighted", (row) => row.weighted],
        ];
    }

    get rows() {
        const { rows, total } = this.props;
        return [total, ...rows];
    }

    /** Arrows walk from figure to figure; cells without any are stepped over. */
    onKeydown(ev) {
        const step = STEPS[ev.key];
        const cell = ev.target.closest("td, th");
        if (!step || !cell || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        ev.preventDefault();
        const rows = [...ev.currentTarget.querySelectorAll("tbody tr")];
        let line = rows.indexOf(cell.parentElement);
        let place = cell.cellIndex;
        do {
            line += step[0];
            place += step[1];
            const target = rows[line]?.cells[place]?.querySelector("button");
            if (target) {
                target.focus();
                return;
            }
        } while (rows[line]?.cells[place]);
    }
}
