import { patch } from "@web/core/utils/patch";
import { StatusBarField } from "@web/views/fields/statusbar/statusbar_field";
import { KanbanQuickCreateController } from "@web/views/kanban/kanban_record_quick_create";
import { GateRefusalDialog, isRefusal } from "./gate_refusal_dialog";

/** A click on a stage that is refused leaves the form in its stage, and what was edited saved. */
patch(StatusBarField.prototype, {
    async selectItem(item) {
        const { name, record } = this.props;
        if (record.resModel !== "crm.lead" || name !== "stage_id" || !record.resId) {
            return super.selectItem(item);
        }
        if (!(await record.save())) {
            return undefined;
        }
        try {
            return await super.selectItem(item);
        } catch (error) {
            if (isRefusal(error)) {
                await record.discard();
            }
            throw error;
        }
    },
});

/** A card that may not begin in its column asks what to do, rather than opening an empty form. */
patch(KanbanQuickCreateController.prototype, {
    showFormDialogInError(error) {
        if (!isRefusal(error)) {
            return super.showFormDialogInError(error);
        }
        const { data, message, exceptionName } = error;
        this.env.services.dialog.add(GateRefusalDialog, { data, message, exceptionName });
        return undefined;
    },
});
