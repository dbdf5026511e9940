import { getCurrency } from "@web/core/currency";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";

/** A whole amount, short where room is short: 12.4k. */
export function formatAmount(amount, { isShort = false } = {}) {
    return formatFloat(amount, {
        digits: [16, 0],
        humanReadable: isShort,
        decimals: isShort && Math.abs(amount) >= 1000 ? 1 : 0,
    });
}

/** A share of one, as Odoo writes percents: 12%; "–" where none is known. */
export function formatPercent(share, { digits = 0, isSigned = false } = {}) {
    if (share === null || share === undefined) {
        return "–";
    }
    const words = formatPercentage(share, { digits: [16, digits] });
    return isSigned && share > 0 ? `+${words}` : words;
}

export function currencySymbol(currencyId) {
    return getCurrency(currencyId)?.symbol || "";
}

/** What Odoo says to users is shown, a crash of the server or no connection is not. */
export function describeError(error, otherwise) {
    return error.exceptionName?.startsWith("odoo.exceptions.") ? error.data.message : otherwise;
}
