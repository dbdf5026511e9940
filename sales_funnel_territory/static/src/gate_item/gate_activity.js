import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { gateRemedyProps } from "./gate_props";
import { formatDay } from "./gate_words";

/** Schedule the activity that a criterion asks for, or mark the planned one as done. */
export class GateActivity extends Component {
    static template = "sales_funnel_territory.GateActivity";
    static props = { ...gateRemedyProps };

    setup() {
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.state = useState({ planned: [] });
        this.formatDay = formatDay;
        onWillStart(() => this.load());
    }

    get typeId() {
        return this.props.item.remedy.activity_type_id;
    }

    async load() {
        this.state.planned = await this.orm.searchRead(
            "mail.activity",
            [
                ["res_model", "=", "crm.lead"],
                ["res_id", "=", this.props.leadId],
                ["activity_type_id", "=", this.typeId],
            ],
            ["display_name", "date_deadline", "user_id"],
        );
    }

    async schedule() {
        await this.store.scheduleActivity("crm.lead", [this.props.leadId], this.typeId);
        await this.load();
        await this.props.onChanged();
    }

    async finish(activity) {
        await this.orm.call("mail.activity", "action_feedback", [[activity.id]]);
        await this.load();
        await this.props.onChanged();
    }
}
