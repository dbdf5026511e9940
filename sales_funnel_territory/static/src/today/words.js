import { _t } from "@web/core/l10n/translation";

const pad = (number) => String(number).padStart(2, "0");

/** Minutes from midnight as a clock shows them: 545 is 09:05. */
export function clock(minutes) {
    return `${pad(Math.floor(minutes / 60) % 24)}:${pad(Math.round(minutes % 60))}`;
}

export function fromTo(visit) {
    return `${clock(visit.start)} – ${clock(visit.end)}`;
}

/** How long it is until a visit begins, where that is worth saying. */
export function startsIn(visit, now) {
    const minutes = visit.start - now;
    if (visit.is_under_way) {
        return _t("under way");
    }
    if (minutes <= 0) {
        return minutes ? _t("began %(minutes)s min ago", { minutes: -minutes }) : _t("now");
    }
    return minutes <= 90 ? _t("in %(minutes)s min", { minutes }) : "";
}
