import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useState } from "@odoo/owl";
import { openAction } from "../open_action/open_action";

/** Does it fit: hours needed and available week by week, who would be short, the ways out. */
export class VisitFeasibilityField extends Component {
    static template = "sales_funnel_territory.VisitFeasibilityField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ policy: "worth", isOpen: false, isBusy: false });
    }

    get record() {
        return this.props.record;
    }

    get data() {
        return this.record.data[this.props.name];
    }

    get alert() {
        return { fits: "success", tight: "warning", short: "danger" }[this.data.verdict];
    }

    get canChoose() {
        return this.record.data.state === "draft" && this.record.data.run_state !== "running";
    }

    get policies() {
        const labels = {
            worth: _t("Those who matter least"),
            proportional: _t("Everybody a little"),
            interval: _t("Those with long intervals"),
        };
        return this.data.short.map((one) => ({ ...one, label: labels[one.policy] }));
    }

    get chosen() {
        return this.policies.find((one) => one.policy === this.state.policy) || this.policies[0];
    }

    get summary() {
        const { customers, count = customers.length } = this.chosen;
        const missed = customers.reduce((sum, one) => sum + one.visits, 0);
        const { visits = missed } = this.chosen;
        return _t("Customers who come short: %(customers)s, visits they miss: %(visits)s", {
            customers: count,
            visits,
        });
    }

    get highest() {
        const all = this.data.weeks.flatMap((week) => [week.needed, week.available]);
        return Math.max(1, ...all);
    }

    share(hours) {
        return Math.round((100 * hours) / this.highest);
    }

    hours(value) {
        return formatFloat(value, { digits: [16, 1] });
    }

    isOver(week) {
        return week.needed > week.available;
    }

    tooltip(week) {
        return _t(
            "Week of %(day)s: %(needed)s h needed (%(visits)s visits, %(travel)s h travel), %(available)s h available",
            {
                day: week.label,
                needed: this.hours(week.needed),
                visits: week.visits,
                travel: this.hours(week.travel_hours),
                available: this.hours(week.available),
            },
        );
    }

    wayTitle(way) {
        const hours = this.hours(way.hours);
        const gain = way.visits
            ? _t("gains %(hours)s h, %(visits)s visits fewer", { visits: way.visits, hours })
            : _t("gains %(hours)s h", { hours });
        if (way.is_possible === false) {
            return _t("%(gain)s: no half-day is left free", { gain });
        }
        return way.suffices ? gain : _t("%(gain)s: not enough alone", { gain });
    }

    async choose(way) {
        this.state.isBusy = true;
        try {
            if (!(await this.record.save())) {
                return;
            }
            const action = await this.orm.call("crm.visit.plan", "choose_way_out", [
                [this.record.resId],
                way.way,
            ]);
            if (action?.type) {
                await openAction(this.action, action);
                return;
            }
            await this.record.load();
        } finally {
            this.state.isBusy = false;
        }
    }
}

export const visitFeasibilityField = {
    component: VisitFeasibilityField,
    displayName: _t("Does It Fit"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "run_state", type: "selection" },
    ],
};

registry.category("fields").add("visit_feasibility", visitFeasibilityField);
