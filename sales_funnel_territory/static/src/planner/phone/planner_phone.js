import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";
import { freeTimes } from "../day/free_times";
import { PlannerDetails } from "../details/planner_details";
import { PlannerGap } from "../gap/planner_gap";
import { PlannerMap } from "../map/planner_map";
import { PlannerReplan } from "../replan/planner_replan";
import { clock, fromTo, hours, kilometres } from "../words";

const SWIPE = 60;
// beside the way, a short visit needs that many minutes
const WORTH = 45;

/** A day on the phone: what comes next large, the list below; map and due one tap apart. */
export class PlannerPhone extends Component {
    static template = "sales_funnel_territory.PlannerPhone";
    static components = { PlannerDetails, PlannerGap, PlannerMap, PlannerReplan };
    static props = {
        model: Object,
        onOpen: Function,
        onMove: Function,
        onFreeze: Function,
        onPutBack: Function,
        onCheck: Function,
        onReport: Function,
        onAdd: Function,
    };

    setup() {
        this.state = useState({ pane: "list" });
        this.panes = [
            ["list", _t("Day"), "fa-list"],
            ["map", _t("Map"), "fa-map-o"],
            ["due", _t("Due"), "fa-exclamation-circle"],
        ];
    }

    get model() {
        return this.props.model;
    }

    get day() {
        return this.model.day;
    }

    get visits() {
        return this.model.visitsOf(this.day.date);
    }

    get numbers() {
        return this.model.numbersOf(this.day.date);
    }

    /** The visit that comes next today: the first one still open that has not ended. */
    get next() {
        const { now } = this.model.data;
        return this.day.is_today
            ? this.visits.find((visit) => visit.is_open && visit.end > now)
            : undefined;
    }

    /** The visit of this day that was tapped. */
    get chosen() {
        return this.visits.find((visit) => visit.id === this.model.chosenVisit);
    }

    get opened() {
        return (this.chosen || this.next)?.id;
    }

    get reports() {
        const count = this.model.data.to_report;
        return count === 1
            ? _t("1 visit is not reported yet: done or missed?")
            : _t("%(count)s visits are not reported yet: done or missed?", { count });
    }

    get figures() {
        const { planned_minutes: planned, available_minutes: available, km } = this.day;
        return _t("%(planned)s of %(available)s h, %(km)s km", {
            planned: hours(planned),
            available: hours(available),
            km: kilometres(km),
        });
    }

    load(day) {
        const { planned_minutes: planned, available_minutes: available } = day;
        return available ? Math.min(100, (100 * planned) / available) : planned ? 100 : 0;
    }

    // ------------------------------------------------------------------ free times

    /** Free times ahead that are worth offering, beside the way to whoever comes next. */
    get gaps() {
        const { day, visits, model } = this;
        const now = day.is_today ? Math.ceil(model.data.now / 5) * 5 : 0;
        return freeTimes(day, visits)
            .map(({ start, end }) => ({ start: Math.max(start, now), end }))
            .filter(({ start, end }) => end - start - this.wayAfter(end) >= WORTH);
    }

    wayAfter(end) {
        const next = this.visits.find((visit) => visit.start === end);
        return (next ? next.travel_minutes : this.day.back_minutes) || 0;
    }

    /** Free times that lie before a visit and after the one before it; after the last one. */
    gapsBefore(visit) {
        const { visits } = this;
        const former = visits[visits.indexOf(visit) - 1];
        return this.gaps.filter(
            ({ end }) => end <= visit.start && end > (former ? former.start : 0),
        );
    }

    get gapsAfter() {
        const last = this.visits.at(-1);
        return last ? this.gaps.filter(({ end }) => end > last.start) : [];
    }

    gapWords({ start, end }) {
        return _t("Free %(start)s to %(end)s: who is near?", {
            start: clock(start),
            end: clock(end),
        });
    }

    isOpenGap({ start }) {
        return this.model.gap?.start === start;
    }

    openGap({ start, end }) {
        this.model.openGap(this.day.date, start, end);
    }

    fromTo(visit) {
        return fromTo(visit);
    }

    clock(minutes) {
        return clock(minutes);
    }

    toggle(visit) {
        this.model.choose(this.model.chosenVisit === visit.id ? false : visit.id);
    }

    // ------------------------------------------------------------------ swiping

    onTouchStart(ev) {
        const { clientX, clientY } = ev.changedTouches[0];
        this.from = [clientX, clientY];
    }

    /** A stroke to the side, not one that scrolls. */
    onTouchEnd(ev) {
        if (!this.from) {
            return; // it began elsewhere
        }
        const { clientX, clientY } = ev.changedTouches[0];
        const [x, y] = [clientX - this.from[0], clientY - this.from[1]];
        if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) {
            this.model.step(x < 0 ? 1 : -1);
        }
    }
}
