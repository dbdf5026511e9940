import { registry } from "@web/core/registry";

/** As a rep: see whether the week fits, plan it, submit it. */
registry.category("web_tour.tours").add("sales_funnel_visit_plan", {
    steps: () => [
        {
            content: "Does it fit at all?",
            trigger: "button[name='action_check']",
            run: "click",
        },
        {
            content: "It is told before anything is planned",
            trigger: ".o_visit_feasibility .alert-success:contains('It fits')",
        },
        {
            content: "Plan",
            trigger: "button[name='action_plan']",
            run: "click",
        },
        {
            content: "The form looks by itself, and reads what was found",
            trigger: "div[name='visit_ids'] .o_data_row:contains('Hale Tools')",
            timeout: 60000,
        },
        {
            content: "Submit",
            trigger: "button[name='action_submit']",
            run: "click",
        },
        {
            content: "It waits for the leader",
            trigger: ".o_arrow_button_current:contains('Submitted')",
        },
    ],
});

/** As a team leader: approve what a rep has submitted. */
registry.category("web_tour.tours").add("sales_funnel_visit_plan_approve", {
    steps: () => [
        {
            content: "What was planned",
            trigger: "div[name='visit_ids'] .o_data_row:contains('Hale Tools')",
        },
        {
            content: "Approve",
            trigger: "button[name='action_approve']",
            run: "click",
        },
        {
            content: "Its person may publish it now",
            trigger: ".o_arrow_button_current:contains('Approved')",
        },
    ],
});
