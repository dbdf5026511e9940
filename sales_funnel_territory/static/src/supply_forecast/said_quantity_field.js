import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A number that somebody says: empty until he has, as nothing said is not zero. */
export class SaidQuantityField extends FloatField {
    static props = { ...FloatField.props, saidBy: String };

    get isSaid() {
        return Boolean(this.value || this.props.record.data[this.props.saidBy]);
    }

    get formattedValue() {
        return this.isSaid ? super.formattedValue : "";
    }

    /** Typed text comes by here, and is then compared: to Odoo, zero is no change of nothing. */
    parse(text) {
        const quantity = super.parse(text);
        if (quantity === 0 && text.trim() && !this.isSaid) {
            this.sayZero();
        }
        return quantity;
    }

    sayZero() {
        const { name, record, saidBy } = this.props;
        // Who said it is not sent, as it is readonly: it lets the zero be seen before it is saved.
        record.update({ [name]: 0, [saidBy]: { id: user.userId, display_name: user.name } });
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
