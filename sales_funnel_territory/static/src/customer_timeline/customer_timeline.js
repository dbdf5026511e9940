import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Everything that happened with a customer, newest first, by kind and person. */
export class CustomerTimeline extends Component {
    static template = "sales_funnel_territory.CustomerTimeline";
    static props = {
        resId: Number,
        personId: { type: [Number, Boolean], optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            entries: [],
            kinds: [],
            people: [],
            after: false,
            chosen: [], // kinds; none means all
            personId: this.props.personId || false,
            isLoading: true,
            error: "",
        });
        onWillStart(() => {
            this.load(); // not awaited: what is around it need not wait
        });
        onWillUpdateProps(async (props) => {
            if (props.resId !== this.props.resId) {
                Object.assign(this.state, { chosen: [], personId: props.personId || false });
                this.load(false, props.resId);
            }
        });
    }

    async load(after = false, resId = this.props.resId) {
        const { state } = this;
        const asked = (this.asked = {});
        Object.assign(state, { isLoading: true, error: "" });
        const answer = await this.ask(resId, after);
        if (asked === this.asked) {
            this.take(answer, after); // else filters changed meanwhile
        }
    }

    /** The next page, or what went wrong. */
    async ask(resId, after) {
        const { chosen, personId } = this.state;
        try {
            return await this.orm.call("res.partner", "get_customer_timeline", [[resId]], {
                kinds: chosen,
                person_id: personId,
                after,
            });
        } catch (error) {
            return { error: error.data?.message || _t("no answer. Check your connection.") };
        }
    }

    take(page, after) {
        const { state } = this;
        state.isLoading = false;
        state.error = page.error || "";
        if (page.error) {
            return;
        }
        state.entries = after ? [...state.entries, ...page.entries] : page.entries;
        state.after = page.after;
        state.kinds = page.kinds || state.kinds;
        state.people = page.people || state.people;
    }

    retry() {
        return this.load(this.state.entries.length ? this.state.after : false);
    }

    toggleKind(kind) {
        const { state } = this;
        state.chosen = state.chosen.includes(kind)
            ? state.chosen.filter((one) => one !== kind)
            : [...state.chosen, kind];
        return this.load();
    }

    clearKinds() {
        this.state.chosen = [];
        return this.load();
    }

    choosePerson(ev) {
        this.state.personId = Number(ev.target.value) || false;
        return this.load();
    }

    get isFiltered() {
        return Boolean(this.state.chosen.length || this.state.personId);
    }

    /** The entries under the day on which they happened, for the reader. */
    get days() {
        const days = [];
        for (const entry of this.state.entries) {
            const moment = deserializeDateTime(entry.moment);
            const label = formatDate(moment);
            if (days.at(-1)?.label !== label) {
                days.push({ label, entries: [] });
            }
            days.at(-1).entries.push({
                ...entry,
                time: formatDateTime(moment, { format: "HH:mm" }),
            });
        }
        return days;
    }

    getKind(entry) {
        return this.state.kinds.find(({ kind }) => kind === entry.kind) || {};
    }

    getPeople(entry) {
        return [entry.people, entry.who].filter(Boolean).join(" · ");
    }

    open(entry) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: entry.model,
            res_id: entry.res_id,
            views: [[false, "form"]],
        });
    }
}
