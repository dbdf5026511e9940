import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

/** All groups in one table: a row each, a column for each step; every figure opens its deals. */
export class WaterfallGroups extends Component {
    static template = "sales_funnel_territory.WaterfallGroups";
    static props = { fall: Object, isCount: Boolean, onOpen: Function };

    get columns() {
        const { bars, groups } = this.props.fall;
        const labels = new Map(
            [...bars, ...groups.flatMap((group) => group.bars)].map(({ key, label }) => [
                key,
                label,
            ]),
        );
        return [["start", _t("At the Start")], ...labels, ["end", _t("At the End")]];
    }

    get rows() {
        return this.props.fall.groups.map((group) => ({
            group,
            values: {
                start: group.start,
                end: group.end,
                ...Object.fromEntries(group.bars.map(({ key, value }) => [key, value])),
            },
        }));
    }

    format(value) {
        return this.props.isCount ? formatInteger(value) : formatAmount(value);
    }
}
