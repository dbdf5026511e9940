import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { Component, useState } from "@odoo/owl";
import { formatPercent } from "../customer_facets/money";
import { withSign } from "./formula";

const STEPS = 200;

/** A factor: what it is, what it was, what it would have to be, and a slider to try. */
export class FormulaCard extends Component {
    static template = "sales_funnel_territory.FormulaCard";
    static props = {
        card: Object,
        currencyId: Number,
        tried: { type: [Number, { value: undefined }], optional: true },
        onOpen: Function,
        onTry: Function,
    };

    setup() {
        this.state = useState({ isTold: false });
    }

    get isKnown() {
        return this.props.card.value !== null;
    }

    get isTried() {
        return this.props.tried !== undefined;
    }

    get shown() {
        return this.isTried ? this.props.tried : this.props.card.value;
    }

    /** Shares go to the whole, numbers and amounts to twice what they are. */
    get slider() {
        const { unit, value } = this.props.card;
        const max = unit === "rate" ? 1 : 2 * value || 1;
        return { max, step: unit === "count" ? 1 : max / STEPS };
    }

    get change() {
        const { before, effect, unit, value } = this.props.card;
        if (before === null || value === null) {
            return null;
        }
        const more = value - before;
        const words =
            unit === "rate"
                ? _t("%(points)s points", { points: withSign(more, this.points(Math.abs(more))) })
                : withSign(more, this.format(Math.abs(more)));
        return {
            words,
            kind: Math.abs(more) < 1e-9 ? "same" : more > 0 ? "more" : "less",
            effect: effect === null ? "" : withSign(effect, this.money(Math.abs(effect))),
        };
    }

    points(more) {
        return formatFloat(more * 100, { digits: [16, 1] });
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.props.currencyId, digits: [16, 0] });
    }

    format(value) {
        if (value === null || value === undefined) {
            return "–";
        }
        const { unit } = this.props.card;
        if (unit === "rate") {
            return formatPercent(value, { digits: 1 });
        }
        return unit === "money" ? this.money(value) : formatInteger(Math.round(value));
    }

    onSlide(ev) {
        this.props.onTry(this.props.card.key, Number(ev.target.value));
    }
}
