/** The arithmetic of the sliders: what planning/forecast/sales_formula.py does, tested against it. */

export const FACTORS = [
    "base",
    "first_meeting_rate",
    "closing_efficiency",
    "order_value",
    "margin_rate",
];

/** An amount (said without its sign) as a change: the sign stands before the currency. */
export function withSign(value, words) {
    return value > 0 ? `+${words}` : value < 0 ? `−${words}` : words;
}

/** The product of all factors; null where one of them is not known. */
export function grossProfit(factors) {
    let product = 1;
    for (const name of FACTORS) {
        const value = factors[name];
        if (value === null || value === undefined) {
            return null;
        }
        product *= value;
    }
    return product;
}

/** The gross profit there would be if some factors were others. */
export function simulate(factors, changes) {
    return grossProfit({ ...factors, ...changes });
}
