import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

/** Who a company may be that is about to be entered, and why: said, never in the way. */
export class LikelyDuplicatesField extends Component {
    static template = "sales_funnel_territory.LikelyDuplicatesField";
    static props = { ...standardFieldProps };

    setup() {
        this.dialog = useService("dialog");
    }

    get duplicates() {
        return this.props.record.data[this.props.name] || [];
    }

    getDetails({ city, reasons, responsible, is_archived: isArchived }) {
        return [
            ...(reasons || []),
            city,
            responsible && _t("responsible: %s", responsible),
            isArchived && _t("archived"),
        ]
            .filter(Boolean)
            .join(" · ");
    }

    /** In a dialog: leaving the form would save what may be a duplicate. */
    open({ id, name }) {
        this.dialog.add(FormViewDialog, {
            resModel: "res.partner",
            resId: id,
            title: name,
            readonly: true,
        });
    }
}

export const likelyDuplicatesField = {
    component: LikelyDuplicatesField,
    displayName: _t("Likely Duplicates"),
    supportedTypes: ["json"],
};

registry.category("fields").add("likely_duplicates", likelyDuplicatesField);
