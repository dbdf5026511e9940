import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";

const ISO_DAY = /^\d{4}-\d\d-\d\d$/;

/** Which deals, between which days, measured in what. */
export class WaterfallFilters extends Component {
    static template = "sales_funnel_territory.WaterfallFilters";
    static props = {
        filters: Object,
        choices: Object,
        isGrouped: Boolean,
        onFilter: Function,
    };

    setup() {
        this.periods = [
            ["quarter", _t("Closing This Quarter")],
            ["next_quarter", _t("Closing Next Quarter")],
            ["month", _t("Closing This Month")],
            ["year", _t("Closing This Year")],
            ["all", _t("All Closing Dates")],
        ];
        this.moments = [
            ["week", _t("Since a Week Ago")],
            ["month", _t("Since 4 Weeks Ago")],
            ["start", _t("Since the Period Began")],
            ["day", _t("Since a Day...")],
        ];
        this.measures = [
            ["amount", _t("Expected Revenue")],
            ["weighted", _t("Weighted Revenue")],
            ["count", _t("Count")],
        ];
        this.groups = [
            ["", _t("Not Grouped")],
            ["user_id", _t("By Salesperson")],
            ["team_id", _t("By Sales Team")],
            ["forecast_category", _t("By Category")],
            ["month", _t("By Closing Month")],
            ["stage_id", _t("By Stage")],
            ["territory_id", _t("By Territory")],
        ];
    }

    get isDay() {
        return ISO_DAY.test(this.props.filters.since);
    }

    onSince(ev) {
        const { value } = ev.target;
        this.props.onFilter({ since: value === "day" ? this.props.choices.first : value });
    }

    onDay(name, ev) {
        if (ISO_DAY.test(ev.target.value)) {
            this.props.onFilter({ [name]: ev.target.value });
        }
    }
}
