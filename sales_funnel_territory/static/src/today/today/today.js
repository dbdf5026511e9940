import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { TodayActivity } from "../activity/today_activity";
import { TodayLead } from "../lead/today_lead";
import { TodayNext } from "../next/today_next";
import { TodayOwed } from "../owed/today_owed";
import { TodayUnsaid } from "../unsaid/today_unsaid";
import { TodayVisit } from "../visit/today_visit";
import { TodayServer } from "./today_server";

const MISSED = "sales_funnel_territory.crm_visit_miss_action";

/** What now? */
export class Today extends Component {
    static template = "sales_funnel_territory.Today";
    static components = {
        Layout,
        TodayActivity,
        TodayLead,
        TodayNext,
        TodayOwed,
        TodayUnsaid,
        TodayVisit,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
        this.ui = useService("ui");
        const services = { orm: useService("orm"), notification: useService("notification") };
        const userId = this.props.action.params?.user_id || false;
        this.server = useState(new TodayServer(services, userId));
        // not awaited: the skeleton shows while the day is on its way
        onWillStart(() => {
            this.server.load();
        });
    }

    /** The phone keeps its height for the day. */
    get display() {
        return { controlPanel: this.ui.isSmall ? false : {} };
    }

    /** On a phone what is late waits below the visit that is under way; a desk has room. */
    get isDayFirst() {
        return this.ui.isSmall && this.server.isUnderWay;
    }

    get data() {
        return this.server.data;
    }

    onPerson(ev) {
        this.server.show(Number(ev.target.value));
    }

    // ------------------------------------------------------------------ visits

    check(visit) {
        const isThere = visit.is_under_way || visit.can_check_out;
        const method = isThere ? "action_check_out" : "action_check_in";
        return this.server.act("crm.visit", method, [visit.id]);
    }

    done(visit) {
        return this.server.act("crm.visit", "action_done", [visit.id]);
    }

    /** Open the report on a visit, prepared where there is none yet, or one that is owed. */
    write({ id, visit_id: visitId = id, report_id: reportId = false }) {
        return this.action.doAction("sales_funnel_territory.crm_call_report_action_phone", {
            additionalContext: { report_id: reportId, visit_id: reportId ? false : visitId },
        });
    }

    miss(visit) {
        return this.action.doAction(MISSED, {
            additionalContext: {
                active_model: "crm.visit",
                active_id: visit.id,
                active_ids: [visit.id],
            },
            onClose: () => this.server.load(),
        });
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openVisit(visit) {
        return this.open("crm.visit", visit.id);
    }

    openPlanner() {
        return this.action.doAction("sales_funnel_territory.crm_visit_plan_action_planner");
    }

    // ------------------------------------------------------------------ activities and leads

    finish(activity) {
        return this.server.act("mail.activity", "action_feedback", [activity.id]);
    }

    async plan(lead) {
        await this.store.scheduleActivity("crm.lead", [lead.id]);
        await this.server.load();
    }

    openLeads() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: this.leadsTitle,
            res_model: "crm.lead",
            views: [
                [false, "kanban"],
                [false, "list"],
                [false, "form"],
            ],
            domain: this.data.leads.domain,
        });
    }
}

registry.category("lazy_components").add("sales_funnel_today", Today);
