import { browser } from "@web/core/browser/browser";

/** Told on the bus where something about an opportunity's criteria changed beside its form. */
export const GATES_CHANGED = "sales_funnel_territory.gates_changed";

const PATIENCE = 30;
const STEP = 100;

/** Take the screen behind the dialog up again, with what has changed meanwhile. */
export function reload(env) {
    return env.services.action.doAction("soft_reload");
}

/** Show an opportunity's form, at the tab or field that matters. */
export async function openLead(env, leadId, { tab, field } = {}) {
    if (!isShown(env, leadId)) {
        await env.services.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: leadId,
            views: [[false, "form"]],
        });
    }
    if (tab) {
        await whenThere(`.o_notebook_headers .nav-link[name="${CSS.escape(tab)}"]`, (el) =>
            el.click(),
        );
    }
    if (field) {
        await whenThere(`.o_form_view .o_field_widget[name="${CSS.escape(field)}"]`, (el) => {
            el.scrollIntoView({ block: "center" });
            el.querySelector("input, textarea, select, [contenteditable]")?.focus();
        });
    }
}

function isShown(env, leadId) {
    const { currentController } = env.services.action;
    const { resModel, resId, type } = currentController?.props || {};
    const shown = currentController?.currentState?.resId || resId;
    return resModel === "crm.lead" && type === "form" && shown === leadId;
}

async function whenThere(selector, act) {
    for (let attempt = 0; attempt < PATIENCE; attempt++) {
        const element = document.querySelector(selector);
        if (element) {
            act(element);
            return;
        }
        await new Promise((resolve) => browser.setTimeout(resolve, STEP));
    }
}
