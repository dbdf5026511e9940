import { _t } from "@web/core/l10n/translation";
import { getCurrency } from "@web/core/currency";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { BEND, StageFlowPainter } from "./stage_flow_painter";

const WIDE = { along: 780, width: 440, margin: 48, end: 100 };
const UPRIGHT = { width: 330, margin: 4, step: 104, end: 44 };
const ROOM = 1.5 * BEND; // for loops that go back to the first stage
const LABEL = { wide: { width: 104, height: 44 }, upright: { width: 300, height: 22 } };

/** The drawing: stages as bars, moves as bands; both are buttons. */
export class StageFlowPicture extends Component {
    static template = "sales_funnel_territory.StageFlowPicture";
    static props = {
        picture: Object,
        nodes: Array,
        flows: Array,
        measure: String,
        currencyId: Number,
        isUpright: Boolean,
        onOpenNode: Function,
        onOpenFlow: Function,
    };

    get layout() {
        const { picture, isUpright } = this.props;
        const along = isUpright ? UPRIGHT.step * (picture.columns - 1) + 14 : WIDE.along;
        return { ...(isUpright ? UPRIGHT : WIDE), along, isUpright };
    }

    get painter() {
        return new StageFlowPainter(this.props.picture, this.layout);
    }

    get viewBox() {
        const { along, end, width, margin, isUpright } = this.layout;
        const across = width + 2 * margin;
        return isUpright
            ? `0 ${-ROOM} ${across} ${along + end + ROOM}`
            : `${-ROOM} 0 ${along + end + ROOM} ${across}`;
    }

    get boxes() {
        const painter = this.painter;
        return this.props.picture.boxes.map(({ key, ...box }) => {
            const node = this.props.nodes.find((one) => one.key === key);
            const rect = painter.box({ ...box, column: node.column });
            const isEnd = typeof key === "string";
            return { key, node, rect, label: this.label(rect, isEnd), kind: isEnd ? key : "stage" };
        });
    }

    /** Names stand above the stages; those of the ends where the drawing is over. */
    label(rect, isEnd) {
        const { isUpright } = this.props;
        const size = LABEL[isUpright ? "upright" : "wide"];
        if (!isEnd) {
            return { x: rect.x, y: rect.y - size.height, ...size };
        }
        return isUpright
            ? { x: rect.x, y: rect.y + rect.height, ...size, width: 90 }
            : { x: rect.x + rect.width + 6, y: rect.y - 10, ...size, width: 80 };
    }

    /** The largest first: a thin band is drawn over a wide one and can be reached. */
    get bands() {
        const painter = this.painter;
        return [...this.props.picture.bands]
            .sort((one, other) => other.size - one.size)
            .map((band) => {
                const flow = this.props.flows.find(
                    ({ source, target }) => source === band.source && target === band.target,
                );
                const id = `${band.source}-${band.target}`;
                return { id, flow, ...painter.band(band), words: this.words(flow) };
            });
    }

    name(key) {
        return this.props.nodes.find((node) => node.key === key)?.name || "";
    }

    figure(record) {
        if (this.props.measure === "count") {
            return formatInteger(record.count);
        }
        const { symbol, digits } = getCurrency(this.props.currencyId) || {};
        const amount = formatFloat(record.amount, { digits: [digits?.[0] || 16, 0] });
        return symbol ? `${amount} ${symbol}` : amount;
    }

    words(flow) {
        return _t("%(source)s → %(target)s: %(figure)s", {
            source: this.name(flow.source),
            target: this.name(flow.target),
            figure: this.figure(flow),
        });
    }

    nodeWords(node) {
        const values = {
            stage: node.name,
            figure: this.figure(node),
            open: formatInteger(node.open),
        };
        return node.open
            ? _t("%(stage)s: %(figure)s, %(open)s still there", values)
            : _t("%(stage)s: %(figure)s", values);
    }

    onKey(ev, open) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            open();
        }
    }
}
