import { Component } from "@odoo/owl";
import { TodayWay } from "../way/today_way";

/** One opportunity of which nobody knows what comes next. */
export class TodayLead extends Component {
    static template = "sales_funnel_territory.TodayLead";
    static components = { TodayWay };
    static props = { lead: Object, onOpen: Function, onPlan: Function };
}
