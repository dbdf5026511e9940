import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The head of one part of a customer's profile: what is missing, how fresh, Still Right. */
export class ProfilePart extends Component {
    static template = "sales_funnel_territory.ProfilePart";
    static props = { ...standardWidgetProps, part: String, title: String };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        useEffect(
            () => this.foldEmpty(),
            () => [this.record.resId],
        );
    }

    get record() {
        return this.props.record;
    }

    get sheet() {
        return this.record.data.profile_sheet || {};
    }

    /** What counts of this part; nothing where the customer's template asks for nothing. */
    get part() {
        return (this.sheet.parts || []).find(({ key }) => key === this.props.part);
    }

    get mayConfirm() {
        return this.part && this.sheet.may_confirm && this.record.resId;
    }

    get confirmLabel() {
        return _t("Still Right: %(part)s", { part: this.props.title });
    }

    get freshness() {
        const { age, by } = this.part;
        if (age === null) {
            return _t("Never confirmed");
        }
        const values = { by, days: age };
        if (age === 0) {
            return by ? _t("Confirmed today by %(by)s", values) : _t("Confirmed today");
        }
        return by
            ? _t("Confirmed %(days)s days ago by %(by)s", values)
            : _t("Confirmed %(days)s days ago", values);
    }

    /** On a phone, a part of which nothing is known yet takes one line only. */
    foldEmpty() {
        const details = this.root.el.closest("details");
        const isEmpty = this.part && this.part.missing.length === this.part.total;
        details.open = !(this.env.isSmall && isEmpty);
    }

    async confirm() {
        if (!(await this.record.save())) {
            return;
        }
        await this.orm.call("res.partner", "action_confirm_profile", [[this.record.resId]], {
            groups: [this.props.part],
        });
        await this.record.load();
    }
}

export const profilePartWidget = {
    component: ProfilePart,
    extractProps: ({ attrs }) => ({ part: attrs.part, title: attrs.string }),
    fieldDependencies: [{ name: "profile_sheet", type: "json", readonly: true }],
};

registry.category("view_widgets").add("customer_profile_part", profilePartWidget);
