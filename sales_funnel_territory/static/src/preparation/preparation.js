import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { PreparationPart } from "./preparation_part";
import { PreparationPurpose } from "./preparation_purpose";

const KEYS = {
    report_id: "crm.call.report",
    visit_id: "crm.visit",
    lead_id: "crm.lead",
    partner_id: "res.partner",
};

/** What a preparation is for, from the action that opened it or from its address. */
export function getTarget({ params = {}, context = {} }) {
    const key = Object.keys(KEYS).find((one) => params[one]);
    if (key) {
        return { model: KEYS[key], resId: params[key] };
    }
    return { model: params.model || "res.partner", resId: params.res_id || context.active_id };
}

/** All there is to know before one goes to a customer or calls, on one page. */
export class Preparation extends Component {
    static template = "sales_funnel_territory.Preparation";
    static components = { Layout, PreparationPart, PreparationPurpose };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.target = getTarget(this.props.action);
        this.state = useState({ data: false, error: "" });
        onWillStart(() => {
            this.load(); // not awaited: the skeleton stands meanwhile
        });
    }

    async load() {
        const { model, resId } = this.target;
        this.state.error = "";
        if (!resId) {
            this.state.error = _t("Open a visit, a report or a customer, and from there Prepare.");
            return;
        }
        try {
            this.state.data = await this.orm.call("crm.preparation", "get_preparation", [
                model,
                resId,
            ]);
        } catch (error) {
            this.state.error = error.data?.message || _t("no answer. Check your connection.");
        }
    }

    get isVisit() {
        return this.target.model === "crm.visit";
    }

    get isReport() {
        return this.target.model === "crm.call.report";
    }

    get navigation() {
        const { address } = this.state.data.head;
        return `geo:0,0?q=${encodeURIComponent(address)}`; // the phone's own map
    }

    async print() {
        const { model, resId } = this.target;
        const action = await this.orm.call("crm.preparation", "print_preparation", [model, resId]);
        return this.action.doAction(action);
    }

    /** The report on the visit: the next thing to do after reading. */
    async report() {
        const { resId } = this.target;
        const action = await this.orm.call("crm.visit", "action_report", [[resId]]);
        return this.action.doAction(action);
    }

    open(model, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_funnel_territory.preparation", Preparation);
