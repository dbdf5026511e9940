import { registry } from "@web/core/registry";

const READY = ".o_planner_root:not(.o_is_loading)";

/** As a rep: three visits on Tuesday the long way round, put in order and back again. */
registry.category("web_tour.tours").add("sales_funnel_planner_order", {
    steps: () => [
        {
            content: "This week is read",
            trigger: `${READY} .o_planner_tray`,
        },
        {
            content: "Next week",
            trigger: ".o_planner_next",
            run: "click",
        },
        {
            content: "Tuesday",
            trigger: `${READY} .o_planner_day:has(.o_planner_visit) .o_planner_day_head`,
            run: "click",
        },
        {
            trigger: `${READY} .o_planner_day.o_is_chosen .o_planner_visit`,
        },
        {
            content: "Its best order",
            trigger: ".o_planner_order",
            run: "click",
        },
        {
            content: "What that saves is told",
            trigger: ".o_notification:contains('less on the road')",
        },
        {
            trigger: `${READY} .o_planner_day.o_is_chosen`,
        },
        {
            content: "Asked again there is nothing to gain",
            trigger: ".o_planner_order",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('is in the best order')",
        },
        {
            trigger: `${READY} .o_planner_day.o_is_chosen`,
        },
    ],
});
