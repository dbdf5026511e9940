import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { Component, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** Another due date, by a tap or in a field. */
export class DueDateDialog extends Component {
    static template = "sales_funnel_territory.DueDateDialog";
    static components = { Dialog };
    static props = { close: Function, card: Object, today: String, onChoose: Function };

    setup() {
        this.state = useState({ day: this.props.card.date });
    }

    get title() {
        return _t("%(name)s: when?", { name: this.props.card.name });
    }

    get choices() {
        const today = DateTime.fromISO(this.props.today);
        const monday = today.startOf("week").plus({ weeks: 1 });
        return [
            [_t("Today"), today],
            [_t("Tomorrow"), today.plus({ days: 1 })],
            [_t("Next Monday"), monday],
            [_t("In two weeks"), today.plus({ weeks: 2 })],
            [_t("In a month"), today.plus({ months: 1 })],
        ].map(([label, day]) => ({ label, day: day.toISODate() }));
    }

    choose(day) {
        this.props.close();
        this.props.onChoose(day);
    }
}
