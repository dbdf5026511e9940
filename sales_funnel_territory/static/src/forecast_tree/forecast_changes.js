import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

const GOOD = ["new", "bigger", "pulled_in", "won"];
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;

/** What came and went since a day: totals over all deals, and those that moved it most. */
export class ForecastChanges extends Component {
    static template = "sales_funnel_territory.ForecastChanges";
    static props = {
        changes: { optional: true },
        error: String,
        onSince: Function,
        onOpen: Function,
        onDeal: Function,
        onWaterfall: Function,
    };

    get kinds() {
        return this.props.changes.changes.map((change) => ({
            ...change,
            amount: this.signed(change.value),
            // lost and slipped want attention; what is won has left the open deals for good
            look:
                change.key === "other"
                    ? ""
                    : GOOD.includes(change.key)
                      ? "text-success"
                      : "text-danger",
            deals:
                change.count === 1 ? _t("1 deal") : _t("%(count)s deals", { count: change.count }),
        }));
    }

    get story() {
        const { start, end } = this.props.changes;
        return _t("Open in this period: %(start)s then, %(end)s now", {
            start: formatAmount(start),
            end: formatAmount(end),
        });
    }

    signed(value) {
        return `${value > 0 ? "+" : ""}${formatAmount(value)}`;
    }

    onDay(ev) {
        if (ISO_DAY.test(ev.target.value)) {
            this.props.onSince(ev.target.value);
        }
    }
}
