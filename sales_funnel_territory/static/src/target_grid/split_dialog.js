import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { Component, useState } from "@odoo/owl";
import { formatTarget } from "./target_numbers";

/** Over what, and how: like last year went, or evenly; the parts add up to the cent. */
export class SplitDialog extends Component {
    static template = "sales_funnel_territory.SplitDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        row: Object,
        column: Object,
        value: Number,
        hasBelow: Boolean,
        onSplit: Function,
    };

    setup() {
        this.steps = [
            [1, "0.01"],
            [100, "1"],
            [10000, "100"],
            [100000, _t("1,000")],
        ];
        this.overs = [
            ["quarter", _t("Its quarters"), this.isOwn && this.props.column.kind === "year"],
            ["month", _t("Its months"), this.isOwn && this.props.column.kind !== "month"],
            ["below", _t("Those below, for the same period"), this.props.hasBelow],
        ].filter(([, , isOffered]) => isOffered);
        this.state = useState({ over: this.overs[0][0], by_season: true, step: 100 });
    }

    get isOwn() {
        return this.props.row.is_editable;
    }

    get title() {
        return _t("Split %(value)s of %(name)s, %(period)s", {
            value: formatTarget(this.props.value),
            name: this.props.row.name,
            period: this.props.column.label,
        });
    }

    split() {
        this.props.close();
        return this.props.onSplit({ ...this.state, step: Number(this.state.step) });
    }
}
