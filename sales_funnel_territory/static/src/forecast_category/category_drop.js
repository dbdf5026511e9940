import { CrmKanbanDynamicGroupList } from "@crm/views/crm_kanban/crm_kanban_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { askWhy } from "./category_dialog";

/** A card dropped on another category says why, unless it is what its stage says. */
patch(CrmKanbanDynamicGroupList.prototype, {
    async moveRecord(recordId, groupId, _refId, targetId) {
        const source = this.groups.find(({ id }) => id === groupId);
        const target = this.groups.find(({ id }) => id === targetId);
        if (source === target || target?.groupByField.name !== "forecast_category") {
            return super.moveRecord(...arguments);
        }
        const record = source.list.records.find(({ id }) => id === recordId);
        if (target.value && record.data.stage_forecast_category !== target.value) {
            const reason = await askWhyDropped(this.model, record, target);
            if (!reason) {
                return undefined;
            }
            // saved together with the category
            await record.update({ forecast_category_reason: reason });
        }
        return super.moveRecord(...arguments);
    },
});

async function askWhyDropped({ dialog, notification }, record, { value, displayName }) {
    if (value === "closed") {
        notification.add(_t("Only what is won is closed: mark it as won instead."), {
            type: "warning",
        });
        return undefined;
    }
    const answer = await askWhy(dialog, {
        category: value,
        label: displayName,
        leadId: record.resId,
    });
    return answer?.reason;
}
