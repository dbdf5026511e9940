import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** How complete a customer's profile is, and what is missing, each with a tap to its field. */
export class ProfileOverview extends Component {
    static template = "sales_funnel_territory.ProfileOverview";
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
    }

    get sheet() {
        return this.props.record.data.profile_sheet || {};
    }

    get parts() {
        return this.sheet.parts || [];
    }

    get missing() {
        return this.parts.flatMap(({ missing }) => missing);
    }

    get ringLabel() {
        return _t("%(percent)s percent of the profile are filled", {
            percent: this.sheet.completeness,
        });
    }

    get stale() {
        return this.parts.filter((part) => part.is_stale && !part.missing.length);
    }

    /** Bring what is missing under the finger: its field, or the people. */
    show({ field, scope }) {
        const page = this.root.el.closest(".o_customer_profile");
        const selector =
            scope === "people" ? "[name='action_open_people']" : `.o_field_widget[name='${field}']`;
        const target = page.querySelector(selector);
        if (!target) {
            return;
        }
        target.closest("details").open = true;
        target.scrollIntoView({ block: "center" });
        const input = target.matches("button") ? target : target.querySelector("input, textarea");
        input?.focus();
    }
}

export const profileOverviewWidget = {
    component: ProfileOverview,
    fieldDependencies: [{ name: "profile_sheet", type: "json", readonly: true }],
};

registry.category("view_widgets").add("customer_profile_overview", profileOverviewWidget);
