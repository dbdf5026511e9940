import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { GateActivity } from "./gate_activity";
import { GateApproval } from "./gate_approval";
import { GateField } from "./gate_field";
import { GateFile } from "./gate_file";
import { GateStatement } from "./gate_statement";
import { openLead } from "./gate_navigation";
import * as words from "./gate_words";

const REMEDIES = {
    field: GateField,
    statement: GateStatement,
    attachment: GateFile,
    activity: GateActivity,
    approval: GateApproval,
};

/** One exit criterion of one opportunity: how it stands, by what, and what can be done here. */
export class GateItem extends Component {
    static template = "sales_funnel_territory.GateItem";
    static props = {
        item: Object,
        leadId: Number,
        onChanged: Function,
        onLeave: { type: Function, optional: true },
        onMeet: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.words = words;
    }

    get item() {
        return this.props.item;
    }

    get isMet() {
        return words.isMet(this.item);
    }

    get isStatement() {
        return this.item.state === "met" && this.item.remedy.widget === "statement";
    }

    get evidence() {
        const { evidence, state } = this.item;
        if (!evidence) {
            return "";
        }
        const text = words.describe(evidence);
        return state === "waived" ? _t("Waived: %s", text) : text;
    }

    get link() {
        return words.getSafeLink(this.item.evidence?.url);
    }

    /** Where several criteria are told of, a button leads to the remedy; else it is right here. */
    get remedy() {
        const isAsked = this.item.asked.some(({ model }) => model === "crm.stage.approval");
        return this.isMet || this.props.onMeet || isAsked
            ? null
            : REMEDIES[this.item.remedy.widget];
    }

    get canOpenLead() {
        return !this.isMet && !this.props.onMeet && !this.remedy && !this.item.asked.length;
    }

    tellAsked({ of: who, moment, reason }) {
        const asked = { who, when: words.formatMoment(moment), reason };
        return who
            ? _t("Asked of %(who)s, %(when)s: %(reason)s", asked)
            : _t("Asked, %(when)s: %(reason)s", asked);
    }

    tellRefused({ by, comment }) {
        return comment
            ? _t("%(who)s refused it: %(comment)s", { who: by, comment })
            : _t("%s refused it.", by);
    }

    async withdraw(request) {
        await this.orm.call(request.model, "action_withdraw", [[request.id]]);
        await this.props.onChanged();
    }

    async untick() {
        await this.orm.call("crm.lead", "unstate_gate", [[this.props.leadId], this.item.id]);
        await this.props.onChanged();
    }

    async openLead() {
        const { env } = this;
        const { leadId } = this.props;
        const { tab, field } = this.item.remedy;
        await this.props.onLeave?.();
        await openLead(env, leadId, { tab, field });
    }
}
