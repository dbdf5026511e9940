import { registry } from "@web/core/registry";

import { tap } from "@sales_funnel_territory/../tests/tours/tap";

const tours = registry.category("web_tour.tours");

/** As a rep, on a phone: at the gate without a plan; check in, check out, done. */
tours.add("sales_funnel_visit_phone", {
    steps: () => [
        {
            content: "Today has one planned visit; another one is made in passing",
            trigger: ".o_visit_kanban .o_kanban_record:contains('Marsh Mills')",
        },
        {
            trigger: ".o_control_panel button.o-kanban-button-new",
            run: "click",
        },
        {
            content: "Whom",
            trigger: ".o_visit_form div[name='partner_id'] input",
            run: "click",
        },
        {
            trigger: ".modal .o_kanban_record:contains('Hale Tools')",
            run: "click",
        },
        {
            content: "What for",
            trigger: "body:not(:has(.modal)) .o_visit_form div[name='purpose'] input",
            run: "edit See the new hall",
        },
        {
            content: "There",
            trigger: ".o_visit_form .o_statusbar_buttons button[name='action_check_in']",
            run: tap,
        },
        {
            content: "Gone",
            trigger: ".o_visit_form .o_statusbar_buttons button[name='action_check_out']",
            run: tap,
        },
        {
            content: "Done",
            trigger: ".o_visit_form:has(div[name='checked_out_on'] :not(:empty))",
        },
    ],
});

/** As a rep, at the desk: say why a visit was missed, and plan it again. */
tours.add("sales_funnel_visit_missed", {
    steps: () => [
        {
            content: "It waits for an answer",
            trigger: ".o_visit_form .alert-info:contains('was it done, or missed?')",
        },
        {
            trigger: ".o_statusbar_buttons button:contains('Missed')",
            run: "click",
        },
        {
            content: "Why",
            trigger: ".modal .o_radio_item:contains('Nobody was there') input",
            run: "click",
        },
        {
            trigger: ".modal-footer button[name='action_apply']",
            run: "click",
        },
        {
            content: "The visit says so",
            trigger:
                "body:not(:has(.modal)) .o_visit_form div[name='missed_reason']:contains('Nobody was there')",
        },
    ],
});
