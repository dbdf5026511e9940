import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { currencySymbol, formatAmount } from "../customer_facets/money";

const LEVELS = 4;

/** Rows are customers, columns what they could buy; the darker a cell, the more was bought. */
export class WhiteSpaceTable extends Component {
    static template = "sales_funnel_territory.WhiteSpaceTable";
    static props = {
        data: Object,
        onOpenCell: Function,
        onOffer: Function,
        onOpenCustomer: Function,
    };

    get caption() {
        return _t("Amounts in %(currency)s; %(buyers)s of %(count)s customers bought", {
            currency: currencySymbol(this.props.data.currency_id),
            buyers: formatInteger(this.props.data.buyers),
            count: formatInteger(this.props.data.count),
        });
    }

    amount(value) {
        return formatAmount(value, { isShort: this.env.isSmall });
    }

    getCell(row, column) {
        const { cells, open, largest } = this.props.data;
        const amount = cells[row.id]?.[column.id || 0];
        const isBought = amount !== undefined;
        return {
            amount,
            isBought,
            isOpen: Boolean(open[row.id]?.includes(column.id)),
            isOffered: !isBought && Boolean(column.id),
            level: isBought ? this.level(amount, largest) : 0,
        };
    }

    /** By the root: a few very large orders would leave all others pale. */
    level(amount, largest) {
        if (amount <= 0 || largest <= 0) {
            return 1;
        }
        return Math.max(1, Math.ceil(LEVELS * Math.sqrt(amount / largest)));
    }

    boughtWords(row, column) {
        return _t("%(customer)s, %(column)s: open what was bought", {
            customer: row.name,
            column: column.name,
        });
    }

    offerWords(row, column, isOpen) {
        const names = { customer: row.name, column: column.name };
        return isOpen
            ? _t("%(customer)s, %(column)s: nothing bought, an opportunity is open", names)
            : _t("%(customer)s, %(column)s: nothing bought, note an opportunity", names);
    }

    reach(column) {
        const { count } = this.props.data;
        return count ? `${Math.round((100 * column.buyers) / count)} %` : "";
    }
}
