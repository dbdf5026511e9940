import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { openAction } from "../open_action/open_action";

const ICONS = {
    done: "fa-check-circle text-success",
    todo: "fa-circle-o text-muted",
    attention: "fa-exclamation-circle text-warning",
};

/** Is everything set up and running? One line and one button for each step. */
export class SetupChecklist extends Component {
    static template = "sales_funnel_territory.SetupChecklist";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ steps: [] });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
    }

    async load() {
        this.state.steps = await this.orm.call("crm.funnel.checklist", "get_steps", []);
    }

    get doneCount() {
        return this.state.steps.filter((step) => step.state === "done").length;
    }

    get doneText() {
        return _t("%(done)s of %(all)s steps are done.", {
            done: this.doneCount,
            all: this.state.steps.length,
        });
    }

    get donePercent() {
        return Math.round((100 * this.doneCount) / Math.max(this.state.steps.length, 1));
    }

    getIcon(step) {
        return ICONS[step.state];
    }

    getStateLabel(step) {
        return { done: _t("Done"), todo: _t("To do"), attention: _t("Needs attention") }[
            step.state
        ];
    }

    async open(step) {
        const action = await this.orm.call("crm.funnel.checklist", "open_step", [step.key]);
        await openAction(this.action, action, { onClose: () => this.load() });
        if (action.tag === "display_notification") {
            await this.load();
        }
    }
}

registry.category("actions").add("sales_funnel_setup_checklist", SetupChecklist);
