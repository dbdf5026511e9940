import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { describeError } from "../../customer_facets/money";

const MODEL = "crm.today";
const PATIENCE = 1500; // milliseconds of silence before what was written is saved

/** A name that no other device gives: what it names is written once, however often it is sent. */
function nameOnce() {
    return browser.crypto?.randomUUID?.() || `${Date.now()}-${Math.random()}`;
}

/** A report that is being written: saved as one goes, submitted once. */
export class ReportDraft {
    constructor({ orm, notification }, { reportId, visitId }) {
        this.orm = orm;
        this.notification = notification;
        this.asked = [reportId || false, visitId || false];
        this.data = null;
        this.values = {};
        this.objectives = [];
        this.actions = [];
        this.changes = null;
        this.accepted = new Set();
        this.removed = []; // action items, with or without the id the server gave them
        this.error = "";
        this.isBusy = false;
        this.isUnsaved = false;
        this.queue = Promise.resolve(); // one at a time, in their order
        // what this submission is called: the same however often the button is pressed
        this.key = nameOnce();
    }

    async load() {
        this.error = "";
        try {
            this._take(await this.orm.call(MODEL, "get_report", this.asked));
        } catch (error) {
            this.error = describeError(error, _t("Check your connection."));
        }
    }

    _take(data) {
        this.data = data;
        this.asked = [data.id, false];
        this.values = data.values;
        this.objectives = data.objectives;
        this.actions = data.actions.map((action) => ({ ...action, uid: nameOnce() }));
    }

    // ------------------------------------------------------------------ writing

    set(name, value) {
        this.values[name] = value;
        this.touch();
    }

    toggleContact(id) {
        const { contact_ids: ids } = this.values;
        this.set("contact_ids", ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
    }

    setObjective(objective, vals) {
        Object.assign(objective, vals);
        this.touch();
    }

    addAction() {
        const [me] = this.data.people;
        const { date } = this.data.dates[1];
        this.actions.push({
            uid: nameOnce(),
            name: "",
            user_id: me.user_id,
            contact_id: false,
            date_due: date,
        });
    }

    changeAction(action, vals) {
        Object.assign(action, vals);
        this.touch();
    }

    removeAction(action) {
        this.actions = this.actions.filter((one) => one !== action);
        this.removed.push({ id: action.id, uid: action.uid });
        this.touch();
    }

    touch() {
        this.isUnsaved = true;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.save(), PATIENCE);
    }

    // ------------------------------------------------------------------ saving

    get told() {
        return {
            ...this.values,
            objectives: this.objectives.map(({ id, outcome, why }) => ({ id, outcome, why })),
            actions: this.actions.map(({ id, uid, name, user_id, contact_id, date_due }) => ({
                id,
                uid,
                name,
                user_id,
                contact_id,
                date_due,
            })),
            removed_action_ids: this.removed.flatMap(({ id }) => id || []),
            removed_action_uids: this.removed.map(({ uid }) => uid),
        };
    }

    /** Save what was written; what fails stays unsaved and is told. */
    save() {
        browser.clearTimeout(this.timer);
        if (this.isUnsaved && this.data?.can_write) {
            this._send("save_report");
        }
        return this.queue;
    }

    _send(method) {
        this.queue = this.queue.then(() => this._write(method));
        return this.queue;
    }

    async _write(method) {
        this.isUnsaved = false;
        const sent = this.removed.length;
        try {
            const call = method === "save_report" ? this.orm.silent : this.orm;
            const answer = await call.call(MODEL, method, [this.data.id, this.told]);
            for (const action of this.actions) {
                action.id = answer.actions[action.uid] || action.id;
            }
            this.removed = this.removed.slice(sent); // not what was removed in the meantime
            return answer;
        } catch (error) {
            this.isUnsaved = true;
            this._tellError(error);
            return undefined;
        }
    }

    _tellError(error) {
        const words = _t("The server gave no answer: what you wrote is still here. Try again.");
        this.notification.add(describeError(error, words), { type: "danger" });
    }

    // ------------------------------------------------------------------ finishing

    /** Ask what the report would change; submit it at once where it changes nothing. */
    async finish() {
        browser.clearTimeout(this.timer);
        this.isBusy = true;
        const answer = await this._send("offer_changes");
        this.isBusy = false;
        if (!answer) {
            return false;
        }
        if (!answer.changes.length) {
            return this.submit();
        }
        const wanted = answer.changes.filter((one) => one.is_suggested && !one.obstacle);
        this.accepted = new Set(wanted.map((one) => one.id));
        this.changes = answer.changes;
        return false;
    }

    toggleChange({ id }) {
        const accepted = new Set(this.accepted);
        if (!accepted.delete(id)) {
            accepted.add(id);
        }
        this.accepted = accepted;
    }

    /** @returns {Promise<boolean>} whether it was submitted */
    async submit() {
        this.isBusy = true;
        try {
            await this.orm.call(MODEL, "submit", [
                this.key,
                {
                    report_id: this.data.id,
                    accepted_ids: [...this.accepted],
                    written_on: new Date().toISOString(),
                },
            ]);
            return true;
        } catch (error) {
            this._tellError(error);
            return false;
        } finally {
            this.isBusy = false;
        }
    }
}
