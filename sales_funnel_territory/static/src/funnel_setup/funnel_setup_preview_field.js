import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { getCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Before and after, side by side: by stage and by person, each status of leads apart. */
export class FunnelSetupPreviewField extends Component {
    static template = "sales_funnel_territory.FunnelSetupPreviewField";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ status: "open" });
    }

    get preview() {
        return this.props.record.data[this.props.name] || { statuses: {} };
    }

    get statuses() {
        const labels = {
            open: _t("Open"),
            won: _t("Won"),
            lost: _t("Lost"),
            archived: _t("Archived"),
        };
        return Object.keys(labels)
            .filter((key) => this.preview.statuses[key])
            .map((key) => this.getStatus(key, labels[key]));
    }

    getStatus(key, label) {
        const table = this.preview.statuses[key];
        return { key, label, count: formatInteger(table.total.count[0]), ...table };
    }

    get current() {
        return this.statuses.find((status) => status.key === this.state.status);
    }

    get sections() {
        const { stages, people } = this.current;
        return [
            { key: "stages", title: _t("By stage"), rows: stages },
            { key: "people", title: _t("By person"), rows: people },
        ].filter((section) => section.rows.length);
    }

    /** The unit stands once, in the heading. */
    get measures() {
        const symbol = getCurrency(this.preview.currency_id)?.symbol || "";
        return [
            { key: "count", label: _t("Count") },
            { key: "expected", label: _t("Expected (%s)", symbol) },
            { key: "weighted", label: _t("Weighted (%s)", symbol) },
        ];
    }

    format(measure, value) {
        return measure === "count" ? formatInteger(value) : formatFloat(value, { digits: [16, 0] });
    }

    /** A replaced stage has only a before, a new one only an after. */
    hasBefore(row, measure) {
        return row.change !== "new" && row[measure][0] !== row[measure][1];
    }

    hasAfter(row) {
        return row.change !== "gone";
    }

    getChangeClass(row, measure) {
        const [before, after] = row[measure];
        if (before === after || row.change === "gone") {
            return "";
        }
        return after > before ? "o_funnel_setup_more" : "o_funnel_setup_less";
    }

    getBadge(row) {
        return { new: _t("new"), gone: _t("replaced") }[row.change];
    }
}

export const funnelSetupPreviewField = {
    component: FunnelSetupPreviewField,
    displayName: _t("Funnel Set-Up Preview"),
    supportedTypes: ["json"],
};

registry.category("fields").add("funnel_setup_preview", funnelSetupPreviewField);
