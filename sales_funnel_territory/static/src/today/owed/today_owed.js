import { Component, useState } from "@odoo/owl";
import { TodayWay } from "../way/today_way";

const FIRST = 2; // the next visit stays in sight

/** The reports somebody still owes; the late ones stand first, in amber. */
export class TodayOwed extends Component {
    static template = "sales_funnel_territory.TodayOwed";
    static components = { TodayWay };
    static props = { reports: Array, isLate: Boolean, isMine: Boolean, onWrite: Function };

    setup() {
        this.state = useState({ areAllShown: false });
    }

    get shown() {
        const { reports } = this.props;
        const isShort = !this.state.areAllShown && reports.length > FIRST + 1;
        return isShort ? reports.slice(0, FIRST) : reports;
    }

    get titleId() {
        return this.props.isLate ? "o_today_late" : "o_today_to_write";
    }
}
