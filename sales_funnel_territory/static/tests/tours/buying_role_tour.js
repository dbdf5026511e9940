import { registry } from "@web/core/registry";

const TAB =
    ".o_notebook_headers a[name='buying_roles'], .o_notebook .nav-link[name='buying_roles']";

registry.category("web_tour.tours").add("sales_funnel_territory.buying_roles", {
    steps: () => [
        {
            content: "Open the people who decide",
            trigger: TAB,
            run: "click",
        },
        {
            content: "The gaps stand on top; name the economic buyer",
            trigger: ".o_buying_role_gap:contains('Economic Buyer: nobody named') button",
            run: "click",
        },
        {
            content: "The role is there already; the customer's people are offered",
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit Dora",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Dora Hale')",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "She is named, and not met",
            trigger: "body:not(:has(.modal)) .o_buying_role_gap:contains('Dora Hale not met')",
        },
        {
            content: "In the picture her circle is hollow",
            trigger: ".o_relationship_person.o_not_met[data-person='Dora Hale']",
        },
        {
            content: "Met, with one tap",
            trigger: ".o_buying_role_gap:contains('Dora Hale not met') button",
            run: "click",
        },
        {
            trigger: ".o_relationship_person:not(.o_not_met)[data-person='Dora Hale']",
        },
        {
            content: "The three others are dashed",
            trigger: ".o_relationship_gap:contains('Technical Buyer')",
        },
        {
            content: "Who is she?",
            trigger: ".o_relationship_person[data-person='Dora Hale']",
            run: "click",
        },
        {
            trigger: ".o_relationship_details:contains('Economic Buyer')",
        },
        {
            trigger: ".o_relationship_details .btn-close",
            run: "click",
        },
        {
            content: "Large, with its table",
            trigger: ".o_relationship_large",
            run: "click",
        },
        {
            trigger: ".o_relationship_page .o_relationship_table tr:contains('Dora Hale')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_territory.buying_roles_phone", {
    steps: () => [
        {
            trigger: TAB,
            run: "click",
        },
        {
            content: "Cards on a phone; one tap notes the meeting",
            trigger: ".o_kanban_record:contains('Ann Lee') .o_buying_role_met",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Ann Lee'):not(:has(.o_buying_role_met))",
        },
        {
            content: "Line by line, where there is no room beside each other",
            trigger: ".o_relationship_drawing .o_relationship_person[data-person='Ann Lee']",
        },
    ],
});
