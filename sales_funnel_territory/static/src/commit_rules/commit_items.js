import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { WaiverForm } from "../gate_dialog/waiver_form";
import { useAsking } from "../gate_item/gate_asking";
import { GateItem } from "../gate_item/gate_item";
import { isMet } from "../gate_item/gate_words";

/** What a team demands before an opportunity is committed, as it stands now. */
export function useCommitItems(getLeadId) {
    const orm = useService("orm");
    const ask = useAsking();
    const commit = useState({
        items: [],
        isAsking: false,
        hasChanged: false,
        async load() {
            const leadId = getLeadId();
            this.items = leadId ? await orm.call("crm.lead", "get_commit_items", [[leadId]]) : [];
        },
        async change() {
            this.hasChanged = true;
            await this.load();
        },
        async askWaiver(demands, reason) {
            await ask("ask_commit_waiver", getLeadId(), demands, reason);
            this.isAsking = false;
            await this.change();
        },
        get met() {
            return this.items.filter(isMet).length;
        },
        /** Whether something is missing without which nobody may commit it. */
        get isHeld() {
            return this.items.some((item) => item.is_blocking && !isMet(item));
        },
        get waivable() {
            return this.items.filter((item) => !isMet(item) && !item.asked.length);
        },
        get summary() {
            return _t("%(done)s of %(all)s met", { done: this.met, all: this.items.length });
        },
    });
    onWillStart(() => commit.load());
    return commit;
}

/** The list of demands, each with how it is met, and the form that asks for a waiver. */
export class CommitItems extends Component {
    static template = "sales_funnel_territory.CommitItems";
    static components = { GateItem, WaiverForm };
    static props = { commit: Object, leadId: Number, onLeave: Function };

    setup() {
        const { commit } = this.props;
        this.onChanged = () => commit.change();
        this.onAsk = (demands, reason) => commit.askWaiver(demands, reason);
        this.onCancel = () => (commit.isAsking = false);
    }
}
