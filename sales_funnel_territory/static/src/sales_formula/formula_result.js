import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { formatPercent } from "../customer_facets/money";
import { withSign } from "./formula";

/** What comes out: gross profit, against before and target, and what was tried. */
export class FormulaResult extends Component {
    static template = "sales_funnel_territory.FormulaResult";
    static props = {
        profit: Number,
        before: Number,
        target: { type: [Number, { value: null }] },
        tried: { type: [Number, { value: null }] },
        isTrying: Boolean,
        currencyId: Number,
        onOpen: Function,
        onReset: Function,
    };

    get shown() {
        return this.props.isTrying && this.props.tried !== null
            ? this.props.tried
            : this.props.profit;
    }

    get reached() {
        const { target } = this.props;
        if (!target) {
            return "";
        }
        return _t("%(share)s of the target", { share: formatPercent(this.shown / target) });
    }

    get width() {
        const { target } = this.props;
        return `width: ${Math.max(0, Math.min(100, (100 * this.shown) / target)).toFixed(1)}%`;
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.props.currencyId, digits: [16, 0] });
    }

    signed(value) {
        return withSign(value, this.money(Math.abs(value)));
    }
}
