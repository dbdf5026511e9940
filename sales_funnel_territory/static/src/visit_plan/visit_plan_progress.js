import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";

const PAUSE = 1000;

/** How far the search for a plan is; reads the plan again as soon as it has been applied. */
export class VisitPlanProgress extends Component {
    static template = "sales_funnel_territory.VisitPlanProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ progress: 0, served: 0, unserved: 0, seconds: 0, waiting: false });
        useEffect(
            () => this.follow(),
            () => [this.isRunning, this.record.resId],
        );
        onWillUnmount(() => {
            this.isGone = true;
            this.stop();
        });
    }

    get record() {
        return this.props.record;
    }

    get isRunning() {
        return this.record.data.run_state === "running";
    }

    get percent() {
        return Math.round(this.state.progress || this.record.data.run_progress || 0);
    }

    get served() {
        return formatInteger(this.state.served);
    }

    get unserved() {
        return formatInteger(this.state.unserved);
    }

    follow() {
        this.stop();
        if (this.isRunning) {
            this.timer = browser.setTimeout(() => this.look(), PAUSE);
        }
    }

    stop() {
        browser.clearTimeout(this.timer);
    }

    async look() {
        const { resId } = this.record;
        let found;
        try {
            found = await this.orm.silent.call("crm.visit.plan", "poll_run", [resId]);
        } catch {
            // somebody else is applying it, or the server is away: look again
            found = { state: "running" };
        }
        if (this.isGone || this.record.resId !== resId) {
            return;
        }
        if (found.state === "running") {
            Object.assign(this.state, found);
            this.follow();
            return;
        }
        await this.record.load();
    }
}

export const visitPlanProgress = {
    component: VisitPlanProgress,
    fieldDependencies: [
        { name: "run_state", type: "selection" },
        { name: "run_progress", type: "float" },
    ],
};

registry.category("view_widgets").add("visit_plan_progress", visitPlanProgress);
