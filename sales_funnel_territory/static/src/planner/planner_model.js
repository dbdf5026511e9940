import { _t } from "@web/core/l10n/translation";
import { describeError } from "../customer_facets/money";
import { PlannerServer } from "./planner_server";

/** What the planner shows and does; every rule is the server's. */
export class PlannerModel extends PlannerServer {
    constructor(services, filters) {
        super(services, filters);
        this.chosenDay = filters?.chosenDay || false;
        this.chosenVisit = false;
        this.gap = null;
        this.replan = null;
        this.replanning = 0; // number of the latest question
    }

    // ------------------------------------------------------------------ what is looked at

    get days() {
        return this.data?.days || [];
    }

    get visits() {
        return this.data?.visits || [];
    }

    get day() {
        return this.days.find((day) => day.date === this.chosenDay);
    }

    get visit() {
        return this.visits.find((visit) => visit.id === this.chosenVisit);
    }

    /** The visits of a day in their order, those that were missed last in the list. */
    visitsOf(date) {
        return this.visits
            .filter((visit) => visit.date === date)
            .sort((one, two) => one.start - two.start || one.id - two.id);
    }

    /** The numbers of the stops of a day: {visit id: number}. */
    numbersOf(date) {
        const stops = this.visitsOf(date).filter((visit) => visit.state !== "missed");
        return Object.fromEntries(stops.map((visit, at) => [visit.id, at + 1]));
    }

    choose(visitId) {
        this.chosenVisit = visitId;
        this.gap = null;
        if (this.visit) {
            this.chosenDay = this.visit.date;
        }
    }

    chooseDay(date) {
        this.chosenDay = date;
        this.gap = null;
        if (this.visit?.date !== date) {
            this.chosenVisit = false;
        }
    }

    /** The day before or after the chosen one; over the edge of the week the next week opens. */
    async step(by) {
        const at = this.days.findIndex((day) => day.date === this.chosenDay);
        const next = this.days[at + by];
        if (next) {
            this.chooseDay(next.date);
            return;
        }
        await this.show({ day: by > 0 ? this.data.next : this.data.previous });
        const edge = this.days.at(by > 0 ? 0 : -1);
        if (edge) {
            this.chooseDay(edge.date);
        }
    }

    // ------------------------------------------------------------------ the server

    async show(filters) {
        this.filters = { ...this.filters, ...filters };
        this.gap = null;
        this._hideReplan();
        await this.load();
    }

    /** The week of a day, that day chosen; a day off shows what its week shows anyway. */
    async showDay(day) {
        await this.show({ day, span: "week" });
        if (this.days.some((one) => one.date === day)) {
            this.chooseDay(day);
        }
    }

    /** The chosen visit may be on another day now, or gone; the chosen day of another week. */
    _keepChosen() {
        if (this.visit) {
            this.chosenDay = this.visit.date;
            return;
        }
        this.chosenVisit = false;
        if (!this.days.some((day) => day.date === this.chosenDay)) {
            const today = this.days.find((day) => day.is_today);
            this.chosenDay = (today || this.days[0])?.date || false;
        }
    }

    get userId() {
        return this.data.user.id;
    }

    checkMove(item, day, start) {
        return this.ask("check_visit_move", item, day, start, this.userId);
    }

    // ------------------------------------------------------------------ what is done

    /** @param {{visit_id?: number, partner_id?: number}} item what was dragged */
    async move(item, day, start = false) {
        this._place(item, day, start);
        const { chosenVisit } = this;
        const answer = await this.act("move_visit", [item, day, start, this.userId]);
        const isElsewhere = this.chosenVisit && this.chosenVisit !== chosenVisit;
        if (answer && day && !isElsewhere) {
            this.choose(answer.visit_id);
        }
        return answer;
    }

    /** Show it where it was dropped, before the server has answered. */
    _place(item, day, start) {
        const visit = item.visit_id && this.visits.find((one) => one.id === item.visit_id);
        if (visit && day && start !== false) {
            Object.assign(visit, { date: day, start, end: start + visit.duration });
        }
    }

    putBack(visit) {
        return this.act("move_visit", [{ visit_id: visit.id }, false, false, this.userId]);
    }

    freeze(visit) {
        return this.act("set_frozen", [[visit.id], !visit.is_frozen]);
    }

    /** Less travelling on the chosen day; also told where there is nothing to gain. */
    async orderDay() {
        if (this.data?.span !== "week") {
            return;
        }
        const answer = await this.act("order_visit_day", [this.chosenDay, this.userId]);
        if (answer && !answer.undo.length) {
            this.notification.add(answer.sentence, { type: "info" });
        }
    }

    /** Check in at the customer, or out again. */
    async check(visit) {
        const method = visit.can_check_out ? "action_check_out" : "action_check_in";
        await this._change("crm.visit", method, [[visit.id]]);
        await this._reload();
    }

    async planDue() {
        const answer = await this.act("planner_plan_due", [this.userId, this.data.date_from]);
        if (answer) {
            this.notification.add(answer.sentence, { type: "info" });
        }
    }

    /** What becomes of the week after something has happened: shown, nothing is changed. */
    startReplan(cause) {
        this.gap = null;
        const args = [this.userId, this.data.date_from, cause];
        return this._propose(null, "start_replan", ...args);
    }

    /** The same again, with half-days that were left free, or without. */
    useFreeHalfDays(uses) {
        const { replan } = this;
        return this._propose(replan, "use_free_half_days", replan.id, uses);
    }

    async _propose(former, method, ...args) {
        this._hideReplan();
        this.replan = { lines: null };
        const { replanning } = this;
        try {
            const replan = await this.ask(method, ...args);
            if (replanning === this.replanning) {
                this.replan = replan;
                this.chooseDay(replan.day || this.chosenDay);
            } else {
                await this._forgetReplan(replan);
            }
        } catch (error) {
            if (replanning === this.replanning) {
                this.replan = former;
                this.tellError(error);
            }
        }
    }

    applyReplan(lineIds, entersLeave) {
        const { id } = this.replan;
        this.replan = null;
        return this.act("apply_replan", [id, lineIds, entersLeave]);
    }

    async leaveReplan() {
        const { replan } = this;
        this._hideReplan();
        await this._forgetReplan(replan);
    }

    /** An answer that is still to come is not shown either. */
    _hideReplan() {
        this.replan = null;
        this.replanning++;
    }

    async _forgetReplan(replan) {
        if (replan?.id) {
            await this.ask("leave_replan", replan.id).catch((error) => this.tellError(error));
        }
    }

    /** Who is near and due in a gap of a day. */
    async openGap(day, start, end) {
        const gap = { day, start, end, items: null, error: "" };
        this.chooseDay(day);
        this.chosenVisit = false;
        this.gap = gap;
        const isOpen = () => this.gap?.day === day && this.gap.start === start;
        try {
            const items = await this.ask("get_near_and_due", day, start, end, this.userId);
            if (isOpen()) {
                this.gap.items = items;
            }
        } catch (error) {
            if (isOpen()) {
                this.gap.error = describeError(error, _t("The server gave no answer."));
            }
        }
    }
}
