import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
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
        return Object.entries(this.preview.statuses).map(([key, table]) => ({
            key,
            label: labels[key],
            count: formatInteger(table.total.count[0]),
            ...table,
        }));
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

    get measures() {
        return [
            { key: "count", label: _t("Count") },
            { key: "expected", label: _t("Expected") },
            { key: "weighted", label: _t("Weighted") },
        ];
    }

    format(measure, value) {
        if (measure === "count") {
            return formatInteger(value);
        }
        return formatMonetary(value, { currencyId: this.preview.currency_id, digits: [16, 0] });
    }

    isChanged([before, after]) {
        return before !== after;
    }

    getChangeClass([before, after]) {
        if (before === after) {
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
