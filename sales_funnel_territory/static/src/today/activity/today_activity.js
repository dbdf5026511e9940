import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";

/** One activity that is due. */
export class TodayActivity extends Component {
    static template = "sales_funnel_territory.TodayActivity";
    static components = { TodayWay };
    static props = {
        activity: Object,
        isBusy: Boolean,
        onOpen: Function,
        onDone: Function,
    };
}
