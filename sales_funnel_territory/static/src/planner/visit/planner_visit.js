import { Component } from "@odoo/owl";
import { clock, fromTo, say } from "../words";

/** A visit in its column: from when to when, who; red where a limit is broken. */
export class PlannerVisit extends Component {
    static template = "sales_funnel_territory.PlannerVisit";
    static props = {
        visit: Object,
        number: { type: Number, optional: true },
        isChosen: Boolean,
        isFocusable: Boolean,
        isBeside: Boolean,
        top: Number,
        height: Number,
        onChoose: Function,
        onOpen: Function,
    };

    get classes() {
        const { visit, isChosen, isBeside } = this.props;
        return {
            o_is_chosen: isChosen,
            o_is_broken: visit.breaches.length > 0,
            o_is_over: !visit.is_open,
            o_is_missed: visit.state === "missed",
            o_is_proposed: visit.state === "proposed",
            o_is_beside: isBeside,
            o_draggable: visit.can_move,
        };
    }

    get times() {
        return fromTo(this.props.visit);
    }

    get begin() {
        return clock(this.props.visit.start);
    }

    get label() {
        return say(this.props.visit, this.props.number);
    }

    get style() {
        return `top: ${this.props.top}%; height: ${this.props.height}%;`;
    }
}
