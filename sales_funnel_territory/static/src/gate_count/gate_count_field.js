import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** "3/5" on a card: exit criteria of the stage that are met. */
export class GateCountField extends Component {
    static template = "sales_funnel_territory.GateCountField";
    static props = { ...standardFieldProps };

    get done() {
        return this.props.record.data[this.props.name];
    }

    get total() {
        return this.props.record.data.gate_total;
    }

    get words() {
        return _t("%(done)s of %(all)s exit criteria are met", {
            done: this.done,
            all: this.total,
        });
    }
}

export const gateCountField = {
    component: GateCountField,
    displayName: _t("Exit Criteria Met"),
    supportedTypes: ["integer"],
    fieldDependencies: [{ name: "gate_total", type: "integer" }],
};

registry.category("fields").add("gate_count", gateCountField);
