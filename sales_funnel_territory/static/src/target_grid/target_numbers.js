import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";

const CURRENCY = /^\p{Sc}|\p{Sc}$/gu;
const TIMES = { k: 1e3, m: 1e6 };
/** Less than this is the rounding of parts to cents: shown nowhere. */
const ROUNDING = 0.5;

/** A whole amount without decimals, any other to the cent; nothing where there is none. */
export function formatTarget(value) {
    if (value === null || value === undefined) {
        return "";
    }
    return formatFloat(value, { digits: [16, Number.isInteger(value) ? 0 : 2] });
}

/** From here on cents are noise, and twelve months beside each other have no room for them. */
const LARGE = 10000;

/** What a cell has room for; the sentence above the grid tells it to the cent. */
export function formatCell(value) {
    return formatTarget(Math.abs(value) >= LARGE ? Math.round(value) : value);
}

/** More or less, short: +20k. */
export function formatGap(value) {
    const words = formatFloat(Math.abs(value), {
        digits: [16, 0],
        humanReadable: true,
        decimals: Math.abs(value) >= 1000 ? 1 : 0,
    });
    return `${value < 0 ? "−" : "+"}${words}`;
}

/** What somebody types: 1,200.50, 1.2k, 3M, =2*600; null empties a cell. */
export function parseTarget(words) {
    const text = words.trim().replace(CURRENCY, "").trim();
    if (!text) {
        return null;
    }
    const [, number, unit] = /^(.*?)\s*([km]?)$/i.exec(text);
    const value = parseFloat(number) * (TIMES[unit.toLowerCase()] || 1);
    return Math.round(value * 100) / 100;
}

/** What its rows, or its periods, give other than what was entered: a sentence; none where alike. */
export function describeGap([own, parts, below]) {
    const entered = own ?? parts;
    const sentences = [];
    if (own !== null && parts !== null && isGap(parts - own)) {
        sentences.push(
            describe(
                parts - own,
                _t("Its periods give %(sum)s", { sum: formatTarget(parts) }),
                own,
            ),
        );
    }
    if (entered !== null && below !== null && isGap(below - entered)) {
        const sum = _t("Those below give %(sum)s", { sum: formatTarget(below) });
        sentences.push(describe(below - entered, sum, entered));
    }
    return sentences.join(" ");
}

function isGap(gap) {
    return Math.abs(gap) >= ROUNDING;
}

function describe(gap, sum, target) {
    const words = { sum, target: formatTarget(target), gap: formatTarget(Math.abs(gap)) };
    return gap > 0
        ? _t("%(sum)s, the target is %(target)s: %(gap)s more.", words)
        : _t("%(sum)s, the target is %(target)s: %(gap)s less.", words);
}

/** By how much those below, else its periods, give more; 0 where they agree. */
export function gapOf([own, parts, below]) {
    const entered = own ?? parts;
    const fromBelow = entered === null || below === null ? 0 : below - entered;
    const fromParts = own === null || parts === null ? 0 : parts - own;
    return Math.round([fromBelow, fromParts].find(isGap) || 0);
}
