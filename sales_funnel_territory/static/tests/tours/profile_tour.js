import { registry } from "@web/core/registry";

const PART = ".o_profile_part[data-part='company']";

/** As a rep, on a phone: open a customer, see what is missing, fill it, confirm the rest. */
registry.category("web_tour.tours").add("sales_funnel_profile", {
    steps: () => [
        {
            content: "The profiles that are due, with what is missing",
            trigger: ".o_kanban_record:contains('Hale Tools'):contains('Main Needs')",
            run: "click",
        },
        {
            content: "The strip leads to the profile",
            trigger: ".o_customer_strip .o_profile_link:contains('To Update')",
            run: "click",
        },
        {
            content: "Nothing is known of competition: folded",
            trigger:
                ".o_customer_profile details:not([open]) .o_profile_part[data-part='competition']",
        },
        {
            content: "What is missing leads to its field",
            trigger: ".o_profile_overview button[data-field='main_needs']",
            run: "click",
        },
        {
            trigger:
                ".o_customer_profile details[open] .o_field_widget[name='main_needs'] textarea",
            run: "edit A faster saw",
        },
        {
            content: "The company has not changed; a finger finds the button",
            trigger: `${PART}:contains('Never confirmed') button:contains('Still Right')`,
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            content: "Both are noted",
            trigger: `${PART}:contains('Confirmed today by Tora Tour')`,
        },
        {
            trigger:
                ".o_customer_profile:not(:has(button[data-field='main_needs'])) .o_profile_ring:contains('75 %')",
        },
        {
            content: "A competitor, the last thing that was missing",
            trigger: ".o_profile_overview button[data-field='competitor_ids']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='competitor_ids'] .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='name'] input",
            run: "edit Norton",
        },
        {
            trigger: ".modal .o_field_widget[name='share'] input",
            run: "edit 30",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_customer_profile .o_kanban_record:contains('Norton')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Complete, and confirmed by that",
            trigger: ".o_profile_overview:contains('Complete and up to date')",
        },
    ],
});
