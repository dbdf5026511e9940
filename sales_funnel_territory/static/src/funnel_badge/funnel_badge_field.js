import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatSelection } from "@web/views/fields/formatters";
import { SelectionField } from "@web/views/fields/selection/selection_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** A position in the funnel: in its tint, or to choose where it may be changed. */
export class FunnelBadgeField extends Component {
    static template = "sales_funnel_territory.FunnelBadgeField";
    static components = { SelectionField };
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        return formatSelection(this.value, { selection });
    }
}

export const funnelBadgeField = {
    component: FunnelBadgeField,
    displayName: _t("Funnel Position"),
    supportedTypes: ["selection"],
};

registry.category("fields").add("funnel_badge", funnelBadgeField);
