import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";
import { fromTo, startsIn } from "../words";

/** The visit that counts now, large enough to read in the car park. */
export class TodayNext extends Component {
    static template = "sales_funnel_territory.TodayNext";
    static components = { TodayWay };
    static props = {
        visit: Object,
        now: Number,
        isBusy: Boolean,
        onCheck: Function,
        onOpen: Function,
        onWrite: Function,
    };

    get times() {
        return fromTo(this.props.visit);
    }

    get when() {
        return startsIn(this.props.visit, this.props.now);
    }
}
