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

/** On the desk: the button is as high as those beside it. */
registry.category("web_tour.tours").add("sales_funnel_visit_button_on_the_desk", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons:has(.o_visit_arrange_button:visible)",
            run({ anchor }) {
                const buttons = [...anchor.querySelectorAll(":scope > .btn")];
                const heights = buttons.map((button) => Math.round(button.offsetHeight));
                if (buttons.length < 2 || new Set(heights).size > 1) {
                    throw new Error(`buttons of different heights: ${heights}`);
                }
            },
        },
    ],
});
