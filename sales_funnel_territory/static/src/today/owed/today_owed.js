import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";

/** The reports somebody still owes; the late ones stand first, in amber. */
export class TodayOwed extends Component {
    static template = "sales_funnel_territory.TodayOwed";
    static components = { TodayWay };
    static props = { reports: Array, isLate: Boolean, isMine: Boolean, onWrite: Function };

    get titleId() {
        return this.props.isLate ? "o_today_late" : "o_today_to_write";
    }
}
