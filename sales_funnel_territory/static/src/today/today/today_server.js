import { _t } from "@web/core/l10n/translation";
import { describeError } from "../../customer_facets/money";

const MODEL = "crm.today";

/** What the day asks the server; every rule is the server's. */
export class TodayServer {
    constructor({ orm, notification }, userId = false) {
        this.orm = orm;
        this.notification = notification;
        this.userId = userId;
        this.data = null;
        this.error = "";
        this.isBusy = false;
        this.reading = 0; // number of the latest question: earlier answers are not looked at
    }

    async load() {
        const reading = ++this.reading;
        this.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_today", [this.userId]);
            if (reading === this.reading) {
                this.data = data;
            }
        } catch (error) {
            if (reading === this.reading) {
                this.error = describeError(error, _t("Check your connection."));
            }
        }
    }

    show(userId) {
        this.userId = userId;
        return this.load();
    }

    /** Do something to a record, then look again; one thing at a time. */
    async act(model, method, ids, ...more) {
        if (this.isBusy) {
            return undefined;
        }
        this.isBusy = true;
        try {
            return await this.orm.call(model, method, [ids, ...more]);
        } catch (error) {
            const words = _t("The server gave no answer: nothing was changed.");
            this.notification.add(describeError(error, words), { type: "danger" });
            return undefined;
        } finally {
            this.isBusy = false;
            await this.load();
        }
    }

    // ------------------------------------------------------------------ what is shown

    /** The visit that counts now: where one is, else the first one still ahead. */
    get next() {
        const { visits, now } = this.data;
        return (
            visits.find((visit) => visit.is_under_way) ||
            visits.find((visit) => visit.is_open && visit.end > now)
        );
    }

    /** Whether one is at a customer's, or just out of the door. */
    get isUnderWay() {
        return Boolean(this.next?.is_under_way);
    }

    /** Reports that are still owed: the late ones, or those there is time for. */
    reports(isLate) {
        return this.data.reports.filter((report) => report.is_late === isLate);
    }

    /** The stops of the day in their order, by number. */
    get rows() {
        let number = 0;
        return this.data.visits.map((visit) => ({
            visit,
            number: visit.state === "missed" ? 0 : ++number,
        }));
    }
}
