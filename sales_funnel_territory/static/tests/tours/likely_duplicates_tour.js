import { registry } from "@web/core/registry";

/** As a rep, about to enter a customer who is here already: look at him, and enter nobody. */
registry.category("web_tour.tours").add("sales_funnel_likely_duplicates", {
    steps: () => [
        {
            content: "A new customer: nothing is said yet",
            trigger:
                ".o_form_view:not(:has(.o_likely_duplicates)) h1 div[name='name'] :is(input, textarea)",
            run: "edit Hale-Tools GmbH",
        },
        {
            content: "Leave the name",
            trigger: ".o_form_view div[name='phone'] input",
            run: "click",
        },
        {
            content: "Before anything is saved: who it may be, whose he is, and why",
            trigger:
                ".o_likely_duplicate:contains('same name'):contains('Munich'):contains('Rosa Rep') button:contains('Hale Tools')",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (document.body.clientWidth < 768 && height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            content: "Look at him, without leaving what was begun",
            trigger: ".modal .o_form_view:contains('Hale Tools')",
        },
        {
            trigger: ".modal .o_form_button_cancel, .modal button.btn-close, .modal .oi-arrow-left",
            run: "click",
        },
        {
            content: "He is here already: discard",
            trigger: "body:not(:has(.modal)) .o_likely_duplicates",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        {
            trigger: ".o_kanban_view, .o_form_view:not(:has(.o_likely_duplicates))",
        },
    ],
});
