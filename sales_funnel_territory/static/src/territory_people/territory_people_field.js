import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDate } from "@web/core/l10n/dates";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const { DateTime } = luxon;
const MONTHS_BACK = 3;
const MONTHS = 15;

/** Who works in a territory, as what, from when to when: a line each, today marked. */
export class TerritoryPeopleField extends Component {
    static template = "sales_funnel_territory.TerritoryPeopleField";
    static props = { ...standardFieldProps };

    setup() {
        this.today = DateTime.local().startOf("day");
        this.start = this.today.startOf("month").minus({ months: MONTHS_BACK });
        this.end = this.start.plus({ months: MONTHS });
    }

    /** Where a moment stands between the first and the last month, in percent. */
    place(moment) {
        const share = (moment - this.start) / (this.end - this.start);
        return Math.min(100, Math.max(0, 100 * share));
    }

    get months() {
        return Array.from({ length: MONTHS }, (_month, index) => {
            const month = this.start.plus({ months: index });
            return { key: index, left: this.place(month), name: month.toFormat("LLL") };
        }).filter((month) => month.key % 3 === 0);
    }

    get lines() {
        const lines = this.props.record.data[this.props.name].records.map((record) =>
            this.describe(record),
        );
        const order = ["owner", "backup", "specialist", "manager"];
        return lines
            .filter((line) => line.from < this.end && (!line.to || line.to > this.start))
            .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.from - b.from);
    }

    describe(record) {
        const { user_id, role, date_from, date_to } = record.data;
        const from = date_from || this.start;
        const to = date_to ? date_to.plus({ days: 1 }) : null;
        const left = this.place(from);
        return {
            key: record.id,
            name: user_id ? user_id.display_name : "",
            role,
            roleName: this.roleNames[role],
            from,
            to,
            left,
            width: Math.max(1, this.place(to || this.end) - left),
            dates: date_to
                ? _t("%(from)s to %(to)s", { from: formatDate(from), to: formatDate(date_to) })
                : _t("since %(from)s", { from: formatDate(from) }),
            isNow: from <= this.today && (!to || to > this.today),
        };
    }

    get roleNames() {
        return {
            owner: _t("Owner"),
            backup: _t("Backup"),
            specialist: _t("Specialist"),
            manager: _t("Manager"),
        };
    }
}

export const territoryPeopleField = {
    component: TerritoryPeopleField,
    displayName: _t("People on a Time Line"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "user_id", type: "many2one", relation: "res.users" },
        { name: "role", type: "selection" },
        { name: "date_from", type: "date" },
        { name: "date_to", type: "date" },
    ],
};

registry.category("fields").add("territory_people", territoryPeopleField);
