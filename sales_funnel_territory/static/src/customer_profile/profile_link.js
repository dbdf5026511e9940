import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** How complete the profile is, in the strip of a customer: a tap leads to its tab. */
export class ProfileLink extends Component {
    static template = "sales_funnel_territory.ProfileLink";
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
    }

    get data() {
        return this.props.record.data;
    }

    show() {
        const form = this.root.el.closest(".o_form_view");
        const tab = form.querySelector(".o_notebook a[name='customer_profile']");
        tab.click();
        tab.scrollIntoView({ block: "start" });
    }
}

export const profileLinkWidget = {
    component: ProfileLink,
    fieldDependencies: [
        { name: "profile_completeness", type: "integer", readonly: true },
        { name: "is_profile_due", type: "boolean", readonly: true },
    ],
};

registry.category("view_widgets").add("customer_profile_link", profileLinkWidget);
