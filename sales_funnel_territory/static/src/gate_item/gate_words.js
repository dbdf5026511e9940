import {
    deserializeDateTime,
    formatDate,
    parseDate,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const MET = ["met", "waived"];
const ICONS = {
    met: "fa-check-circle text-success",
    waived: "fa-unlock-alt text-success",
    asked: "fa-hourglass-half text-warning",
    missing: "fa-circle-o text-muted",
};

export function isMet(item) {
    return MET.includes(item.state);
}

/** What to do next: what holds the opportunity before what waits for a decision or only advises. */
export function findNext(items) {
    const open = items.filter((item) => !isMet(item));
    const holding = open.filter((item) => item.is_blocking);
    return holding.find(({ state }) => state === "missing") || holding[0] || open[0];
}

export function getIcon(item) {
    return ICONS[item.state];
}

export function getStateLabel(item) {
    return {
        met: _t("Met"),
        waived: _t("Waived"),
        asked: _t("Waits for a decision"),
        missing: _t("Missing"),
    }[item.state];
}

export function getLevelLabel(item) {
    if (item.is_blocking) {
        return "";
    }
    if (!item.blocking_from) {
        return _t("advisory");
    }
    return _t("advisory (blocking from %s)", formatDay(item.blocking_from));
}

export function formatDay(text) {
    return formatDate(parseDate(text, { format: "yyyy-MM-dd" }));
}

export function formatMoment(text) {
    return text ? toLocaleDateTimeString(deserializeDateTime(text), { showSeconds: false }) : "";
}

/** Text before who and when; each may be unknown. */
export function describe({ text, author, moment }) {
    return [text, [author, formatMoment(moment)].filter(Boolean).join(", ")]
        .filter(Boolean)
        .join(" \u2014 ");
}

/** A link that somebody typed is one only when it leads to a page. */
export function getSafeLink(link) {
    return /^https?:\/\//i.test(link || "") ? link : "";
}
