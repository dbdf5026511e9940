import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { TodayChips } from "../chips/today_chips";
import { ReportActions } from "../report_actions/report_actions";
import { ReportFinish } from "../report_finish/report_finish";
import { ReportText } from "../report_text/report_text";
import { TodayWay } from "../way/today_way";
import { clock } from "../words";
import { ReportDraft } from "./report_draft";

/** Said, agreed, next: a call report with one hand. */
export class CallReport extends Component {
    static template = "sales_funnel_territory.CallReport";
    static components = { ReportActions, ReportFinish, ReportText, TodayChips, TodayWay };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        const { params, context } = this.props.action;
        const asked = this.props.state?.report || {
            reportId: params?.report_id || context?.report_id,
            visitId: params?.visit_id || context?.visit_id,
        };
        const services = { orm: useService("orm"), notification: this.notification };
        this.draft = useState(new ReportDraft(services, asked));
        this.folds = useState({ areAllShown: false });
        useSetupAction({
            getLocalState: () => ({ report: { reportId: this.draft.data?.id } }),
            beforeLeave: () => this.draft.save(),
        });
        useExternalListener(browser, "pagehide", () => this.draft.save());
        // not awaited: the skeleton shows while the report is on its way
        onWillStart(() => {
            this.draft.load();
        });
        onWillUnmount(() => this.draft.save());
    }

    get data() {
        return this.draft.data;
    }

    get isLocked() {
        return !this.data.can_write;
    }

    get when() {
        const { day, start, end } = this.data;
        const times = end === false ? clock(start) : `${clock(start)} – ${clock(end)}`;
        return `${day}, ${times}`;
    }

    get contacts() {
        return this.data.contacts.map(({ id, name, function: title }) => ({
            key: id,
            label: name,
            title,
        }));
    }

    get parts() {
        const { areAllShown } = this.folds;
        return this.data.parts.filter((part) => areAllShown || part.is_usual);
    }

    get dates() {
        return this.data.dates.map(({ date, label, full }) => ({ key: date, label, title: full }));
    }

    get outcomes() {
        return this.data.outcomes.map(([key, label]) => ({ key, label }));
    }

    get labels() {
        return {
            met: _t("People Met"),
            when: _t("When"),
            nextVisit: _t("Next Visit"),
            outcome: _t("Outcome"),
        };
    }

    /** A date is one tap, and a second one takes it away. */
    chooseDate(name, date) {
        this.draft.set(name, this.draft.values[name] === date ? "" : date);
    }

    chooseOutcome(objective, outcome) {
        this.draft.setObjective(objective, {
            outcome: objective.outcome === outcome ? "" : outcome,
        });
    }

    async finish() {
        if (await this.draft.finish()) {
            this.leave();
        }
    }

    async submit() {
        if (await this.draft.submit()) {
            this.leave();
        }
    }

    leave() {
        this.notification.add(_t("Submitted."), { type: "success" });
        return this.goBack();
    }

    /** Where one came from, else to the day. */
    goBack() {
        const { breadcrumbs } = this.env.config;
        if (breadcrumbs?.length > 1) {
            return this.action.restore();
        }
        return this.action.doAction("sales_funnel_territory.crm_today_action", {
            clearBreadcrumbs: true,
        });
    }

    openForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.call.report",
            res_id: this.data.id,
            views: [[false, "form"]],
        });
    }

    get preparation() {
        const tag = "sales_funnel_territory.preparation";
        return registry.category("actions").contains(tag) && tag;
    }

    openPreparation() {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: this.preparation,
            name: _t("Prepare"),
            params: { report_id: this.data.id, partner_id: this.data.partner_id },
        });
    }
}

registry.category("lazy_components").add("sales_funnel_call_report", CallReport);
