import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";

/** One line to read on the tenth of the month: best number, target, gap, coverage, pace. */
export class ForecastHeadline extends Component {
    static template = "sales_funnel_territory.ForecastHeadline";
    static props = { total: Object, weeks: Array, currencyId: Number };

    get target() {
        const { company_target, target } = this.props.total;
        return company_target ?? target;
    }

    get figures() {
        const { total } = this.props;
        const pace = total.pace.filter(Boolean);
        const usual = pace.reduce((sum, value) => sum + value, 0) / (pace.length || 1);
        return [
            { name: "best", label: _t("Expected"), value: this.money(total.best) },
            { name: "target", label: _t("Target"), value: this.money(this.target) },
            {
                name: "gap",
                label: _t("Gap"),
                value: this.money(this.target === null ? null : this.target - total.best),
            },
            { name: "closed", label: _t("Closed"), value: this.money(total.closed) },
            {
                name: "pace",
                label: _t("Usually Closed by Now"),
                value: this.money(pace.length ? usual : null),
            },
            {
                name: "coverage",
                label: _t("Pipeline Coverage"),
                value: total.coverage === null ? "–" : formatFloat(total.coverage, { digits: [0, 1] }),
            },
        ];
    }

    get line() {
        const sums = this.props.weeks.map(({ week, amounts }) => ({
            week,
            value: (amounts.closed || 0) + (amounts.commit || 0),
        }));
        const most = Math.max(1, ...sums.map(({ value }) => value));
        return sums.map(({ week, value }) => ({
            week,
            label: `${week}: ${this.money(value)}`,
            style: `height: ${((100 * value) / most).toFixed(1)}%`,
        }));
    }

    money(value) {
        return value === null || value === undefined
            ? "–"
            : formatMonetary(value, { currencyId: this.props.currencyId, digits: [0, 0] });
    }
}
