import { _t } from "@web/core/l10n/translation";
import { describeError } from "../customer_facets/money";

export const MODEL = "crm.visit.plan";
const UNDO_SECONDS = 12;

/** What the planner asks the server, and what of its answers still counts when it comes. */
export class PlannerServer {
    constructor({ orm, notification }, filters) {
        this.orm = orm;
        this.notification = notification;
        this.filters = { userId: false, day: false, span: "week", ...filters };
        this.data = null;
        this.error = "";
        this.isLoading = false;
        this.past = [];
        this.reading = 0; // number of the latest question: earlier answers are not looked at
        this.changing = 0; // changes on their way
    }

    /** Called when other data have been read. */
    _keepChosen() {}

    // ------------------------------------------------------------------ reading

    async load() {
        const reading = ++this.reading;
        this.error = "";
        this.isLoading = true;
        try {
            const { userId, day, span } = this.filters;
            const data = await this.orm.call(MODEL, "get_planner_data", [userId, day, span]);
            if (reading === this.reading) {
                this.data = data;
                this._keepChosen();
            }
        } catch (error) {
            if (reading === this.reading) {
                this.error = describeError(
                    error,
                    _t("The server gave no answer. Check your connection."),
                );
            }
        } finally {
            if (reading === this.reading) {
                this.isLoading = this.changing > 0;
            }
        }
    }

    /** Ask for what only tells; trouble is told by whoever asks. */
    ask(method, ...args) {
        return this.orm.silent.call(MODEL, method, args);
    }

    // ------------------------------------------------------------------ changing

    /** Change something; what was read before, or is being read, does not count any more. */
    async _change(model, method, args) {
        this.isLoading = true;
        this.reading++;
        this.changing++;
        try {
            return await this.orm.call(model, method, args);
        } catch (error) {
            this.tellError(error);
            return undefined;
        } finally {
            this.changing--;
        }
    }

    /** Look again: after the last of several changes. */
    async _reload() {
        if (!this.changing) {
            await this.load();
        }
    }

    /** Do something, tell it with a way back, and look again. */
    async act(method, args) {
        const answer = await this._change(MODEL, method, args);
        if (answer?.undo?.length) {
            this.past.push(answer.undo);
            this._tellDone(answer);
        }
        await this._reload();
        return answer;
    }

    tellError(error) {
        const words = describeError(
            error,
            _t("The server gave no answer: nothing was changed. Check your connection."),
        );
        this.notification.add(words, { type: "danger" });
    }

    /** What was done last, with a way back; that of an earlier change would undo this one. */
    _tellDone({ sentence }) {
        this.closeDone();
        this._closeDone = this.notification.add(sentence, {
            autocloseDelay: UNDO_SECONDS * 1000,
            className: "o_planner_done",
            buttons: [{ name: _t("Undo"), primary: true, onClick: () => this.undo() }],
        });
    }

    closeDone() {
        this._closeDone?.();
    }

    async undo() {
        this.closeDone();
        const undo = this.past.pop();
        if (undo) {
            await this._change(MODEL, "undo_moves", [undo]);
            await this._reload();
        }
    }
}
