import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** What is known about a person, beside his circle. */
export class RelationshipPerson extends Component {
    static template = "sales_funnel_territory.RelationshipPerson";
    static props = { person: Object, close: Function };

    setup() {
        this.action = useService("action");
    }

    openContact() {
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: this.props.person.partner_id,
            views: [[false, "form"]],
        });
    }
}
