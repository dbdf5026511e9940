import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, xml } from "@odoo/owl";

/** A month kept as its first day, called by its name. */
export class MonthField extends Component {
    static template = xml`<span t-out="words" />`;
    static props = { ...standardFieldProps };

    get words() {
        const day = this.props.record.data[this.props.name];
        return day ? day.toLocaleString({ month: "short", year: "numeric" }) : "";
    }
}

registry.category("fields").add("month", { component: MonthField, supportedTypes: ["date"] });
