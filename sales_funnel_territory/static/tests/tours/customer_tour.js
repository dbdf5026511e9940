import { registry } from "@web/core/registry";

/** As a rep, on a phone: open a due customer, log a call, confirm the class. */
registry.category("web_tour.tours").add("sales_funnel_customer", {
    steps: () => [
        {
            content: "My customers, who is due first",
            trigger: ".o_kanban_record:contains('Hale Tools'):contains('days overdue')",
            run: "click",
        },
        {
            content: "The strip says class, strategy and what is due",
            trigger:
                ".o_customer_strip:contains('A Focus'):contains('tailored solution') div[name='next_contact']:contains('days ago')",
        },
        {
            content: "Log the call that was planned",
            trigger: ".o-mail-Activity:contains('Ask for the plans') .o-mail-Activity-markDone",
            run: "click",
        },
        {
            trigger: ".o-mail-ActivityMarkAsDone button[aria-label='Done']",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o-mail-Activity))",
        },
        {
            content: "Another class is proposed; a finger finds the button",
            trigger: ".o_customer_strip button[name='action_confirm_class']",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            content: "The class is confirmed, the next contact lies ahead",
            trigger:
                ".o_customer_strip:contains('B Develop'):not(:has(button[name='action_confirm_class'])) div[name='next_contact']:contains(/^((?!ago).)*$/)",
        },
    ],
});
