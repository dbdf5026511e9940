import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { clock, hours, kilometres } from "../words";
import { PlannerVisit } from "../visit/planner_visit";
import { freeTimes } from "./free_times";

/** A day as a column: hours down, visits in it, the way to each as a thin grey bar. */
export class PlannerDay extends Component {
    static template = "sales_funnel_territory.PlannerDay";
    static components = { PlannerVisit };
    static props = {
        day: Object,
        visits: Array,
        numbers: Object,
        axis: Object,
        hasFoot: Boolean,
        isChosen: Boolean,
        chosenVisit: [Number, Boolean],
        focusVisit: [Number, Boolean],
        gap: { optional: true },
        target: { optional: true },
        onChooseDay: Function,
        onChoose: Function,
        onOpen: Function,
        onGap: Function,
    };

    // ------------------------------------------------------------------ places on the axis

    top(minutes) {
        const { start, end } = this.props.axis;
        return (100 * (Math.min(Math.max(minutes, start), end) - start)) / (end - start);
    }

    height(from, to) {
        return Math.max(0, this.top(to) - this.top(from));
    }

    box(from, to) {
        return `top: ${this.top(from)}%; height: ${this.height(from, to)}%;`;
    }

    // ------------------------------------------------------------------ what lies in it

    get load() {
        const { planned_minutes: planned, available_minutes: available } = this.props.day;
        return available ? Math.min(100, (100 * planned) / available) : planned ? 100 : 0;
    }

    get isOver() {
        const { planned_minutes: planned, available_minutes: available } = this.props.day;
        return planned > available;
    }

    get loadWords() {
        const { planned_minutes: planned, available_minutes: available } = this.props.day;
        return _t("%(planned)s / %(available)s h", {
            planned: hours(planned),
            available: hours(available),
        });
    }

    get wayWords() {
        return _t("%(km)s km", { km: kilometres(this.props.day.km) });
    }

    get shades() {
        const { day, axis } = this.props;
        if (!day.is_working) {
            return [this.box(axis.start, axis.end)];
        }
        return [[axis.start, day.start], ...day.pauses, [day.end, axis.end]]
            .filter(([from, to]) => to > from)
            .map(([from, to]) => this.box(from, to));
    }

    get lines() {
        const { start, end } = this.props.axis;
        const lines = [];
        for (let minutes = start; minutes < end; minutes += 60) {
            lines.push({ minutes, style: this.box(minutes, minutes + 60) });
        }
        return lines;
    }

    /** Those drawn to the side, as they begin before the one before them ends. */
    get beside() {
        const beside = new Set();
        let last = null;
        for (const visit of this.props.visits) {
            if (last && visit.start < last.end && !beside.has(last.id)) {
                beside.add(visit.id);
            }
            last = visit;
        }
        return beside;
    }

    /** The way to each visit, and back. */
    get ways() {
        const { day } = this.props;
        const stops = this.props.visits.filter((visit) => visit.state !== "missed");
        const ways = stops
            .filter((visit) => visit.travel_minutes > 0 && !this.beside.has(visit.id))
            .map((visit) => this.way(visit.id, visit.start - visit.travel_minutes, visit));
        if (stops.length && day.back_minutes) {
            const end = Math.max(...stops.map((visit) => visit.end));
            ways.push({
                key: "back",
                minutes: day.back_minutes,
                style: this.box(end, end + day.back_minutes),
                label: _t("%(minutes)s min back", { minutes: day.back_minutes }),
            });
        }
        return ways;
    }

    way(key, from, { start, travel_minutes: minutes, travel_km: km }) {
        return {
            key,
            minutes,
            style: this.box(from, start),
            label: _t("%(minutes)s min, %(km)s km there", { minutes, km: kilometres(km) }),
        };
    }

    /** Free times in which somebody could be visited. */
    get gaps() {
        const { day, visits } = this.props;
        return freeTimes(day, visits).map(({ start, end }) => this.tellGap(start, end));
    }

    tellGap(start, end) {
        const { gap, day } = this.props;
        return {
            start,
            end,
            isOpen: gap?.day === day.date && gap.start === start,
            style: this.box(start, end),
            label: _t("Near here and due: free from %(start)s to %(end)s", {
                start: clock(start),
                end: clock(end),
            }),
        };
    }

    get now() {
        const { day, axis } = this.props;
        return day.is_today && axis.now > axis.start && axis.now < axis.end
            ? `top: ${this.top(axis.now)}%;`
            : "";
    }

    // ------------------------------------------------------------------ what is dragged

    get target() {
        const { target, day } = this.props;
        return target?.day === day.date ? target : null;
    }

    get targetStyle() {
        const { start, minutes } = this.target;
        return start === false ? "top: 0; height: 6%;" : this.box(start, start + minutes);
    }

    get targetTimes() {
        const { start, minutes, answer } = this.target;
        const begin = start === false ? answer?.start : start;
        return begin === undefined
            ? _t("where it fits best")
            : `${clock(begin)} – ${clock(begin + minutes)}`;
    }
}
