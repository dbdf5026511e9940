import { Component } from "@odoo/owl";
import { navigationUrl, phoneUrl } from "../../visit/way";
import { fromTo, kilometres } from "../words";

/** The chosen visit: what one must know, and what one can do with it. */
export class PlannerDetails extends Component {
    static template = "sales_funnel_territory.PlannerDetails";
    static props = {
        visit: Object,
        dayName: { type: String, optional: true },
        onOpen: Function,
        onMove: Function,
        onFreeze: Function,
        onPutBack: Function,
        onCheck: Function,
        onClose: { type: Function, optional: true },
    };

    get times() {
        return fromTo(this.props.visit);
    }

    get navigation() {
        return navigationUrl(this.props.visit);
    }

    get phone() {
        return phoneUrl(this.props.visit.phone);
    }

    get kilometres() {
        return kilometres(this.props.visit.travel_km);
    }
}
