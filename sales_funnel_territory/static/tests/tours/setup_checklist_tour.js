import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_funnel_setup_checklist", {
    steps: () => [
        {
            content: "the weighted amount that went stale is told",
            trigger:
                "li[data-step='weighted'][data-state='attention']:contains(1 weighted amounts)",
        },
        {
            content: "accept the repair",
            trigger: "li[data-step='weighted'] button:contains(Repair)",
            run: "click",
        },
        {
            content: "it is done",
            trigger: "li[data-step='weighted'][data-state='done']",
        },
        {
            content: "decide where probabilities come from",
            trigger: "li[data-step='source'] button",
            run: "click",
        },
        {
            content: "and change nothing",
            trigger: ".modal .o_field_widget[name='team_ids']",
        },
        {
            trigger: ".modal button:contains(Discard)",
            run: "click",
        },
        {
            content: "look at the jobs",
            trigger: "body:not(:has(.modal)) .o_menu_sections button:contains(Configuration)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu a:contains(Jobs and Health)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Check weighted amounts)",
        },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_setup_checklist_empty", {
    steps: () => [
        {
            content: "targets are still to be set",
            trigger: "li[data-step='targets'][data-state='todo'] button:contains(Targets)",
            run: "click",
        },
        {
            content: "the screen says what will stand here",
            trigger: ".o_target_empty:contains(Nobody has set targets yet)",
        },
        {
            trigger: ".o_menu_sections button:contains(Configuration)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu a:contains(Set-up Checklist)",
            run: "click",
        },
        {
            content: "plans are still to be made",
            trigger: "li[data-step='visit_plans'][data-state='todo'] button",
            run: "click",
        },
        {
            content: "the empty list speaks plain words, no markup",
            trigger: ".o_view_nocontent:not(:contains('<p')) p:contains(Whom do you visit when?)",
        },
    ],
});
