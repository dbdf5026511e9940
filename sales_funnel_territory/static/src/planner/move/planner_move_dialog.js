import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { describeError } from "../../customer_facets/money";
import { clock } from "../words";

/** Another day and time without dragging: by keyboard and thumb; the answer stands below. */
export class PlannerMoveDialog extends Component {
    static template = "sales_funnel_territory.PlannerMoveDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        item: Object,
        days: Array,
        day: { type: String, optional: true },
        start: { type: [Number, Boolean], optional: true },
        check: Function,
        onMove: Function,
        onOpen: Function,
    };

    setup() {
        const { days, day, start } = this.props;
        const open = days.filter((one) => !one.is_past);
        const chosen = open.find((one) => one.date === day) || open[0];
        this.days = useRef("days");
        this.state = useState({
            day: chosen?.date || "",
            start: start ?? false,
            answer: null,
            error: "",
        });
        onMounted(() => {
            this.days.el?.querySelector(".active")?.focus();
            this.ask();
        });
    }

    get title() {
        return _t("%(name)s: when?", { name: this.props.item.name });
    }

    get open() {
        return this.props.days.filter((day) => !day.is_past);
    }

    get time() {
        const { start, answer } = this.state;
        if (start !== false) {
            return clock(start);
        }
        return answer?.is_possible ? clock(answer.start) : "";
    }

    get words() {
        const { answer } = this.state;
        return answer?.is_possible
            ? _t("%(from)s to %(to)s: %(sentence)s", {
                  from: clock(answer.start),
                  to: clock(answer.end),
                  sentence: answer.sentence,
              })
            : "";
    }

    chooseDay(date) {
        this.state.day = date;
        this.ask();
    }

    onDate(ev) {
        if (ev.target.value) {
            this.chooseDay(ev.target.value);
        }
    }

    onTime(ev) {
        const [hour, minute] = ev.target.value.split(":").map(Number);
        this.state.start = ev.target.value ? hour * 60 + minute : false;
        this.ask();
    }

    fitBest() {
        this.state.start = false;
        this.ask();
    }

    async ask() {
        const { day, start } = this.state;
        if (!day) {
            return;
        }
        this.state.error = "";
        this.state.answer = null;
        const isAsked = () => day === this.state.day && start === this.state.start;
        try {
            const answer = await this.props.check(day, start);
            if (isAsked()) {
                this.state.answer = answer;
            }
        } catch (error) {
            if (isAsked()) {
                this.state.error = describeError(error, _t("The server gave no answer."));
            }
        }
    }

    move() {
        const { day, answer } = this.state;
        this.props.close();
        this.props.onMove(day, answer.start);
    }
}
