import { _t } from "@web/core/l10n/translation";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { formatAmount, formatPercent } from "../customer_facets/money";
import { ForecastLine } from "./forecast_line";

const LOOKS = {
    made: "success",
    on_track: "success",
    in_reach: "warning",
    short: "danger",
    no_target: "info",
};

/** Will it be made? One sentence, the figures behind it, the last weeks, and whom to ask. */
export class ForecastHeadline extends Component {
    static template = "sales_funnel_territory.ForecastHeadline";
    static components = { ForecastLine };
    static props = {
        total: Object,
        asks: Array,
        rows: Array,
        weeks: Array,
        currencyId: Number,
        changes: { optional: true },
        onAsk: Function,
        onNumbers: Function,
    };

    get look() {
        return LOOKS[this.props.total.verdict];
    }

    get sentence() {
        const { total } = this.props;
        const missing = this.money(Math.abs(total.gap));
        return {
            made: _t("The target is reached: it is closed already."),
            on_track: _t("On track: what is expected reaches the target."),
            in_reach: _t(
                "%(missing)s are missing to the target; what is open is enough at the usual win rate.",
                { missing },
            ),
            short: _t(
                "%(missing)s are missing to the target, and what is open is not enough for it.",
                { missing },
            ),
            no_target: _t("No approved target for this period, so no gap and no coverage."),
        }[total.verdict];
    }

    get figures() {
        const { total } = this.props;
        return [
            { name: "best", label: _t("Expected"), value: this.money(total.best) },
            { name: "target", label: _t("Target"), value: this.money(total.target) },
            {
                name: "gap",
                label: total.gap < 0 ? _t("Over Target") : _t("Gap to Target"),
                value: this.money(total.gap && Math.abs(total.gap)),
            },
            { name: "closed", label: _t("Closed"), value: this.money(total.closed) },
            {
                name: "usual",
                label: _t("Usual by Now"),
                value: this.money(total.usual),
                hint: _t("Closed on the same day of earlier periods"),
            },
            {
                name: "coverage",
                label: _t("Coverage"),
                value:
                    total.coverage === null
                        ? "–"
                        : formatFloat(total.coverage, { digits: [16, 1] }),
                hint: _t(
                    "What is open / what must be open to close the rest at a win rate of %(rate)s",
                    {
                        rate: formatPercent(total.win_rate),
                    },
                ),
            },
        ];
    }

    /** Closed and expected as parts of the target (or of the larger of them). */
    get bar() {
        const { best, closed, target } = this.props.total;
        const whole = Math.max(target || 0, best, closed, 1);
        const percent = (value) => `${((100 * Math.max(0, value)) / whole).toFixed(2)}%`;
        return {
            closed: `width: ${percent(closed)}`,
            rest: `width: ${percent(best - closed)}`,
            target: target ? `inset-inline-start: ${percent(target)}` : "",
        };
    }

    get hasLine() {
        return this.props.total.line.some(Boolean);
    }

    get asks() {
        const names = Object.fromEntries(this.props.rows.map((row) => [row.key, row.name]));
        return this.props.asks.map(({ key, reason, amount, overdue }) => ({
            key,
            reason,
            name: names[key],
            words: [
                reason === "gap" && _t("%(amount)s to target", { amount: formatAmount(amount) }),
                overdue && _t("%(amount)s overdue", { amount: formatAmount(overdue) }),
            ]
                .filter(Boolean)
                .join(" · "),
        }));
    }

    /** What others expect now, and did before: it moves what is expected, whatever deals do. */
    get numbers() {
        return (this.props.changes?.numbers || []).map((one) => ({
            ...one,
            amounts:
                one.before === null
                    ? formatAmount(one.after)
                    : `${formatAmount(one.before)} → ${formatAmount(one.after)}`,
        }));
    }

    get since() {
        const day = formatDate(deserializeDate(this.props.changes.first));
        return _t("Numbers Set Since %(day)s", { day });
    }

    money(value) {
        if (value === null || value === undefined) {
            return "–";
        }
        return formatMonetary(value, { currencyId: this.props.currencyId, digits: [16, 0] });
    }
}
