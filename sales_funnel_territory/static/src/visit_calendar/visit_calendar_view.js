import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarModel } from "@web/views/calendar/calendar_model";

/** On a phone the days of a week are as wide as a word: it begins with the day. */
export class VisitCalendarModel extends CalendarModel {
    getLocalStorageScale() {
        const isChosen = browser.localStorage.getItem(this.storageKey);
        return this.env.isSmall && !isChosen ? "day" : super.getLocalStorageScale();
    }
}

registry.category("views").add("visit_calendar", { ...calendarView, Model: VisitCalendarModel });
