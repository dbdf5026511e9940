import { registry } from "@web/core/registry";

/** As a manager: count anew, find the zone that is over, see why, and whose visits nobody plans. */
registry.category("web_tour.tours").add("sales_funnel_territory_load", {
    steps: () => [
        {
            content: "Nothing is known of the zone yet: count",
            trigger: ".o_control_panel button[name='action_refresh']",
            run: "click",
        },
        {
            content: "The zone with nobody in it is over",
            trigger: ".o_data_row:contains('Tour Hills') .o_load_bar_over:contains('nobody')",
        },
        {
            content: "Its hours in words for who cannot see the bar",
            trigger:
                ".o_data_row:contains('Tour Harbour') .o_load_bar_track[aria-label*='h a year']",
        },
        {
            content: "Open the zone",
            trigger: ".o_data_row:contains('Tour Harbour') td[name='territory_id']",
            run: "click",
        },
        {
            content: "Who works here, since when",
            trigger: ".o_form_view .o_territory_people li:contains('Mara Tour'):contains('Owner')",
        },
        {
            content: "One customer is never due for a visit",
            trigger: ".o_form_view button[name='action_open_no_frequency']:contains('1')",
            run: "click",
        },
        {
            content: "That is who",
            trigger: ".o_breadcrumb:contains('No Visit Frequency')",
        },
        {
            trigger: ".o_kanban_record:contains('Tour Quiet'), .o_data_row:contains('Tour Quiet')",
        },
    ],
});

/** As a rep on the phone: how full is my zone? */
registry.category("web_tour.tours").add("sales_funnel_territory_load_phone", {
    steps: () => [
        {
            content: "My zone, its hours in words",
            trigger:
                ".o_kanban_record:contains('Tour Harbour') .o_load_bar_words:contains('h a year')",
        },
        {
            content: "A thumb opens it",
            trigger: ".o_kanban_record:contains('Tour Harbour')",
            run({ anchor }) {
                const { height } = anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`${height} is too low for a thumb`);
                }
                anchor.click();
            },
        },
        {
            trigger: ".o_form_view .o_load_bar",
        },
        {
            content: "The page is no wider than the phone",
            trigger: ".o_form_view .o_territory_people",
            run({ anchor }) {
                if (anchor.getBoundingClientRect().right > window.innerWidth) {
                    throw new Error("The time line runs off the phone");
                }
            },
        },
    ],
});

/** As a rep on the phone: territories are cards that say whose they are and how full. */
registry.category("web_tour.tours").add("sales_funnel_territory_cards_phone", {
    steps: () => [
        {
            trigger:
                ".o_kanban_record:contains('Tour Harbour'):contains('2 customers') .o_load_bar",
        },
        {
            content: "Nothing of it is cut off",
            trigger: ".o_kanban_record:contains('Tour Hills')",
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error("a card is wider than the phone");
                }
                anchor.click();
            },
        },
        {
            trigger: ".o_form_view .o_field_widget[name='name']",
        },
    ],
});
