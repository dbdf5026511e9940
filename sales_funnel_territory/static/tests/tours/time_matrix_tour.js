import { registry } from "@web/core/registry";

import { tap } from "@sales_funnel_territory/../tests/tours/tap";

// nothing is on its way
const READY = ".o_time_matrix_root:not(.o_is_loading)";
const quadrant = (key) => `${READY} .o_time_matrix_cards[data-quadrant='${key}']`;
const card = (key, name) => `${quadrant(key)} .o_time_matrix_card:contains('${name}')`;

const press = (key) => async (helpers) => {
    helpers.anchor.focus();
    await helpers.press(key);
};

/** At the desk: drag, undo, a key instead of the mouse, ask a colleague. */
registry.category("web_tour.tours").add("sales_funnel_time_matrix", {
    steps: () => [
        {
            content: "Important, not urgent: dragged to be done now",
            trigger: card("plan", "Agree on the trial"),
            run: `drag_and_drop ${quadrant("do")}`,
        },
        {
            content: "It is due today",
            trigger: `${card("do", "Agree on the trial")}:contains('Today')`,
        },
        {
            content: "Taken back",
            trigger: ".o_time_matrix_done button:contains('Undo')",
            run: "click",
        },
        { trigger: card("plan", "Agree on the trial") },
        {
            content: "By a key",
            trigger: card("drop", "Calendars"),
            run: press("1"),
        },
        { trigger: card("do", "Calendars") },
        {
            content: "Somebody else may do this",
            trigger: `${card("delegate", "Send prices")} .o_time_matrix_step`,
            run: "click",
        },
        {
            trigger: ".modal .o_time_matrix_people button:contains('Carl Tour')",
            run: "click",
        },
        {
            trigger: ".modal #o_time_matrix_note",
            run: "edit While I am away",
        },
        {
            trigger: ".modal .btn-primary:contains('Ask'):enabled",
            run: "click",
        },
        {
            content: "It stays here until he accepts",
            trigger: `${card("delegate", "Send prices")}:contains('Carl Tour is asked')`,
        },
        {
            content: "Where the time goes, on its records",
            trigger: `${READY} .o_time_share_table button:contains('Other Customer Work')`,
            run: "click",
        },
        { trigger: ".o_list_renderer .o_data_row" },
    ],
});

/** As the colleague: accept what is asked. */
registry.category("web_tour.tours").add("sales_funnel_time_matrix_accept", {
    steps: () => [
        {
            trigger: ".o_time_matrix_request:contains('While I am away') .o_time_matrix_accept",
            run: "click",
        },
        { trigger: card("delegate", "Send prices") },
    ],
});

/** On the phone: one quadrant at a time, everything by taps. */
registry.category("web_tour.tours").add("sales_funnel_time_matrix_phone", {
    steps: () => [
        {
            trigger: `${READY} [data-tab='plan']`,
            run: tap,
        },
        {
            trigger: `${card("plan", "Agree on the trial")} .o_time_matrix_menu`,
            run: tap,
        },
        {
            content: "Move it without dragging",
            trigger: "[data-move='do']",
            run: "click",
        },
        { trigger: `${READY} [data-tab='do']:contains('1')`, run: tap },
        { trigger: card("do", "Agree on the trial") },
        {
            trigger: `${READY} [data-tab='drop']`,
            run: tap,
        },
        {
            content: "Away with it",
            trigger: `${card("drop", "Calendars")} .o_time_matrix_step`,
            run: tap,
        },
        {
            content: "And back",
            trigger: ".o_time_matrix_done:contains('Dropped: Calendars') button:contains('Undo')",
            run: "click",
        },
        { trigger: card("drop", "Calendars") },
    ],
});
