import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Grant or refuse what a rep asked for: one click, with a comment where there is one. */
export class GateDecision extends Component {
    static template = "sales_funnel_territory.GateDecision";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ comment: "", isBusy: false });
    }

    async decide(decision) {
        const { record } = this.props;
        this.state.isBusy = true;
        try {
            await record.save();
            await this.orm.call(record.resModel, "decide", [
                [record.resId],
                decision,
                this.state.comment.trim(),
            ]);
        } finally {
            this.state.isBusy = false;
        }
        await record.load();
    }
}

registry.category("view_widgets").add("gate_decision", { component: GateDecision });
