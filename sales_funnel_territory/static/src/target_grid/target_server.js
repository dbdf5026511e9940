import { _t } from "@web/core/l10n/translation";
import { describeError } from "../customer_facets/money";

const MODEL = "crm.sales.target";
const VERSION = "crm.sales.target.version";
const NO_ANSWER = _t("the server gave no answer. Check your connection.");

/** The grid as the server tells it, and what is entered in it, one after the other. */
export class TargetServer {
    constructor({ orm, notification }, filters) {
        this.orm = orm;
        this.notification = notification;
        this.filters = { version_id: false, measure: "", by: "team", kind: "quarter", ...filters };
        this.data = null;
        this.error = "";
        this.waiting = 0;
        this.past = [];
        this.queue = Promise.resolve();
    }

    get options() {
        const { version_id, measure } = this.data;
        return { ...this.filters, version_id, measure };
    }

    async load() {
        const { filters } = this;
        this.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_grid", [{ ...filters }]);
            if (filters === this.filters) {
                this.show(data);
            }
        } catch (error) {
            this.error = describeError(error, NO_ANSWER);
        }
    }

    show(data) {
        this.data = { ...data, version_id: data.version && data.version.id };
    }

    /** Show something else; what was entered elsewhere is not undone from here. */
    choose(changes) {
        this.filters = { ...this.filters, ...changes };
        if (!("kind" in changes)) {
            this.past = [];
        }
        return this.load();
    }

    /** Enter values: shown at once, told to the server in turn. */
    enter(entries) {
        const cells = entries.map(({ row, at, value }) => {
            const cell = row.cells[at];
            const was = cell[0];
            cell[0] = value;
            cell[3] = value ?? cell[1] ?? cell[2];
            return { key: row.key, column: this.data.columns[at].key, value, was };
        });
        return this.change("set_cells", [cells]);
    }

    split(row, column, how) {
        return this.change("split_cell", [row.key, column.key, how]);
    }

    /** Take back the last entry, also one that is still on its way. */
    undo() {
        this.waiting += 1;
        this.queue = this.queue.then(() => this.sendUndo());
        return this.queue;
    }

    async sendUndo() {
        const cells = this.past.pop();
        if (!cells) {
            this.waiting -= 1;
            return;
        }
        await this.send("set_cells", [cells], false);
    }

    /** Do one after the other; the grid of the last answer is shown. */
    change(method, args) {
        this.waiting += 1;
        this.queue = this.queue.then(() => this.send(method, args));
        return this.queue;
    }

    async send(method, args, isKept = true) {
        try {
            const { undo, grid } = await this.orm.call(MODEL, method, [this.options, ...args]);
            if (isKept) {
                this.past.push(undo);
            }
            if (this.waiting === 1) {
                this.show(grid);
            }
        } catch (error) {
            this.notification.add(describeError(error, NO_ANSWER), { type: "danger" });
            await this.load();
        } finally {
            this.waiting -= 1;
        }
    }

    // ------------------------------------------------------------------ versions

    async beginYear() {
        const version_id = await this.orm.call(VERSION, "begin_year", [this.data.next_year]);
        await this.choose({ version_id });
    }

    async decide(method) {
        await this.queue;
        const action = await this.orm.call(VERSION, method, [[this.data.version_id]]);
        await this.choose({ version_id: action?.res_id || this.data.version_id });
    }
}
