import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

const pad = (number) => String(number).padStart(2, "0");

/** Minutes from midnight as a clock shows them: 545 is 09:05. */
export function clock(minutes) {
    return `${pad(Math.floor(minutes / 60))}:${pad(Math.round(minutes % 60))}`;
}

/** Minutes as hours: 90 is 1:30. */
export function hours(minutes) {
    const whole = Math.round(Math.abs(minutes));
    return `${minutes < 0 ? "-" : ""}${Math.floor(whole / 60)}:${pad(whole % 60)}`;
}

export function kilometres(number) {
    return formatFloat(number, { digits: [16, 0] });
}

export function fromTo(visit) {
    return `${clock(visit.start)} – ${clock(visit.end)}`;
}

/** All of a visit that a screen reader says. */
export function say(visit, number) {
    const parts = [
        number ? _t("Stop %(number)s", { number }) : "",
        visit.name,
        fromTo(visit),
        visit.city,
        visit.class && _t("class %(letter)s", { letter: visit.class }),
        visit.travel_minutes && _t("%(minutes)s min there", { minutes: visit.travel_minutes }),
        visit.state_label,
        visit.is_frozen && _t("frozen"),
        ...visit.breaches,
    ];
    return parts.filter(Boolean).join(", ");
}

/** Monday to Sunday, short, in the reader's language. */
export function weekdayNames() {
    return luxon.Info.weekdays("short");
}
