import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

/** Whose funnel, of which period, and what the bands' widths mean. */
export class FunnelChartFilters extends Component {
    static template = "sales_funnel_territory.FunnelChartFilters";
    static props = {
        filters: Object,
        measure: String,
        measures: { type: Array, optional: true },
        periods: { type: Array, optional: true },
        teams: Array,
        users: Array,
        onFilter: Function,
        onMeasure: Function,
    };

    setup() {
        this.periods = this.props.periods || [
            ["now", _t("Open Now")],
            ["month", _t("This Month")],
            ["quarter", _t("This Quarter")],
            ["year", _t("This Year")],
            ["all", _t("All Time")],
        ];
        this.measures = this.props.measures || [
            ["weighted", _t("Weighted Revenue")],
            ["count", _t("Count")],
        ];
    }

    onSelect(name, ev) {
        this.props.onFilter({ [name]: Number(ev.target.value) || false });
    }
}
