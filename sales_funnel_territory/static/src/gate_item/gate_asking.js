import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Ask for a waiver or an approval, and tell who decides. */
export function useAsking() {
    const orm = useService("orm");
    const notification = useService("notification");
    return async (method, leadId, gateIds, reason) => {
        const who = await orm.call("crm.lead", method, [[leadId], gateIds, reason]);
        if (who) {
            notification.add(_t("Asked. %s decides.", who), { type: "success" });
        } else {
            notification.add(
                _t("Asked, but nobody is there to decide: the team needs a leader other than you."),
                { type: "warning" },
            );
        }
    };
}
