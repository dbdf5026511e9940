import { getCurrency } from "@web/core/currency";
import { formatFloat } from "@web/views/fields/formatters";

/** A whole amount, short where room is short: 12.4k. */
export function formatAmount(amount, { isShort = false } = {}) {
    return formatFloat(amount, {
        digits: [16, 0],
        humanReadable: isShort,
        decimals: isShort && Math.abs(amount) >= 1000 ? 1 : 0,
    });
}

export function currencySymbol(currencyId) {
    return getCurrency(currencyId)?.symbol || "";
}

/** What Odoo says to users is shown, a crash of the server or no connection is not. */
export function describeError(error, otherwise) {
    return error.exceptionName?.startsWith("odoo.exceptions.") ? error.data.message : otherwise;
}
