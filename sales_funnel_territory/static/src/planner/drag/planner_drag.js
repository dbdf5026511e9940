import { useDraggable } from "@web/core/utils/draggable";
import { reactive, useState } from "@odoo/owl";

const STEP = 15;
const ELEMENTS = ".o_planner_visit.o_draggable, .o_planner_item.o_draggable";

/**
 * Dragging a visit over the days: where it would be, and what the server says to that.
 *
 * @param {Object} options
 * @param {{el: HTMLElement}} options.ref around the days and the tray
 * @param {() => import("../planner_model").PlannerModel} options.model
 * @param {() => {start: number, end: number}} options.axis minutes of the columns
 */
export function usePlannerDrag({ ref, model, axis, enable }) {
    const drag = useState(new PlannerDrag(model, axis));
    useDraggable({
        ref,
        enable,
        elements: ELEMENTS,
        ignore: "button",
        cursor: "grabbing",
        onDragStart: ({ element, y }) => drag.begin(element, y),
        onDrag: ({ x, y }) => drag.over(ref.el, x, y),
        onDrop: () => drag.drop(),
        onDragEnd: () => drag.end(),
    });
    return drag;
}

/** One drag: `target` is where it is held, with the server's answer once that has come. */
class PlannerDrag {
    constructor(model, axis) {
        Object.assign(this, { model, axis, target: null, isOverTray: false, item: null });
    }

    begin(element, y) {
        const { visit, partner, visitWanted } = element.dataset;
        const model = this.model();
        const known = visit && model.visits.find((one) => one.id === Number(visit));
        const wanted = model.data.tray.find((one) => one.key === element.dataset.item);
        const { top } = element.getBoundingClientRect();
        this.turn = (this.turn || 0) + 1;
        this.minutes = (known || wanted).duration;
        this.offset = known ? y - top : 0;
        this.isPlanned = Boolean(known);
        this.item =
            visit || visitWanted
                ? { visit_id: Number(visit || visitWanted) }
                : { partner_id: Number(partner) };
    }

    over(root, x, y) {
        const day = find(root, ".o_planner_day", x, y);
        this.isOverTray = this.isPlanned && Boolean(find(root, ".o_planner_tray", x, y));
        if (!day) {
            this.target = null;
            return;
        }
        this.hold(day.dataset.day, this.startAt(day, y));
    }

    /** Minutes from midnight where it would begin; false over the head: where it fits best. */
    startAt(day, y) {
        const box = day.querySelector(".o_planner_hours").getBoundingClientRect();
        if (y < box.top) {
            return false;
        }
        const { start, end } = this.axis();
        const minutes = start + ((y - this.offset - box.top) / box.height) * (end - start);
        const last = end - this.minutes;
        return Math.max(start, Math.min(last, Math.round(minutes / STEP) * STEP));
    }

    hold(day, start) {
        if (this.target?.day === day && this.target.start === start) {
            return;
        }
        const { minutes, turn } = this;
        this.target = reactive({ day, start, minutes, turn, answer: null });
        this.ask();
    }

    /** One question at a time; when its answer comes the latest place is asked about. */
    async ask() {
        if (this.isAsking) {
            return;
        }
        const { target } = this;
        this.isAsking = true;
        try {
            const answer = await this.model().checkMove(this.item, target.day, target.start);
            if (isSame(this.target, target)) {
                this.target.answer = answer;
            }
        } catch {
            // the drop tells what is wrong
        }
        this.isAsking = false;
        if (this.target && !isSame(this.target, target)) {
            this.ask();
        }
    }

    drop() {
        const { item, target, isOverTray } = this;
        if (isOverTray) {
            this.model().putBack({ id: item.visit_id });
        } else if (target) {
            this.model().move(item, target.day, target.start);
        }
    }

    end() {
        this.target = null;
        this.isOverTray = false;
    }
}

function isSame(one, two) {
    return Boolean(one) && one.turn === two.turn && one.day === two.day && one.start === two.start;
}

function find(root, selector, x, y) {
    return [...root.querySelectorAll(selector)].find((el) => {
        const box = el.getBoundingClientRect();
        return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    });
}
