import { _t } from "@web/core/l10n/translation";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { Component } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

const WIDTH = 100;
const HEIGHT = 30;

/** What was submitted in the last weeks, as a line from zero; its last point is the latest. */
export class ForecastLine extends Component {
    static template = "sales_funnel_territory.ForecastLine";
    static props = { values: Array, weeks: Array, target: { optional: true } };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
    }

    get most() {
        return Math.max(1, this.props.target || 0, ...this.props.values);
    }

    /** From the first week in which anything was submitted. */
    get points() {
        const { values } = this.props;
        const begin = values.findIndex(Boolean);
        const step = WIDTH / Math.max(1, values.length - 1);
        return values
            .map((value, place) => ({ x: place * step, y: this.height - this.scale(value) }))
            .filter((_point, place) => begin >= 0 && place >= begin);
    }

    get path() {
        return this.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
    }

    get last() {
        return this.points.at(-1);
    }

    get targetY() {
        return this.props.target ? HEIGHT - this.scale(this.props.target) : null;
    }

    scale(value) {
        return 2 + ((HEIGHT - 4) * value) / this.most;
    }

    get words() {
        const told = this.props.values.map((value, place) =>
            _t("%(week)s: %(amount)s", {
                week: formatDate(deserializeDate(this.props.weeks[place])),
                amount: formatAmount(value),
            }),
        );
        return [_t("Closed and committed, as submitted"), ...told].join("\n");
    }
}
