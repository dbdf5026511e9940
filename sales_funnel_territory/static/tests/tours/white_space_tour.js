import { registry } from "@web/core/registry";

/** As a manager: what was bought, what was not, and an opportunity for it. */
registry.category("web_tour.tours").add("sales_funnel_white_space", {
    steps: () => [
        {
            content: "Only my customers",
            trigger: ".o_customer_facets select[name='user_id']",
            run: "selectByLabel Mara Tour",
        },
        {
            content: "One customer, and what he bought",
            trigger:
                ".o_white_space_table:has(tbody tr:only-child):contains('Tour Tools') button[aria-label*='Tour Pumps']",
            run: "click",
        },
        {
            content: "The opportunity that makes the figure",
            trigger: ".o_list_view:contains('Pump station')",
        },
        {
            content: "Back, and the filter is still there",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Nothing was bought: the white space",
            trigger:
                ".o_white_space_table:has(tbody tr:only-child) button.o_white_space_offer[aria-label*='Tour Tanks']",
            run: "click",
        },
        {
            trigger:
                ".modal .o_form_view .o_field_widget[name='name'] textarea, .modal .o_form_view .o_field_widget[name='name'] input",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_white_space_table",
        },
    ],
});

/** As a manager on the phone: who makes up most, and open him. */
registry.category("web_tour.tours").add("sales_funnel_pareto", {
    steps: () => [
        {
            content: "The sentence and the chart",
            trigger:
                ".o_customer_pareto:has(.o_customer_pareto_canvas canvas) .o_customer_pareto_headline:contains('make up 80')",
        },
        {
            content: "By class",
            trigger: ".o_customer_facets select[name='by']",
            run: "select class_id",
        },
        {
            trigger: ".o_customer_pareto_table th:contains('By Customer Class')",
        },
        {
            trigger: ".o_customer_facets select[name='by']",
            run: "select partner_id",
        },
        {
            content: "A finger finds the largest",
            trigger: ".o_customer_pareto_table tbody button:contains('Tour Tools')",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            trigger: ".o_form_view .o_customer_strip",
        },
    ],
});
