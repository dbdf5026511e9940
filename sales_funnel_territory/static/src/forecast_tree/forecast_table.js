import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatMonetary, formatPercentage } from "@web/views/fields/formatters";
import { Component, useState } from "@odoo/owl";

const LEVELS = ["person", "leader", "manager"];

/** Teams and people by category; a team folds, every figure opens its deals. */
export class ForecastTable extends Component {
    static template = "sales_funnel_territory.ForecastTable";
    static props = {
        rows: Array,
        total: Object,
        categories: Array,
        currencyId: Number,
        onOpen: Function,
        onNumber: Function,
        onSubmit: Function,
    };

    setup() {
        this.folded = useState({});
        this.levels = LEVELS;
        this.levelNames = {
            person: _t("Own"),
            leader: _t("Leader's"),
            manager: _t("Manager's"),
        };
    }

    get shown() {
        const parents = Object.fromEntries(this.props.rows.map((row) => [row.key, row.parent]));
        const isHidden = (key) => key in parents && (this.folded[key] || isHidden(parents[key]));
        return this.props.rows.filter((row) => !isHidden(row.parent));
    }

    toggle(row) {
        this.folded[row.key] = !this.folded[row.key];
    }

    money(value) {
        if (value === null || value === undefined) {
            return "–";
        }
        return formatMonetary(value, { currencyId: this.props.currencyId, digits: [0, 0] });
    }

    ratio(value) {
        return value === null ? "–" : formatFloat(value, { digits: [0, 1] });
    }

    percent(value) {
        return value === null ? "–" : formatPercentage(value, { digits: [0, 0] });
    }
}
