import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A number that somebody says: empty until he has, and once he took it back; nothing is not zero. */
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
        if (!text.trim()) {
            this.takeBack();
            return false;
        }
        const quantity = super.parse(text);
        if (quantity === 0 && !this.isSaid) {
            this.sayZero();
        }
        return quantity;
    }

    /** A zero that was said is, to Odoo, no more than nothing: it would not be sent. */
    takeBack() {
        const { name, record, saidBy } = this.props;
        if (this.isSaid && !this.value) {
            record.update({ [name]: false, [saidBy]: false });
        }
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
