import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { Component } from "@odoo/owl";
import { ForecastLine } from "./forecast_line";
import { rowWords } from "./forecast_row";

const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/** Teams and people by category; a team folds, every figure opens its deals. */
export class ForecastTable extends Component {
    static template = "sales_funnel_territory.ForecastTable";
    static components = { Dropdown, DropdownItem, ForecastLine };
    static props = {
        rows: Array,
        total: Object,
        categories: Array,
        levels: Array,
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

    /** Whether the reader may submit a submitted week again, or lock it. */
    mayChange(row) {
        return row.may_submit && row.week.state !== "locked";
    }

    /** The total says nothing of its own where there is one row only. */
    get rows() {
        const { rows, total } = this.props;
        return rows.length === 1 && !total.level ? rows : [total, ...rows];
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
        this.findNext(rows, rows.indexOf(cell.parentElement), cell.cellIndex, step)?.focus();
    }

    findNext(rows, line, place, [down, right]) {
        const cell = rows[line + down]?.cells[place + right];
        if (!cell) {
            return null;
        }
        return (
            cell.querySelector("button:enabled") ||
            this.findNext(rows, line + down, place + right, [down, right])
        );
    }
}
