import { registry } from "@web/core/registry";

const row = (name) => `.o_forecast_table tr:has(th:contains("${name}"))`;
const tours = registry.category("web_tour.tours");

tours.add("sales_funnel_territory_forecast_leader", {
    steps: () => [
        {
            content: "the board says whether it will be made",
            trigger: ".o_forecast_verdict[data-verdict='short']",
        },
        {
            content: "and whom to ask",
            trigger: ".o_forecast_asks button:contains('Tour Rep')",
            run: "click",
        },
        {
            content: "what changed stands beside it",
            trigger: ".o_forecast_kind[data-kind='new']:contains('1,000')",
        },
        {
            content: "the leader says what he expects of him",
            trigger: `${row("Tour Rep")} .o_forecast_number[data-level='leader']`,
            run: "click",
        },
        { trigger: ".o_number_editor .o_number_amount", run: "edit 800" },
        {
            content: "not without a reason",
            trigger: ".o_number_editor .o_number_set:disabled",
        },
        { trigger: ".o_number_editor .o_number_note", run: "edit The buyer is on leave" },
        { trigger: ".o_number_editor .o_number_set:enabled", run: "click" },
        {
            content: "it counts, in the team's row as well",
            trigger: `${row("Tour Team")} td.fw-bold:contains('800')`,
        },
        {
            content: "arrows walk to the figure beside it",
            trigger: `${row("Tour Rep")} button[data-column='closed']`,
            run: (helpers) => {
                helpers.anchor.focus();
                return helpers.press("ArrowRight");
            },
        },
        {
            content: "there it is",
            trigger: `${row("Tour Rep")} button[data-column='commit']:focus`,
        },
        {
            trigger: `${row("Tour Team")} .o_forecast_submit`,
            run: "click",
        },
        { trigger: ".modal .o_submit_comment", run: "edit One deal is late" },
        { trigger: ".modal .o_submit_now", run: "click" },
        {
            content: "submitted, with the comment",
            trigger: `${row("Tour Team")} .o_forecast_submitted:contains('Submitted')`,
        },
        { trigger: `${row("Tour Team")} .o_forecast_submitted`, run: "click" },
        { trigger: ".o-dropdown-item.o_forecast_lock", run: "click" },
        {
            content: "a slip of the finger is taken back",
            trigger: ".o_notification:contains('locked for this week') button:contains('Undo')",
            run: "click",
        },
        {
            content: "it can be submitted again",
            trigger: `${row("Tour Team")} .o_forecast_submitted:contains('Submitted')`,
            run: "click",
        },
        { trigger: ".o-dropdown-item.o_forecast_lock", run: "click" },
        {
            content: "and locked for this week",
            trigger: `${row("Tour Team")} .o_forecast_submitted:contains('Locked')`,
        },
        {
            content: "a figure opens its deals",
            trigger: `${row("Tour Rep")} button[data-column='commit']`,
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Tour: open')" },
    ],
});

tours.add("sales_funnel_territory_forecast_head", {
    steps: () => [
        {
            content: "the leader above has a column, after the leader's",
            trigger: '.o_forecast_table th:contains("Leader\'s") + th:contains("Leader Above\'s")',
        },
        {
            content: "over the team below he speaks as the one above",
            trigger: `${row("Tour Team")} .o_forecast_number[data-level='head']`,
            run: "click",
        },
        {
            content: "what its leader says stands there",
            trigger: ".o_number_editor .o_number_said:contains('800'):contains('on leave')",
        },
        { trigger: ".o_number_editor .o_number_amount", run: "edit 700" },
        { trigger: ".o_number_editor .o_number_note", run: "edit The budget is cut" },
        { trigger: ".o_number_editor .o_number_set:enabled", run: "click" },
        {
            content: "it counts further up",
            trigger: `${row("Tour Above")} td.fw-bold:contains('700')`,
        },
        {
            content: "the leader's stays beside it",
            trigger: `${row("Tour Team")} .o_forecast_number[data-level='leader']:contains('800')`,
        },
        {
            content: "and is not his to set",
            trigger: `${row("Tour Team")} .o_forecast_number[data-level='leader']`,
            run: "click",
        },
        { trigger: ".o_number_editor:not(:has(.o_number_set)):contains('700')" },
    ],
});

tours.add("sales_funnel_territory_forecast_manager", {
    steps: () => [
        {
            content: "what changed leads to the waterfall",
            trigger: ".o_forecast_changes header button:contains('Waterfall')",
            run: "click",
        },
        {
            content: "start, changes, end",
            trigger: ".o_waterfall_chart [data-bar='end']:contains('1,000')",
        },
        {
            content: "a bar opens its deals",
            trigger: ".o_waterfall_chart [data-bar='new']",
            run: "click",
        },
        {
            content: "with what happened to each, and the deal itself",
            trigger: ".o_list_view .o_data_row:contains('Tour: open') td[name='lead_name']",
            run: "click",
        },
        { trigger: ".o_action_manager:has(.o_form_view) .o_breadcrumb:contains('Tour: open')" },
    ],
});

tours.add("sales_funnel_territory_waterfall_search", {
    steps: () => [
        { trigger: ".o_waterfall_chart [data-bar='end']:contains('3,000')" },
        {
            content: "Odoo's own search says of which deals",
            trigger: ".o_searchview_input",
            run: "edit Tour Rep",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains('Salesperson')",
            run: "click",
        },
        {
            content: "only his",
            trigger: ".o_waterfall_chart [data-bar='end']:contains('1,000')",
        },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "grouped by what the history does not hold",
            trigger: ".o_group_by_menu .o-dropdown-item:contains('City')",
            run: "click",
        },
        { trigger: ".o_waterfall_groups th:contains('Bremen')" },
        {
            content: "which is said",
            trigger: ".o_waterfall p:contains('as it is today: City')",
        },
        {
            content: "the search's grouping takes the place of the box",
            trigger: ".o_waterfall_filters:not(:has(.o_waterfall_group))",
        },
        {
            content: "kept as a favourite",
            trigger: ".o_favorite_menu .o_add_favorite",
            run: "click",
        },
        {
            trigger: ".o_favorite_menu input[type='text']",
            run: "edit His by city",
        },
        { trigger: ".o_favorite_menu .o_save_favorite", run: "click" },
        { trigger: ".o_facet_value:contains('His by city')" },
        {
            content: "a bar opens its deals",
            trigger: ".o_waterfall_chart [data-bar='end']",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains('Tour: open')" },
        {
            content: "and back: the search is as it was",
            trigger: ".o_back_button, .breadcrumb-item.o_back_button a",
            run: "click",
        },
        { trigger: ".o_waterfall:has(.o_waterfall_groups th:contains('Bremen'))" },
        { trigger: ".o_facet_value:contains('His by city')" },
    ],
});
