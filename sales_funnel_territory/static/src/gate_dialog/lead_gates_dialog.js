import { Component, onWillStart, useState } from "@odoo/owl";
import { checkRainbowmanMessage } from "@crm/views/check_rainbowman_message";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useAsking } from "../gate_item/gate_asking";
import { GateItem } from "../gate_item/gate_item";
import { reload } from "../gate_item/gate_navigation";
import { isMet } from "../gate_item/gate_words";
import { WaiverForm } from "./waiver_form";

/** What one opportunity still needs, to be met right here; then it moves on. */
export class LeadGatesDialog extends Component {
    static template = "sales_funnel_territory.LeadGatesDialog";
    static components = { Dialog, GateItem, WaiverForm };
    static props = {
        leadId: Number,
        leadName: String,
        gateIds: { type: Array, element: Number },
        stageName: { type: String, optional: true },
        // where the opportunity goes with one click; without: the user does again what was refused
        stageId: { type: Number, optional: true },
        isRefused: { type: Boolean, optional: true },
        // instead of taking up the screen behind again
        onDone: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.effect = useService("effect");
        this.notification = useService("notification");
        this.ask = useAsking();
        this.state = useState({ items: [], isAsking: false, isBusy: false });
        this.hasChanged = false;
        this.env.dialogData.dismiss = () => this.leave();
        onWillStart(() => this.load());
    }

    async load() {
        const { leadId, gateIds } = this.props;
        this.state.items = await this.orm.call("crm.lead", "get_gate_items", [[leadId], gateIds]);
    }

    async onChanged() {
        this.hasChanged = true;
        await this.load();
    }

    get title() {
        const { leadName, stageName, isRefused } = this.props;
        return isRefused
            ? _t("%(lead)s cannot go to %(stage)s yet", { lead: leadName, stage: stageName })
            : leadName;
    }

    get met() {
        return this.state.items.filter(isMet);
    }

    get isComplete() {
        return this.met.length === this.state.items.length;
    }

    get summary() {
        const { items } = this.state;
        return _t("%(done)s of %(all)s met", { done: this.met.length, all: items.length });
    }

    get percent() {
        return Math.round((100 * this.met.length) / Math.max(1, this.state.items.length));
    }

    /** A waiver can be asked for what is missing and not asked for already. */
    get waivable() {
        const isAsked = (item) => item.asked.some(({ model }) => model === "crm.stage.waiver");
        return this.state.items.filter((item) => !isMet(item) && !isAsked(item));
    }

    async askWaiver(gateIds, reason) {
        await this.ask("ask_waiver", this.props.leadId, gateIds, reason);
        this.state.isAsking = false;
        await this.onChanged();
    }

    async move() {
        const { env, orm, effect, props } = this.unbound();
        this.state.isBusy = true;
        props.close();
        await orm.write("crm.lead", [props.leadId], { stage_id: props.stageId });
        env.services.notification.add(
            _t("%(lead)s is in %(stage)s now.", { lead: props.leadName, stage: props.stageName }),
            { type: "success" },
        );
        await (props.onDone || (() => reload(env)))();
        await checkRainbowmanMessage(orm, effect, props.leadId);
    }

    /** What goes on after the dialog is gone; its own services stop with it. */
    unbound() {
        const { env, props } = this;
        return { env, props, orm: env.services.orm, effect: env.services.effect };
    }

    async leave() {
        const { env, props } = this.unbound();
        props.close();
        if (this.hasChanged) {
            await (props.onDone || (() => reload(env)))();
        }
    }
}
