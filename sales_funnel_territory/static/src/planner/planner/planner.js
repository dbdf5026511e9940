import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { usePopover } from "@web/core/popover/popover_hook";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import {
    Component,
    onWillStart,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { PlannerDay } from "../day/planner_day";
import { PlannerDetails } from "../details/planner_details";
import { usePlannerDrag } from "../drag/planner_drag";
import { PlannerGap } from "../gap/planner_gap";
import { PlannerHead } from "../head/planner_head";
import { PlannerHelp } from "../help/planner_help";
import { PlannerLoad } from "../load/planner_load";
import { PlannerMap } from "../map/planner_map";
import { PlannerMoveDialog } from "../move/planner_move_dialog";
import { PlannerPhone } from "../phone/planner_phone";
import { PlannerModel } from "../planner_model";
import { PlannerReplan } from "../replan/planner_replan";
import { PlannerTray } from "../tray/planner_tray";
import { PlannerTools } from "../tools/planner_tools";
import { weekdayNames } from "../words";
import { axisOf } from "./planner_axis";
import { pressKey } from "./planner_keys";

/** What does the week look like, and what falls through? */
export class Planner extends Component {
    static template = "sales_funnel_territory.Planner";
    static components = {
        Layout,
        PlannerDay,
        PlannerDetails,
        PlannerGap,
        PlannerHead,
        PlannerLoad,
        PlannerMap,
        PlannerPhone,
        PlannerReplan,
        PlannerTools,
        PlannerTray,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.display = { controlPanel: {} };
        const services = { orm: useService("orm"), notification: useService("notification") };
        const { params, context } = this.props.action;
        const asked = { userId: context?.planner_user_id, day: context?.planner_day, ...params };
        this.model = useState(new PlannerModel(services, this.props.state?.planner || asked));
        this.help = usePopover(PlannerHelp, { position: "bottom-end" });
        this.drag = usePlannerDrag({
            ref: this.root,
            model: () => this.model,
            axis: () => this.axis,
            enable: () => !this.ui.isSmall,
        });
        this.weekdays = weekdayNames();
        useSetupAction({
            getLocalState: () => ({
                planner: { ...this.model.filters, chosenDay: this.model.chosenDay },
            }),
        });
        useBus(this.ui.bus, "resize", () => this.render());
        // whoever has just come, or has clicked beside, has the focus nowhere
        useExternalListener(document, "keydown", (ev) => {
            if (ev.target === document.body && this.ui.activeElement === document) {
                this.onKeydown(ev);
            }
        });
        useEffect(
            () => this.focusChosen(),
            () => [this.model.chosenVisit, this.model.data],
        );
        // not awaited: the skeleton shows while the week is on its way
        onWillStart(() => {
            this.model.load();
        });
        // what is left of it could not be undone from elsewhere
        onWillUnmount(() => this.model.closeDone());
    }

    // ------------------------------------------------------------------ what is shown

    get axis() {
        return axisOf(this.model);
    }

    get hourLabels() {
        const { start, end } = this.axis;
        const hours = [];
        for (let minutes = start; minutes < end; minutes += 60) {
            const top = (100 * (minutes - start)) / (end - start);
            hours.push({ minutes, text: `${minutes / 60}:00`, style: `top: ${top}%;` });
        }
        return hours;
    }

    /** Whether a day breaks a limit: what it says stands below, as high in all of them. */
    get hasFoot() {
        return this.model.days.some((day) => day.breaches.length);
    }

    /** The visit the keyboard gets to first. */
    get focusVisit() {
        const { chosenVisit, chosenDay, visits } = this.model;
        const first = this.model.visitsOf(chosenDay)[0] || visits[0];
        return chosenVisit || first?.id || false;
    }

    get isEmpty() {
        const { visits, data } = this.model;
        return !visits.length && !data.tray_count;
    }

    focusChosen() {
        if (this.wantsFocus && this.model.chosenVisit) {
            const selector = `.o_planner_visit[data-visit="${this.model.chosenVisit}"]`;
            this.root.el?.querySelector(selector)?.focus();
            this.wantsFocus = false;
        }
    }

    // ------------------------------------------------------------------ keys

    onKeydown(ev) {
        const { data, visit } = this.model;
        if (!data || data.span !== "week") {
            return;
        }
        if (pressKey(ev, this, visit)) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    chooseFocused(visit) {
        if (visit) {
            this.wantsFocus = true;
            this.model.choose(visit.id);
        }
    }

    walk(by) {
        const { visit, chosenDay } = this.model;
        const visits = this.model.visitsOf(visit?.date || chosenDay);
        const at = visits.findIndex((one) => one.id === visit?.id);
        this.chooseFocused(visits[at < 0 ? 0 : at + by]);
    }

    /** The nearest in time on the next day that has a visit. */
    walkDay(by) {
        const { days, visit, chosenDay } = this.model;
        let at = days.findIndex((day) => day.date === chosenDay) + by;
        while (days[at] && !this.model.visitsOf(days[at].date).length) {
            at += by;
        }
        if (days[at]) {
            const far = (one) => Math.abs(one.start - (visit?.start ?? 0));
            const visits = this.model.visitsOf(days[at].date);
            this.chooseFocused(visits.reduce((one, two) => (far(two) < far(one) ? two : one)));
        }
    }

    showWeek(which) {
        this.model.show({ day: this.model.data[which] });
    }

    toggleHelp() {
        if (this.help.isOpen) {
            this.help.close();
        } else {
            // there is none on the phone
            const button = document.querySelector(".o_planner_help_button");
            if (button) {
                this.help.open(button, {});
            }
        }
    }

    // ------------------------------------------------------------------ what one does

    open(visit) {
        const { visit_id: wanted, id, partner_id: partner } = visit;
        const isVisit = Boolean(id || wanted);
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: isVisit ? "crm.visit" : "res.partner",
            res_id: id || wanted || partner,
            views: [[false, "form"]],
        });
    }

    askMove(item) {
        const key = item.id ? { visit_id: item.id } : itemKey(item);
        this.dialog.add(
            PlannerMoveDialog,
            {
                item,
                days: this.model.days,
                day: item.date || this.model.chosenDay || undefined,
                start: item.date ? item.start : false,
                check: (day, start) => this.model.checkMove(key, day, start),
                onMove: (day, start) => this.moveTo(key, day, start),
                onOpen: () => this.open(item),
            },
            { onClose: () => (this.wantsFocus = true) && this.focusChosen() },
        );
    }

    async moveTo(item, day, start) {
        this.wantsFocus = true;
        const answer = await this.model.move(item, day, start);
        if (answer && !this.model.days.some((one) => one.date === day)) {
            await this.model.show({ day });
        }
    }

    async freeze(visit) {
        this.wantsFocus = true;
        await this.model.freeze(visit);
    }

    putBack(visit) {
        return this.model.putBack(visit);
    }

    /** Arrive at the customer, or leave again. */
    check(visit) {
        return this.model.check(visit);
    }

    openGapAfter(visit) {
        const day = this.model.days.find((one) => one.date === visit.date);
        const later = this.model
            .visitsOf(visit.date)
            .filter((one) => one.start >= visit.end)
            .map((one) => one.start);
        this.model.openGap(visit.date, visit.end, Math.min(...later, day.end ?? 24 * 60));
    }

    addFromGap(item) {
        return this.model.move(itemKey(item), item.day, item.start);
    }

    // ------------------------------------------------------------------ elsewhere

    openVisits() {
        const { visits, data } = this.model;
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Visits, %(label)s", { label: data.label }),
            res_model: "crm.visit",
            mobile_view_mode: "kanban",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain: [["id", "in", visits.map((visit) => visit.id)]],
        });
    }

    openReports() {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Visits to Report"),
            res_model: "crm.visit",
            mobile_view_mode: "kanban",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain: [
                ["user_id", "=", this.model.userId],
                ["is_to_report", "=", true],
            ],
        });
    }

    openPlan(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.visit.plan",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    showDue() {
        this.root.el?.querySelector(".o_planner_item")?.focus();
    }
}

/** What names a thing of the tray to the server. */
function itemKey({ visit_id: wanted, partner_id: partner }) {
    return wanted ? { visit_id: wanted } : { partner_id: partner };
}

registry.category("lazy_components").add("sales_funnel_planner", Planner);
