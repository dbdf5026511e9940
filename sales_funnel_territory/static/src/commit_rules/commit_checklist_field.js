import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { isMet } from "../gate_item/gate_words";
import { CommitDialog } from "./commit_dialog";

/** What a commit needs, before anybody says so and after: a button that tells and opens it. */
export class CommitChecklistField extends Component {
    static template = "sales_funnel_territory.CommitChecklistField";
    static props = { ...standardFieldProps };

    setup() {
        this.dialog = useService("dialog");
    }

    get items() {
        return this.props.record.data[this.props.name] || [];
    }

    get missing() {
        return this.items.filter((item) => !isMet(item));
    }

    get isWarning() {
        const { forecast_category: category } = this.props.record.data;
        return category === "commit" && Boolean(this.missing.length);
    }

    get label() {
        const done = this.items.length - this.missing.length;
        return this.isWarning
            ? _t("Committed, not met yet: %s", this.missing.map(({ name }) => name).join(", "))
            : _t("Commit needs: %(done)s of %(all)s met", { done, all: this.items.length });
    }

    async open() {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        this.dialog.add(CommitDialog, {
            leadId: record.resId,
            leadName: record.data.display_name || record.data.name,
            onDone: () => record.load(),
        });
    }
}

export const commitChecklistField = {
    component: CommitChecklistField,
    displayName: _t("What Commit Needs"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "forecast_category", type: "selection", readonly: false }],
    isEmpty: () => false,
};

registry.category("fields").add("commit_checklist", commitChecklistField);
