import { registry } from "@web/core/registry";

/** As a rep, on a phone, at a stand: note who came, and turn him into an opportunity. */
registry.category("web_tour.tours").add("sales_funnel_visitor", {
    steps: () => [
        {
            trigger: ".o_control_panel .o-kanban-button-new",
            run: "click",
        },
        {
            content: "The phone number comes first",
            trigger: ".o_visitor_form div[name='phone'] input",
            run: "edit +49 40 5550101",
        },
        {
            trigger: ".o_visitor_form div[name='contact_name'] input",
            run: "edit Vera Visitor",
        },
        {
            content: "Somebody with that number is known: told, not in the way",
            trigger: ".o_visitor_form .o_visitor_known:contains('Hale Tools')",
        },
        {
            trigger: ".o_visitor_form div[name='intention_level'] .o_selection_badge:contains('3')",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            trigger: ".o_visitor_form div[name='visitor_need'] textarea",
            run: "edit A filler for jars",
        },
        {
            content: "One tap",
            trigger: "button[name='action_turn_into_opportunity']:visible",
            run: "click",
        },
        {
            content: "It is an opportunity, with its customer",
            trigger: ".o_form_view:not(.o_visitor_form) .o_statusbar_status",
        },
    ],
});
