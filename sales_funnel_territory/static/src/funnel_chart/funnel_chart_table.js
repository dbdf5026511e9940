import { _t } from "@web/core/l10n/translation";
import { getCurrency } from "@web/core/currency";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";

const OPEN = ["above", "in", "best_few", "not_set_up"];

/** The bands of the funnel, widths to scale, with the figures beside them. */
export class FunnelChartTable extends Component {
    static template = "sales_funnel_territory.FunnelChartTable";
    static props = {
        bands: Array,
        currencyId: Number,
        measure: String,
        period: String,
        onOpen: Function,
    };

    get currency() {
        return getCurrency(this.props.currencyId) || { symbol: "", digits: [16, 2] };
    }

    /** Heads of the columns; on a phone, where each band is a card, they stand at the figures. */
    get labels() {
        const { symbol } = this.currency;
        return {
            count: _t("Opportunities"),
            expected: _t("Expected Revenue (%(currency)s)", { currency: symbol }),
            weighted: _t("Weighted Revenue (%(currency)s)", { currency: symbol }),
            days: _t("Oldest (Days)"),
        };
    }

    get caption() {
        return {
            now: _t("All open opportunities, and orders of this year"),
            month: _t("Open opportunities to close this month, and orders of this month"),
            quarter: _t("Open opportunities to close this quarter, and orders of this quarter"),
            year: _t("Open opportunities to close this year, and orders of this year"),
            all: _t("All open opportunities, and all orders"),
        }[this.props.period];
    }

    get total() {
        const open = this.props.bands.filter((band) => OPEN.includes(band.key));
        const sum = (name) => open.reduce((total, band) => total + band[name], 0);
        return { count: sum("count"), expected: sum("expected"), weighted: sum("weighted") };
    }

    /** Width of a band in percent: the widest fills the row, the others are to scale. */
    width(band) {
        const widest = Math.max(...this.props.bands.map((other) => other[this.props.measure]));
        return widest > 0 ? (100 * Math.max(band[this.props.measure], 0)) / widest : 0;
    }

    openLabel(band) {
        return _t("%(band)s: open its opportunities", { band: band.label });
    }

    amount(value) {
        return formatFloat(value, { digits: this.currency.digits });
    }

    integer(value) {
        return formatInteger(value);
    }

    days(band) {
        return band.days === null ? "–" : formatInteger(band.days);
    }
}
