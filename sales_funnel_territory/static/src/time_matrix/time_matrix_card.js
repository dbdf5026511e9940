import { _t } from "@web/core/l10n/translation";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { Component } from "@odoo/owl";
import { DueDateDialog } from "./due_date_dialog";

/** One activity: what, about whom, until when; everything a drag does stands in its menu. */
export class TimeMatrixCard extends Component {
    static template = "sales_funnel_territory.TimeMatrixCard";
    static components = { Dropdown, DropdownItem };
    static props = {
        card: Object,
        quadrant: Object,
        quadrants: Array,
        canEdit: Boolean,
        model: Object,
        onMove: Function,
        onKeydown: Function,
    };

    setup() {
        this.dialog = useService("dialog");
    }

    get others() {
        return this.props.quadrants.filter((one) => one.key !== this.props.quadrant.key);
    }

    /** The step that a quadrant is for, one tap away. */
    get step() {
        return {
            do: [_t("Done"), "fa-check", () => this.done()],
            plan: [_t("Plan"), "fa-calendar", () => this.askDate()],
            delegate: [_t("Delegate"), "fa-share", () => this.props.onMove("delegate")],
            drop: [_t("Drop"), "fa-trash-o", () => this.props.onMove("drop")],
        }[this.props.quadrant.key];
    }

    get dueClass() {
        return { overdue: "text-danger fw-bold", today: "text-warning fw-bold" }[
            this.props.card.state
        ];
    }

    get dueWords() {
        const { date_label: day, state } = this.props.card;
        return {
            overdue: _t("Late: %(day)s", { day }),
            today: _t("Today"),
            planned: day,
        }[state];
    }

    get label() {
        const { card, quadrant } = this.props;
        return [card.name, card.document, this.dueWords, quadrant.label].filter(Boolean).join(", ");
    }

    get why() {
        const { why } = this.props.card;
        return why.length ? _t("Important: %(why)s", { why: why.join(", ") }) : "";
    }

    /** The choices of what a person may say himself: by the rule, yes, no. */
    get sayings() {
        const { card } = this.props;
        const words = [
            ["", _t("By the rule")],
            ["yes", _t("Yes")],
            ["no", _t("No")],
        ];
        return [
            ["importance", _t("Important?"), card.importance, words],
            ["urgency", _t("Urgent?"), card.urgency, words],
        ];
    }

    say(what, said) {
        return this.props.model.act("say", this.props.card.id, what, said);
    }

    done() {
        return this.props.model.callOn("mail.activity", "action_done", [this.props.card.id]);
    }

    withdraw() {
        const { card, model } = this.props;
        return model.callOn("crm.activity.delegation", "action_withdraw", [card.delegation_id]);
    }

    askDate() {
        const { card, model } = this.props;
        this.dialog.add(DueDateDialog, {
            card,
            today: model.data.today,
            onChoose: (day) => model.act("set_date", card.id, day),
        });
    }
}
