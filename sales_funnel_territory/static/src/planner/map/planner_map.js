import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, onMounted, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { MapEngine } from "../../sales_map/engine";

const CLOSE = 11;

/** The chosen day on the map: numbered stops in their order, from home and back. */
export class PlannerMap extends Component {
    static template = "sales_funnel_territory.PlannerMap";
    static props = {
        day: Object,
        visits: Array,
        numbers: Object,
        others: Array,
        chosenVisit: [Number, Boolean],
        onChoose: Function,
        onOther: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.host = useRef("host");
        this.marks = [];
        onMounted(() => this.open());
        onWillUnmount(() => {
            this.isGone = true;
            this.engine?.destroy();
        });
        useEffect(
            () => this.draw(),
            () => [this.signature],
        );
        useEffect(
            () => this.mark(),
            () => [this.props.chosenVisit],
        );
    }

    get stops() {
        const { visits, numbers } = this.props;
        return visits.filter((visit) => visit.position && numbers[visit.id]);
    }

    get lost() {
        const { visits, numbers } = this.props;
        return visits.filter((visit) => !visit.position && numbers[visit.id]);
    }

    /** What is drawn, as text: it is drawn anew when that differs. */
    get signature() {
        const { day, others, numbers } = this.props;
        return JSON.stringify([
            day.date,
            day.home.position,
            day.end_home.position,
            this.stops.map((visit) => [
                visit.id,
                visit.position,
                numbers[visit.id],
                visit.breaches.length > 0,
            ]),
            others.map((item) => item.position),
        ]);
    }

    get label() {
        const { day, numbers } = this.props;
        const stops = this.stops.map((visit) => `${numbers[visit.id]} ${visit.name}`);
        return _t("Map of %(day)s: %(stops)s", {
            day: day.full,
            stops: stops.join(", ") || _t("no stop"),
        });
    }

    async open() {
        const engine = await MapEngine.create(this.host.el, {
            layers: ["base"],
            props: { orm: this.orm, env: this.env },
        });
        if (!engine || this.isGone) {
            engine?.destroy();
            return;
        }
        this.engine = engine;
        engine.map.on("resize", () => this.fit());
        this.draw();
        this.host.el.dataset.ready = "1";
    }

    // ------------------------------------------------------------------ drawing

    draw() {
        if (!this.engine) {
            return;
        }
        this.marks.forEach((mark) => mark.remove());
        this.marks = [];
        this.byVisit = {};
        const { home, end_home: end } = this.props.day;
        const way = this.stops.map((visit) => visit.position);
        const hasStops = way.length > 0;
        if (home.position) {
            hasStops && way.unshift(home.position);
            this.addMark(home.position, "o_planner_home", "", home.name);
        }
        if (end.position) {
            hasStops && way.push(end.position);
            if (String(end.position) !== String(home.position)) {
                this.addMark(end.position, "o_planner_home", "", end.name);
            }
        }
        if (way.length > 1) {
            const style = { className: "o_planner_route", interactive: false };
            this.marks.push(this.engine.L.polyline(way, style).addTo(this.engine.map));
        }
        this.props.others.forEach((item) => this.addOther(item));
        this.stops.forEach((visit) => this.addStop(visit));
        this.mark();
        this.way = way;
        this.fit();
    }

    addMark(position, className, text, label, size = 28) {
        const { L, map } = this.engine;
        const icon = L.divIcon({ className, html: text, iconSize: [size, size] });
        const mark = L.marker(position, { icon, title: label, alt: label }).addTo(map);
        this.marks.push(mark);
        return mark;
    }

    addStop(visit) {
        const number = this.props.numbers[visit.id];
        const classes = `o_planner_stop${visit.breaches.length ? " o_is_broken" : ""}`;
        const mark = this.addMark(visit.position, classes, String(number), visit.name);
        mark.on("click", () => this.props.onChoose(visit));
        this.byVisit[visit.id] = mark;
    }

    addOther(item) {
        if (item.position) {
            const mark = this.addMark(item.position, "o_planner_other", "", item.name, 16);
            mark.on("click", () => this.props.onOther?.(item));
        }
    }

    mark() {
        for (const [id, mark] of Object.entries(this.byVisit || {})) {
            const isChosen = Number(id) === this.props.chosenVisit;
            mark.getElement()?.classList.toggle("o_is_chosen", isChosen);
            mark.setZIndexOffset(isChosen ? 1000 : 0);
        }
    }

    fit() {
        const { home } = this.props.day;
        const points = this.way?.length ? [...this.way] : [home.position].filter(Boolean);
        points.push(...this.props.others.map((item) => item.position).filter(Boolean));
        if (points.length) {
            this.engine.map.fitBounds(points, {
                maxZoom: CLOSE,
                padding: [28, 28],
                animate: false,
            });
        }
    }
}
