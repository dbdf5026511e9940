import { Component } from "@odoo/owl";
import { navigationUrl, phoneUrl } from "../../visit/way";

/** On every card: call, and go there in the phone's own map app. */
export class TodayWay extends Component {
    static template = "sales_funnel_territory.TodayWay";
    static props = {
        place: Object, // phone, address, position
        name: String,
        isLong: { type: Boolean, optional: true },
    };

    get phone() {
        return phoneUrl(this.props.place.phone);
    }

    get way() {
        return navigationUrl(this.props.place);
    }
}
