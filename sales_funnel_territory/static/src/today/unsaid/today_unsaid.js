import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";

/** Visits of the days before of which nobody has said whether they were done. */
export class TodayUnsaid extends Component {
    static template = "sales_funnel_territory.TodayUnsaid";
    static components = { TodayWay };
    static props = {
        visits: Array,
        onDone: Function,
        onMissed: Function,
        onCheckOut: Function,
        onOpen: Function,
    };
}
