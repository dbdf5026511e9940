import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** As administrator: open the app, choose a set, see the table, keep a stage, apply, undo. */
registry.category("web_tour.tours").add("sales_funnel_setup", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "The app offers the set-up while no team is set up",
            trigger:
                ".o_app[data-menu-xmlid='sales_funnel_territory.sales_funnel_territory_menu_root']",
            run: "click",
        },
        {
            trigger: ".o_funnel_template_card.o_chosen:contains('Strategic funnel')",
        },
        {
            content: "Another set is chosen by its card",
            trigger: ".o_funnel_template_card:contains('ABCD')",
            run: "click",
        },
        {
            trigger: ".o_funnel_template_card.o_chosen:contains('ABCD')",
        },
        {
            content: "The first stage is proposed to become D",
            trigger: "[data-stage='Fresh'] select:has(option:contains('D · 10 %'):selected)",
        },
        {
            content: "The table shows before and after",
            trigger:
                ".o_funnel_setup_table tr[data-row='total'] [data-measure='weighted'] .o_funnel_setup_after:contains('400')",
        },
        {
            content: "A stage may be kept",
            trigger: "[data-stage='Talking'] select",
            run: "selectByLabel Keep it",
        },
        {
            content: "Then its probability is asked for, and one is proposed",
            trigger: "[data-stage='Talking'] .o_funnel_setup_probability:value('30')",
        },
        {
            trigger: "[data-stage='Talking'] .o_funnel_setup_probability",
            run: "edit 50 && press Tab",
        },
        {
            trigger:
                ".o_funnel_setup_table tr[data-row='total'] [data-measure='weighted'] .o_funnel_setup_after:contains('600')",
        },
        {
            content: "Lost leads have a table of their own",
            trigger: ".o_funnel_setup_preview button[data-status='lost']",
            run: "click",
        },
        {
            trigger: ".o_funnel_setup_preview button[data-status='lost'].active",
        },
        {
            trigger: "button[name='action_apply']",
            run: "click",
        },
        {
            trigger: ".o_funnel_setup .alert-success:contains('It can be undone')",
        },
        {
            trigger: "button[name='action_undo']",
            run: "click",
        },
        {
            trigger: ".o_funnel_setup .alert-info:contains('Undone')",
        },
    ],
});
