import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";
import { clock } from "../words";

/** One visit of the day, in its place in the order. */
export class TodayVisit extends Component {
    static template = "sales_funnel_territory.TodayVisit";
    static components = { TodayWay };
    static props = {
        visit: Object,
        number: Number,
        isNext: Boolean,
        onOpen: Function,
        onDone: Function,
        onMissed: Function,
        onWrite: Function,
    };

    get start() {
        return clock(this.props.visit.start);
    }
}
