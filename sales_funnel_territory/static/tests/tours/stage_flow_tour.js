import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_funnel_territory.stage_flow", {
    url: "/odoo/stage-flow",
    steps: () => [
        {
            content: "The drawing has the stages and its table the same figures",
            trigger: ".o_stage_flow_picture .o_stage_flow_node:contains('Above')",
        },
        {
            trigger: ".o_stage_flow_table tr:contains('→ In') td:contains('3')",
        },
        {
            content: "Drawn by revenue",
            trigger: ".o_funnel_chart_filters button:contains('Expected Revenue')",
            run: "click",
        },
        {
            trigger: ".o_stage_flow_node:contains('Above'):contains('637')",
        },
        {
            content: "The band of what was lost opens the stays",
            trigger: ".o_stage_flow_band.o_stage_flow_lost",
            run: "click",
        },
        {
            content: "One opportunity was lost, and only that one is there",
            trigger: ".o_list_view .o_data_row:contains('lost')",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('skipping')))",
        },
        {
            content: "Back: the drawing is as it was left",
            trigger: ".o_back_button, .breadcrumb-item a:contains('Stage Flow')",
            run: "click",
        },
        {
            trigger: ".o_funnel_chart_filters button.active:contains('Expected Revenue')",
        },
        {
            content: "A row of the table opens its stays, too",
            trigger: ".o_stage_flow_table button:contains('Best Few')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('skipping')",
        },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_territory.stuck", {
    url: "/odoo/my-funnel",
    steps: () => [
        {
            content: "The card says quietly that the opportunity is stuck",
            trigger:
                ".o_kanban_record:contains('Sleeping hall') .o_stage_age_stuck[title*='Stuck: 30 days']",
        },
        {
            content: "One that is on time has a bar and no word",
            trigger:
                ".o_kanban_record:contains('Fresh hall') .o_stage_age:not(.o_stage_age_stuck) .o_stage_age_bar",
        },
        {
            content: "Find all that are stuck",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains(/^Stuck$/)",
            run: "click",
        },
        {
            trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains('Fresh hall')))",
        },
        {
            trigger: ".o_kanban_record:contains('Sleeping hall')",
            run: "click",
        },
        {
            content: "The opportunity says it in words",
            trigger: ".o_funnel_strip .o_stage_age_words:contains('30 days in stage, normal 6')",
        },
    ],
});
