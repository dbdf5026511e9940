import { _t } from "@web/core/l10n/translation";
import { describeError } from "../customer_facets/money";

const MODEL = "crm.visit.plan";
const UNDO_SECONDS = 12;

/** What the planner shows and does; every rule is the server's. */
export class PlannerModel {
    constructor({ orm, notification }, filters) {
        this.orm = orm;
        this.notification = notification;
        this.filters = { userId: false, day: false, span: "week", ...filters };
        this.data = null;
        this.error = "";
        this.isLoading = false;
        this.chosenDay = filters?.chosenDay || false;
        this.chosenVisit = false;
        this.past = [];
        this.gap = null;
        this.replan = null;
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
        this.replan = null;
        await this.load();
    }

    async load() {
        const { filters } = this;
        this.error = "";
        this.isLoading = true;
        try {
            const { userId, day, span } = filters;
            const data = await this.orm.call(MODEL, "get_planner_data", [userId, day, span]);
            if (filters === this.filters) {
                this.data = data;
                this._keepChosen();
            }
        } catch (error) {
            if (filters === this.filters) {
                this.error = describeError(
                    error,
                    _t("The server gave no answer. Check your connection."),
                );
            }
        } finally {
            if (filters === this.filters) {
                this.isLoading = false;
            }
        }
    }

    _keepChosen() {
        if (!this.days.some((day) => day.date === this.chosenDay)) {
            const today = this.days.find((day) => day.is_today);
            this.chosenDay = (today || this.days[0])?.date || false;
        }
        if (!this.visit) {
            this.chosenVisit = false;
        }
    }

    get userId() {
        return this.data.user.id;
    }

    /** Ask for what only tells; trouble is told by whoever asks. */
    ask(method, ...args) {
        return this.orm.silent.call(MODEL, method, args);
    }

    checkMove(item, day, start) {
        return this.ask("check_visit_move", item, day, start, this.userId);
    }

    /** Do something, tell it with a way back, and look again. */
    async act(method, args) {
        let answer;
        this.isLoading = true;
        try {
            answer = await this.orm.call(MODEL, method, args);
        } catch (error) {
            this.tellError(error);
        }
        if (answer?.undo?.length) {
            this.past.push(answer.undo);
            this._tellDone(answer);
        }
        await this.load();
        return answer;
    }

    tellError(error) {
        const words = describeError(
            error,
            _t("The server gave no answer: nothing was changed. Check your connection."),
        );
        this.notification.add(words, { type: "danger" });
    }

    _tellDone({ sentence }) {
        const close = this.notification.add(sentence, {
            autocloseDelay: UNDO_SECONDS * 1000,
            className: "o_planner_done",
            buttons: [
                {
                    name: _t("Undo"),
                    primary: true,
                    onClick: () => {
                        close();
                        this.undo();
                    },
                },
            ],
        });
    }

    async undo() {
        const undo = this.past.pop();
        if (!undo) {
            return;
        }
        this.isLoading = true;
        try {
            await this.orm.call(MODEL, "undo_moves", [undo]);
        } catch (error) {
            this.tellError(error);
        }
        await this.load();
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
        this.isLoading = true;
        const method = visit.can_check_out ? "action_check_out" : "action_check_in";
        try {
            await this.orm.call("crm.visit", method, [[visit.id]]);
        } catch (error) {
            this.tellError(error);
        }
        await this.load();
    }

    async planDue() {
        const answer = await this.act("planner_plan_due", [this.userId, this.data.date_from]);
        if (answer) {
            this.notification.add(answer.sentence, { type: "info" });
        }
    }

    /** What becomes of the week after something has happened: shown, nothing is changed. */
    async startReplan(cause) {
        this.gap = null;
        this.replan = { lines: null };
        try {
            const args = [this.userId, this.data.date_from, cause];
            this.replan = await this.ask("start_replan", ...args);
        } catch (error) {
            this.replan = null;
            this.tellError(error);
        }
    }

    applyReplan(lineIds) {
        const { id } = this.replan;
        this.replan = null;
        return this.act("apply_replan", [id, lineIds]);
    }

    async leaveReplan() {
        const { id } = this.replan;
        this.replan = null;
        if (id) {
            await this.ask("leave_replan", id).catch((error) => this.tellError(error));
        }
    }

    /** Who is near and due in a gap of a day. */
    async openGap(day, start, end) {
        const gap = { day, start, end, items: null, error: "" };
        this.chooseDay(day);
        this.chosenVisit = false;
        this.gap = gap;
        try {
            const items = await this.ask("get_near_and_due", day, start, end, this.userId);
            if (this.gap && this.gap.day === day && this.gap.start === start) {
                this.gap.items = items;
            }
        } catch (error) {
            if (this.gap) {
                this.gap.error = describeError(error, _t("The server gave no answer."));
            }
        }
    }
}
