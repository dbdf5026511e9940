import { registry } from "@web/core/registry";

const BLOCK = "#sales_funnel_narrow_view";
const MENU = "sales_funnel_territory.sales_funnel_territory_menu";

/** As an administrator: read what it means, switch it on, see how far it is. */
registry.category("web_tour.tours").add("sales_funnel_narrow_view", {
    steps: () => [
        {
            content: "Off by default",
            trigger: `${BLOCK} .o_field_widget[name='is_narrow_view'] input:not(:checked)`,
            run: "click",
        },
        {
            content: "What it means is said before",
            trigger: `${BLOCK} .alert-info:contains('people see fewer of the')`,
        },
        {
            trigger: `${BLOCK}:not(:has(.alert-warning:visible))`,
        },
        {
            content: "Save: the page is loaded anew",
            trigger: ".o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is prepared, and says how far it is",
            trigger: `${BLOCK} .alert-warning:contains('companies and people are counted')`,
        },
        {
            trigger: `${BLOCK} .o_field_widget[name='is_narrow_view'] input:checked`,
        },
    ],
});

/** As a rep: one's own customers only; who looks after another one is told. */
registry.category("web_tour.tours").add("sales_funnel_narrow_view_rep", {
    steps: () => [
        {
            content: "Of all customers",
            trigger: ".o_facet_remove",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.o_facet_remove)) .o_list_view .o_data_row:contains('Hale Tools')",
        },
        {
            content: "That of a colleague is not there",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Bell Works')))",
        },
        {
            content: "Before one calls him",
            trigger: `[data-menu-xmlid='${MENU}_customer']`,
            run: "click",
        },
        {
            trigger: `[data-menu-xmlid='${MENU}_customer_lookup']`,
            run: "click",
        },
        {
            trigger: ".modal div[name='name'] input",
            run: "edit bell w",
        },
        {
            trigger: ".modal button[name='action_look_up']",
            run: "click",
        },
        {
            content: "Carl does; he cannot be opened",
            trigger: ".modal .o_data_row:contains('Bell Works'):contains('Carl Colleague')",
        },
        {
            trigger: ".modal .o_data_row:not(:has(button[name='action_open']))",
        },
    ],
});
