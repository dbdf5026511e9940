import { Component, onWillStart, useState } from "@odoo/owl";
import { FileInput } from "@web/core/file_input/file_input";
import { useService } from "@web/core/utils/hooks";
import { gateRemedyProps } from "./gate_props";

/** Attach a file to the opportunity, or mark one that is there as signed. */
export class GateFile extends Component {
    static template = "sales_funnel_territory.GateFile";
    static components = { FileInput };
    static props = { ...gateRemedyProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ files: [], isSigned: false });
        onWillStart(() => this.load());
    }

    get wantsSigned() {
        return this.props.item.remedy.signed;
    }

    async load() {
        if (this.wantsSigned) {
            this.state.files = await this.orm.searchRead(
                "ir.attachment",
                [
                    ["res_model", "=", "crm.lead"],
                    ["res_id", "=", this.props.leadId],
                    ["res_field", "=", false],
                ],
                ["name"],
                { order: "id desc", limit: 5 },
            );
        }
    }

    async onUpload(files) {
        for (const { error } of (files || []).filter((file) => file.error)) {
            this.notification.add(error, { type: "danger" });
        }
        const ids = (files || []).filter((file) => !file.error).map(({ id }) => id);
        if (ids.length && this.wantsSigned && this.state.isSigned) {
            await this.orm.call("ir.attachment", "action_mark_signed", [ids]);
        }
        await this.load();
        await this.props.onChanged();
    }

    async markSigned(file) {
        await this.orm.call("ir.attachment", "action_mark_signed", [[file.id]]);
        await this.props.onChanged();
    }
}
