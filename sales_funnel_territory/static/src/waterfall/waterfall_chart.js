import { _t } from "@web/core/l10n/translation";
import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { withSign } from "../sales_formula/formula";

/** Bars that float from where the one before has ended; each opens its deals. */
export class WaterfallChart extends Component {
    static template = "sales_funnel_territory.WaterfallChart";
    static props = { fall: Object, currencyId: Number, isCount: Boolean, onOpen: Function };

    get rows() {
        const { start, end, bars, start_count, end_count } = this.props.fall;
        let level = start;
        const steps = bars.map((bar) => {
            const from = level;
            level += bar.value;
            const kind = bar.key === "won" ? "won" : bar.value < 0 ? "less" : "more";
            return { ...bar, from, to: level, kind };
        });
        const rows = [
            {
                key: "start",
                label: _t("At the Start"),
                value: start,
                count: start_count,
                from: 0,
                to: start,
                kind: "total",
            },
            ...steps,
            {
                key: "end",
                label: _t("At the End"),
                value: end,
                count: end_count,
                from: 0,
                to: end,
                kind: "total",
            },
        ];
        const ends = rows.flatMap(({ from, to }) => [from, to]);
        const low = Math.min(0, ...ends);
        const size = Math.max(0, ...ends) - low || 1;
        return rows.map((row) => ({
            ...row,
            style: this.place(Math.min(row.from, row.to) - low, Math.abs(row.to - row.from), size),
        }));
    }

    place(begin, length, size) {
        const percent = (value) => `${((100 * value) / size).toFixed(3)}%`;
        return `margin-inline-start: ${percent(begin)}; width: ${percent(length)}`;
    }

    /** Cents stand there where any amount has some. */
    get digits() {
        const { bars, end, start } = this.props.fall;
        const amounts = [start, end, ...bars.map((bar) => bar.value)];
        return amounts.every(Number.isInteger) ? { digits: [16, 0] } : {};
    }

    format(row) {
        const isTotal = row.kind === "total";
        const value = isTotal ? row.value : Math.abs(row.value);
        const words = this.props.isCount
            ? formatInteger(value)
            : formatMonetary(value, { currencyId: this.props.currencyId, ...this.digits });
        return isTotal ? words : withSign(row.value, words);
    }

    countOf(row) {
        return row.count === 1 ? _t("1 deal") : _t("%(count)s deals", { count: row.count });
    }
}
