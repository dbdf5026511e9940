import { registry } from "@web/core/registry";

import { tap } from "@sales_funnel_territory/../tests/tours/tap";

const tours = registry.category("web_tour.tours");

/** As a rep, on a phone: finish the report, leave one change out, take the others. */
tours.add("sales_funnel_call_report_finish", {
    steps: () => [
        {
            content: "The report is written",
            trigger: ".o_call_report_form",
        },
        {
            content: "Finish",
            trigger: ".o_statusbar_buttons button[name='action_finish']:visible",
            run: "click",
        },
        {
            content: "What follows is offered: the buyer was met",
            trigger: ".o_finish_dialog .o_finish_change[data-kind='met'] input:checked",
        },
        {
            content: "The stage would move",
            trigger: ".o_finish_dialog .o_finish_change[data-kind='lead']:contains('Best Few')",
        },
        {
            content: "The attitude is left as it is",
            trigger: ".o_finish_dialog .o_finish_change[data-kind='attitude'] label",
            run: tap,
        },
        {
            trigger: ".o_finish_dialog .o_finish_change[data-kind='attitude'] input:not(:checked)",
        },
        {
            content: "Submit",
            trigger: ".o_finish_dialog .o_finish_submit:contains('with 3 Changes')",
            run: tap,
        },
        {
            content: "It is submitted; what it has changed can be looked at",
            trigger:
                "body:not(:has(.modal)) .o_call_report_form .nav-link:contains('What Follows')",
            run: "click",
        },
        {
            content: "The meeting is taken back",
            trigger:
                ".o_call_report_form .o_kanban_record:contains('Met On') button[name='action_undo']",
            run: "click",
        },
        {
            trigger: ".o_call_report_form .o_kanban_record:contains('Met On'):contains('Undone')",
        },
    ],
});
