import { Component, useState } from "@odoo/owl";
import { FileInput } from "@web/core/file_input/file_input";
import { useService } from "@web/core/utils/hooks";
import { gateRemedyProps } from "./gate_props";

/** Tick a criterion, with the evidence for it: a text, a link, a file. */
export class GateStatement extends Component {
    static template = "sales_funnel_territory.GateStatement";
    static components = { FileInput };
    static props = { ...gateRemedyProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ evidence: "", url: "", files: [], isBusy: false });
    }

    get hasEvidence() {
        const { evidence, url, files } = this.state;
        return Boolean(evidence.trim() || url.trim() || files.length);
    }

    addFiles(files) {
        for (const file of files || []) {
            if (file.error) {
                this.notification.add(file.error, { type: "danger" });
            } else {
                this.state.files.push(file);
            }
        }
    }

    async tick() {
        const { evidence, url, files } = this.state;
        this.state.isBusy = true;
        try {
            await this.orm.call("crm.lead", "state_gate", [
                [this.props.leadId],
                this.props.item.id,
                evidence.trim(),
                url.trim(),
                files.map(({ id }) => id),
            ]);
        } finally {
            this.state.isBusy = false;
        }
        await this.props.onChanged();
    }
}
