import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { hours } from "../words";

/** A month or a quarter: each day as full as its hours are; a click opens its week. */
export class PlannerLoad extends Component {
    static template = "sales_funnel_territory.PlannerLoad";
    static props = { weeks: Array, weekdays: Array, isQuarter: Boolean, onWeek: Function };

    say(day) {
        const words = [
            day.full,
            day.is_working || day.planned_minutes
                ? _t("%(planned)s of %(available)s h", {
                      planned: hours(day.planned_minutes),
                      available: hours(day.available_minutes),
                  })
                : _t("no working hours"),
            day.visits && _t("%(count)s visits", { count: day.visits }),
            day.due && _t("%(count)s due, not planned", { count: day.due }),
        ];
        return words.filter(Boolean).join(", ");
    }

    hours(minutes) {
        return hours(minutes);
    }
}
