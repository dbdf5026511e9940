import { _t } from "@web/core/l10n/translation";
import { getCurrency } from "@web/core/currency";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";

/** The figures of the drawing: each stage with what left it for where. */
export class StageFlowTable extends Component {
    static template = "sales_funnel_territory.StageFlowTable";
    static props = {
        nodes: Array,
        flows: Array,
        currencyId: Number,
        onOpenNode: Function,
        onOpenFlow: Function,
    };

    setup() {
        this.directions = {
            forward: _t("Forward"),
            skip: _t("Forward, Stages Skipped"),
            back: _t("Back"),
            won: _t("Won"),
            lost: _t("Lost"),
            gone: _t("Removed or Merged"),
        };
    }

    get amountHead() {
        const { symbol } = getCurrency(this.props.currencyId) || { symbol: "" };
        return _t("Expected Revenue (%(currency)s)", { currency: symbol });
    }

    get stages() {
        return this.props.nodes
            .map((node) => ({
                ...node,
                flows: this.props.flows.filter((flow) => flow.source === node.key),
            }))
            .filter((node) => node.flows.length || node.open);
    }

    target(flow) {
        return this.props.nodes.find((node) => node.key === flow.target)?.name || "";
    }

    share(flow, node) {
        return node.count ? `${Math.round((100 * flow.count) / node.count)} %` : "";
    }

    amount(value) {
        return formatFloat(value, { digits: [16, 0] });
    }

    integer(value) {
        return formatInteger(value);
    }
}
