import { registry } from "@web/core/registry";

/** As a rep, on a phone: what happened with a customer, by kind and person. */
registry.category("web_tour.tours").add("sales_funnel_timeline", {
    steps: () => [
        {
            content: "The page of the customer",
            trigger: ".o_notebook_headers .nav-link[name='timeline']",
            run: "click",
        },
        {
            content: "The newest first",
            trigger: ".o_customer_timeline .o_timeline_entry:first:contains('Offer')",
        },
        {
            content: "What others wrote is shown as they wrote it",
            trigger: ".o_customer_timeline .o_timeline_entry:contains('<b>figures</b>')",
        },
        {
            content: "Meetings only; a thumb finds the filter",
            trigger: ".o_timeline_filters button[data-kind='meeting']",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            trigger:
                ".o_customer_timeline:not(:has(.o_timeline_entry[data-kind='mail'])) .o_timeline_entry[data-kind='meeting']",
        },
        {
            content: "and only with Petra, who was not there",
            trigger: ".o_timeline_person select",
            run: "selectByLabel Petra",
        },
        {
            trigger: ".o_customer_timeline:contains('Nothing of this kind yet')",
        },
        {
            trigger: ".o_timeline_filters button:contains('All')",
            run: "click",
        },
        {
            content: "An entry opens where it stands",
            trigger: ".o_timeline_entry:contains('figures')",
            run: "click",
        },
        {
            trigger: ".o_main_navbar:contains('Petra')",
        },
    ],
});
