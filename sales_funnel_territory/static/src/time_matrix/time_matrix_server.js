import { _t } from "@web/core/l10n/translation";
import { describeError } from "../customer_facets/money";
import { openAction } from "../open_action/open_action";

const MODEL = "crm.time.matrix";
const UNDO_SECONDS = 12;
const MORE = 100;

/** What the time matrix asks the server; every rule is there. */
export class TimeMatrixServer {
    constructor({ orm, notification, action }, filters) {
        this.orm = orm;
        this.notification = notification;
        this.action = action;
        this.filters = { userId: false, day: false, limits: {}, ...filters };
        this.data = null;
        this.error = "";
        this.isLoading = false;
        this.reading = 0; // number of the latest question: earlier answers are not looked at
        this.past = [];
    }

    async load() {
        const reading = ++this.reading;
        this.error = "";
        this.isLoading = true;
        try {
            const { userId, day, limits } = this.filters;
            const data = await this.orm.call(MODEL, "get_matrix", [userId, day, limits]);
            if (reading === this.reading) {
                this.data = data;
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
                this.isLoading = false;
            }
        }
    }

    show(filters) {
        this.filters = { ...this.filters, ...filters };
        return this.load();
    }

    showMore(quadrant) {
        const { limits } = this.filters;
        const shown = quadrant.cards.length + MORE;
        return this.show({ limits: { ...limits, [quadrant.key]: shown } });
    }

    // ------------------------------------------------------------------ changing

    /** Do something, tell it with a way back, and look again. */
    async act(method, ...args) {
        this._closeDone?.(); // its way back would take back this change
        const answer = await this._call(MODEL, method, args);
        if (answer?.undo) {
            this.past.push(answer.undo);
            this._tellDone(answer.sentence);
        }
        await this.load();
        return answer;
    }

    /** Call a method of another model, and look again. */
    async callOn(model, method, ...args) {
        await this._call(model, method, args);
        await this.load();
    }

    async _call(model, method, args) {
        this.isLoading = true;
        this.reading++;
        try {
            return await this.orm.call(model, method, args);
        } catch (error) {
            const words = describeError(
                error,
                _t("The server gave no answer: nothing was changed. Check your connection."),
            );
            this.notification.add(words, { type: "danger" });
            return undefined;
        }
    }

    findColleagues(card, words) {
        return this.orm.call(MODEL, "get_colleagues", [card.id, words]);
    }

    _tellDone(sentence) {
        this._closeDone = this.notification.add(sentence, {
            autocloseDelay: UNDO_SECONDS * 1000,
            className: "o_time_matrix_done",
            buttons: [{ name: _t("Undo"), primary: true, onClick: () => this.undo() }],
        });
    }

    async undo() {
        this._closeDone?.();
        const undo = this.past.pop();
        if (undo) {
            await this._call(MODEL, "undo", [undo]);
            await this.load();
        }
    }

    // ------------------------------------------------------------------ other screens

    async _open(model, method, args) {
        const action = await this.orm.call(model, method, args);
        return openAction(this.action, action, { onClose: () => this.load() });
    }

    openDocument(card) {
        return this._open("mail.activity", "action_open_document", [[card.id]]);
    }

    openTime(kind, quadrant) {
        const { user, share } = this.data;
        const args = [user.id, share.date_from, kind || false, quadrant || false];
        return this._open(MODEL, "action_open_time", args);
    }

    openPlan() {
        return this._open(MODEL, "action_open_plan", [this.data.user.id]);
    }
}
