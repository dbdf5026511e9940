import { registry } from "@web/core/registry";

const READY = ".o_planner_root:not(.o_is_loading)";

/** As a rep on a phone, ill: the Tuesday of a planned week falls out. */
registry.category("web_tour.tours").add("sales_funnel_planner_ill", {
    steps: () => [
        {
            content: "This week is read",
            trigger: `${READY} .o_planner_phone`,
        },
        {
            content: "Next week",
            trigger: ".o_planner_next",
            run: "click",
        },
        {
            content: "It has a plan",
            trigger: ".o_planner_replan_button[data-plan]",
            run: "click",
        },
        {
            content: "Tuesday falls out",
            trigger: ".o-dropdown-item:contains('Tuesday'):contains('falls out')",
            run: "click",
        },
        {
            content: "Whose day it is, and which",
            trigger: ".o_planner_replan h2:contains('Rosa Tour: Tuesday')",
            timeout: 30000,
        },
        {
            content: "What would change",
            trigger: ".o_planner_replan_line:contains('Tour Tools')",
        },
        {
            content: "So be it",
            trigger: ".o_planner_replan_apply:contains('Accept All')",
            run: "click",
        },
        {
            content: "Done, and it can be undone",
            trigger: ".o_notification:contains('Changes made')",
        },
        {
            content: "Tuesday is no longer offered",
            trigger: `${READY} .o_planner_phone:not(:has(.o_planner_replan))`,
        },
        {
            trigger: ".o_planner_replan_button[data-plan]",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu:has(.o-dropdown-item:contains('Monday')):not(:has(.o-dropdown-item:contains('Tuesday')))",
        },
    ],
});
