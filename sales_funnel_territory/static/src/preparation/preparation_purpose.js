import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** The purpose, and what it could be: one tap takes a suggestion over. */
export class PreparationPurpose extends Component {
    static template = "sales_funnel_territory.PreparationPurpose";
    static props = { purpose: Object };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ value: this.props.purpose.value });
    }

    async write(value) {
        const { model, res_id: resId } = this.props.purpose;
        await this.orm.write(model, [resId], { purpose: value });
        this.state.value = value;
    }

    /** A second tap on it takes the purpose back. */
    toggle(text) {
        return this.write(this.state.value === text ? "" : text);
    }

    change(ev) {
        return this.write(ev.target.value.trim());
    }
}
