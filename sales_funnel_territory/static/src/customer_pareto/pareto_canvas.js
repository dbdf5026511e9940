/* global Chart */

import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

const SHOWN = { wide: 25, small: 10 };

/** Bars from the largest on, the running share as a line, and the line of the vital few. */
export class ParetoCanvas extends Component {
    static template = "sales_funnel_territory.ParetoCanvas";
    static props = {
        rows: Array,
        total: Number,
        count: Number,
        vitalShare: Number,
        isSmall: Boolean,
        onOpen: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.rows, this.props.isSmall],
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    /** The last bar is all others together, so that the line ends at 100 %. */
    get bars() {
        const rows = this.props.rows.slice(0, this.props.isSmall ? SHOWN.small : SHOWN.wide);
        const rest = this.props.count - rows.length;
        const bars = rows.map((row) => ({ ...row, row }));
        if (rest) {
            const shown = rows.reduce((sum, row) => sum + row.amount, 0);
            bars.push({
                name: _t("%(number)s others", { number: rest }),
                amount: this.props.total - shown,
                share: 100,
                row: null,
            });
        }
        return bars;
    }

    draw() {
        this.chart?.destroy();
        this.chart = new Chart(this.canvas.el, this.getConfig(this.bars));
    }

    getConfig(bars) {
        const scheme = cookie.get("color_scheme");
        const text = getCustomColor(scheme, "#111827", "#E4E4E4");
        const grid = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
        const line = {
            type: "line",
            yAxisID: "share",
            pointRadius: 2,
            pointStyle: "line",
            order: 0,
        };
        return {
            type: "bar",
            data: {
                labels: bars.map((bar) => bar.name),
                datasets: [
                    {
                        ...line,
                        label: _t("Running share (%)"),
                        data: bars.map((bar) => bar.share),
                        borderColor: getColor(3, scheme, "sm"),
                        backgroundColor: getColor(3, scheme, "sm"),
                    },
                    {
                        ...line,
                        label: _t("%(share)s % line", { share: this.props.vitalShare }),
                        data: bars.map(() => this.props.vitalShare),
                        borderColor: text,
                        backgroundColor: text,
                        borderDash: [6, 4],
                        borderWidth: 1,
                        pointRadius: 0,
                    },
                    {
                        label: _t("Won revenue"),
                        data: bars.map((bar) => bar.amount),
                        backgroundColor: getColor(0, scheme, "sm"),
                        yAxisID: "amount",
                        pointStyle: "rect",
                        order: 1,
                    },
                ],
            },
            options: this.getOptions(bars, { text, grid }),
        };
    }

    getOptions(bars, { text, grid }) {
        const ticks = (callback) => ({ color: text, callback });
        const shorten = (value) => formatAmount(value, { isShort: true });
        return {
            maintainAspectRatio: false,
            animation: false,
            interaction: { mode: "index", intersect: false },
            onClick: (ev, [element]) => {
                const row = element && bars[element.index].row;
                if (row) {
                    this.props.onOpen(row);
                }
            },
            plugins: { legend: { labels: { color: text, usePointStyle: true } } },
            scales: {
                x: {
                    ticks: {
                        color: text,
                        callback(value) {
                            const label = this.getLabelForValue(value);
                            return label.length > 18 ? `${label.slice(0, 17)}…` : label;
                        },
                    },
                    grid: { display: false },
                },
                amount: { beginAtZero: true, ticks: ticks(shorten), grid: { color: grid } },
                share: {
                    position: "right",
                    min: 0,
                    max: 100,
                    ticks: ticks((value) => `${value} %`),
                    grid: { display: false },
                },
            },
        };
    }
}
