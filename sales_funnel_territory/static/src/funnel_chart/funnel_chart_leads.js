import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";

/** A short list of opportunities, each opens. */
export class FunnelChartLeads extends Component {
    static template = "sales_funnel_territory.FunnelChartLeads";
    static props = {
        title: String,
        leads: Array,
        currencyId: Number,
        onOpen: Function,
    };

    amount(lead) {
        return formatMonetary(lead.expected, { currencyId: this.props.currencyId });
    }

    days(lead) {
        return formatInteger(lead.days);
    }
}
