import { _t } from "@web/core/l10n/translation";
import { Component, onWillUnmount, useState } from "@odoo/owl";
import { describeError } from "../../customer_facets/money";

const POLL_SECONDS = 2;

/** What planning anew would change, line by line, each with its reason: taken whole or in part. */
export class PlannerReplan extends Component {
    static template = "sales_funnel_territory.PlannerReplan";
    static props = {
        replan: Object,
        ask: Function,
        onApply: Function,
        onClose: Function,
    };

    setup() {
        this.state = useState({ replan: this.props.replan, refused: {}, error: "" });
        this.labels = {
            moved: _t("Moved"),
            dropped: _t("Dropped"),
            added: _t("Added"),
        };
        onWillUnmount(() => {
            this.isGone = true;
            clearTimeout(this.timer);
        });
        this.wait();
    }

    get isRunning() {
        return this.state.replan.state === "running";
    }

    get lines() {
        return this.state.replan.lines || [];
    }

    get accepted() {
        return this.lines.filter((line) => !this.state.refused[line.id]);
    }

    get applyLabel() {
        const count = this.accepted.length;
        return count === this.lines.length
            ? _t("Accept All")
            : _t("Accept %(count)s of %(total)s", { count, total: this.lines.length });
    }

    /** The engine works in the background: look again until it has ended. */
    wait() {
        if (this.isRunning && !this.isGone) {
            this.timer = setTimeout(() => this.look(), POLL_SECONDS * 1000);
        }
    }

    async look() {
        try {
            this.state.replan = await this.props.ask("get_replan", this.state.replan.id);
            this.wait();
        } catch (error) {
            this.state.error = describeError(error, _t("The server gave no answer."));
        }
    }

    toggle(line) {
        this.state.refused[line.id] = !this.state.refused[line.id];
    }

    apply() {
        const ids = this.accepted.map((line) => line.id);
        const all = ids.length === this.lines.length;
        this.props.onApply(this.state.replan.id, all ? false : ids);
    }
}
