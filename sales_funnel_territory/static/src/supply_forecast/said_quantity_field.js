import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A number that somebody says: empty until he has, as nothing said is not zero. */
export class SaidQuantityField extends FloatField {
    static props = { ...FloatField.props, saidBy: String };

    get formattedValue() {
        const { data } = this.props.record;
        return this.value || data[this.props.saidBy] ? super.formattedValue : "";
    }
}

registry.category("fields").add("said_quantity", {
    ...floatField,
    component: SaidQuantityField,
    extractProps: (info, dynamic) => ({
        ...floatField.extractProps(info, dynamic),
        saidBy: info.options.said_by,
    }),
    fieldDependencies: ({ options }) => [
        { name: options.said_by, type: "many2one", readonly: true },
    ],
});
