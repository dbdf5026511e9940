import { registry } from "@web/core/registry";

/** As a rep, on a phone: ask a colleague for help with a customer. */
registry.category("web_tour.tours").add("sales_funnel_help", {
    steps: () => [
        {
            content: "My customer",
            trigger: ".o_kanban_record:contains('Hale Tools')",
            run: "click",
        },
        {
            content: "One tap asks for help; a finger finds it",
            trigger: ".o_customer_strip button[name='action_ask_help']",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            content: "What",
            trigger: ".o_help_ask div[name='name'] input",
            run: "edit Drawing of the gate",
        },
        {
            content: "Who",
            trigger: ".o_help_ask div[name='helper_id'] input",
            run: "click",
        },
        {
            trigger:
                ".o_kanban_record:contains('Enno Engineer'), .ui-autocomplete a:contains('Enno Engineer')",
            run: "click",
        },
        {
            content: "By when is proposed",
            trigger: ".o_help_ask div[name='due_on']:has(input, span, button)",
        },
        {
            trigger: ".modal button[name='ask'], .modal .modal-footer button:contains('Ask')",
            run: "click",
        },
        {
            content: "The customer says that an answer is awaited",
            trigger: "body:not(:has(.modal)) .o_customer_strip:contains('waiting for an answer')",
        },
    ],
});
