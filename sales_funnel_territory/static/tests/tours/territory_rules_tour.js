import { registry } from "@web/core/registry";

/** As a sales manager: change a rule of a zone, look at who would move, then move them. */
registry.category("web_tour.tours").add("sales_funnel_territory_rules", {
    steps: () => [
        {
            content: "A zone, its rules in words",
            trigger:
                "div[name='rule_ids'] .o_data_row td[name='sentence']:contains('postcode 20-22')",
            run: "click",
        },
        {
            content: "More postcodes",
            trigger: ".modal div[name='zip_to'] input",
            run: "edit 24",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The sentence follows",
            trigger: "div[name='rule_ids'] .o_data_row:contains('postcode 20-24')",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_button_save",
            run: "click",
        },
        {
            content: "Nobody has moved: the change waits",
            trigger: ".alert-warning:contains('wait for being applied')",
        },
        {
            content: "Who would move?",
            trigger: "button[name='action_preview']",
            run: "click",
        },
        {
            content: "From whom to whom",
            trigger:
                "div[name='line_ids'] .o_data_row:contains('Zone Hills'):contains('Zone Harbour'):contains('2')",
        },
        {
            content: "Yes",
            trigger: "button[name='action_apply']",
            run: "click",
        },
        {
            content: "They have moved",
            trigger: "div[name='headline']:contains('2 of 2')",
        },
        {
            content: "It can be undone",
            trigger: "button[name='action_undo']",
        },
    ],
});
