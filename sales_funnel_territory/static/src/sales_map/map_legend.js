import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { Component, useState } from "@odoo/owl";
import { COLORS, nameColors, shapeOf } from "./palette";

/** What the signs mean, how many there are of each; a tap hides a group or shows it again. */
export class MapLegend extends Component {
    static template = "sales_funnel_territory.MapLegend";
    static props = {
        title: String,
        groups: Array,
        hidden: Object,
        layers: Array,
        revision: Number,
        onToggle: Function,
    };

    setup() {
        this.state = useState({ isOpen: !this.env.isSmall });
    }

    get items() {
        const names = nameColors(this.props.groups);
        return this.props.groups.map((group, number) => ({
            ...group,
            number,
            count: formatInteger(group.count),
            sign: `o_sales_map_sign o_sales_map_${shapeOf(number)}`,
            color: names[Math.min(number, COLORS)],
            isHidden: this.props.hidden.has(number),
        }));
    }

    get toggleWords() {
        return this.state.isOpen ? _t("Hide the legend") : _t("Show the legend");
    }

    formatCount(count) {
        return formatInteger(count);
    }
}
