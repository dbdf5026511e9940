import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** What keeps the bases from being covered, each with the one tap that closes it. */
export class BuyingRoleGapsField extends Component {
    static template = "sales_funnel_territory.BuyingRoleGapsField";
    static props = { ...standardFieldProps };

    setup() {
        this.dialog = useService("dialog");
        this.orm = useService("orm");
    }

    get record() {
        return this.props.record;
    }

    get gaps() {
        return this.record.data[this.props.name] || [];
    }

    get isCovered() {
        return !this.gaps.length;
    }

    getLabel(gap) {
        return {
            missing: _t("Name someone"),
            not_met: _t("Met today"),
            opponent: _t("Say how"),
        }[gap.kind];
    }

    /** The server knows what is saved only. */
    async close(gap) {
        if (!(await this.record.save())) {
            return;
        }
        const { kind, row_id: rowId } = this.gaps.find(({ text }) => text === gap.text) || {};
        if (kind === "not_met") {
            await this.orm.call("crm.buying.role", "action_mark_met", [[rowId]]);
            await this.record.load();
        } else if (kind) {
            this.openForm(gap, rowId);
        }
    }

    openForm(gap, rowId) {
        this.dialog.add(FormViewDialog, {
            resModel: "crm.buying.role",
            resId: rowId || false,
            title: gap.role_label,
            canExpand: false,
            context: {
                form_view_ref: "sales_funnel_territory.crm_buying_role_view_form",
                default_lead_id: this.record.resId,
                default_role: gap.role,
            },
            onRecordSaved: () => this.record.load(),
        });
    }
}

export const buyingRoleGapsField = {
    component: BuyingRoleGapsField,
    displayName: _t("Gaps in the Buying Roles"),
    supportedTypes: ["json"],
};

registry.category("fields").add("buying_role_gaps", buyingRoleGapsField);
