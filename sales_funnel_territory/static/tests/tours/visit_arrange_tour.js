import { registry } from "@web/core/registry";

import { tap } from "@sales_funnel_territory/../tests/tours/tap";

/** As a rep on the phone: three good times for a visit, one is taken by a tap. */
registry.category("web_tour.tours").add("sales_funnel_visit_arrange", {
    steps: () => [
        {
            content: "From the customer's form",
            trigger: ".o_form_view .o_visit_arrange_button:visible",
            run: tap,
        },
        {
            content: "Three times, each with its reason",
            trigger: ".modal .o_visit_slot[name='action_take_3']:visible",
        },
        {
            trigger: ".modal .o_visit_slot:contains('min away from Beside Works')",
        },
        {
            trigger: ".modal div[name='purpose'] input",
            run: "edit Show the press",
        },
        {
            content: "One tap plans it",
            trigger: ".modal .o_visit_slot:contains('min away from Beside Works')",
            run: tap,
        },
        {
            content: "It says when",
            trigger: ".o_notification:contains('visit planned')",
        },
        {
            content: "Back at the customer",
            trigger: "body:not(:has(.modal)) .o_form_view .o_visit_arrange_button:visible",
        },
    ],
});
