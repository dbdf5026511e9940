import { _t } from "@web/core/l10n/translation";
import { Component, useEffect, useRef } from "@odoo/owl";
import { TodayChips } from "../chips/today_chips";

/** What is to be done: who and by when are one tap each. */
export class ReportActions extends Component {
    static template = "sales_funnel_territory.ReportActions";
    static components = { TodayChips };
    static props = {
        actions: Array,
        people: Array,
        dates: Array,
        isLocked: { type: Boolean, optional: true },
        onAdd: Function,
        onRemove: Function,
        onChange: Function,
    };

    setup() {
        this.root = useRef("root");
        this.isAdded = false;
        useEffect(
            () => this.focusAdded(),
            () => [this.props.actions.length],
        );
    }

    /** The keyboard comes with a new item: what is typed belongs into it. */
    focusAdded() {
        if (this.isAdded) {
            this.isAdded = false;
            const names = this.root.el.querySelectorAll(".o_report_action_name");
            names[names.length - 1]?.focus();
        }
    }

    add() {
        this.isAdded = true;
        this.props.onAdd();
    }

    get people() {
        return this.props.people.map(({ key, name }) => ({ key, label: name }));
    }

    get dates() {
        return this.props.dates.map(({ date, label, full }) => ({
            key: date,
            label,
            title: full,
        }));
    }

    get labels() {
        return { who: _t("Who"), when: _t("By when") };
    }

    who(action) {
        const { user_id: user, contact_id: contact } = action;
        return [user ? `user-${user}` : `contact-${contact}`];
    }

    chooseWho(action, key) {
        const person = this.props.people.find((one) => one.key === key);
        this.props.onChange(action, {
            user_id: person.user_id,
            contact_id: person.contact_id,
        });
    }
}
