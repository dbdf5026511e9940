import { registry } from "@web/core/registry";
import { FinishDialog } from "./finish_dialog";

/** The button Finish of a call report: what follows from it, then the report anew. */
function finishCallReport(env, action) {
    env.services.dialog.add(FinishDialog, {
        reportId: action.params.report_id,
        onDone: () =>
            env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
    });
}

registry.category("actions").add("sales_funnel_territory.call_report_finish", finishCallReport);
