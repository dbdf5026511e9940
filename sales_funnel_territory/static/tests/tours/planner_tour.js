import { waitFor } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

// the week is read, nothing is on its way
const READY = ".o_planner_root:not(.o_is_loading)";
const MOVED = `body:not(:has(.modal)) ${READY}`;

/** The column of a day, 1 is Monday. */
const day = (number) => `${READY} .o_planner_day:nth-of-type(${number})`;
const hour = (number, at) => `${day(number)} .o_planner_line[data-minutes='${at * 60}']`;
const visit = (name) => `.o_planner_visit:contains('${name}')`;

/** Press a key on a visit that has the focus. */
const press = (key) => async (helpers) => {
    helpers.anchor.focus();
    await helpers.press(key);
};

const dragTo = (selector, top) => (helpers) =>
    helpers.drag_and_drop(selector, top ? { position: { top, left: 20 }, relative: true } : {});

/** Until another week is read, and drawn, the days on the screen are those of the present one. */
async function goOn(helpers) {
    const { week } = document.querySelector(".o_planner_root").dataset;
    await helpers.click();
    await waitFor(`${READY}:not([data-week='${week}'])`, { timeout: 30000 });
}

const nextWeek = [
    {
        content: "This week is read",
        trigger: `${READY} .o_planner_tray, ${READY} .o_planner_phone`,
    },
    {
        content: "Next week",
        trigger: ".o_planner_next",
        run: goOn,
    },
];

function check(isTrue, sentence) {
    if (!isTrue) {
        throw new Error(sentence);
    }
}

function checkThumb({ anchor }) {
    const { height } = anchor.getBoundingClientRect();
    check(height >= 43.5, `${height} is too low for a thumb`);
    anchor.click();
}

/** As a rep: drag a visit, undo, drag somebody who is due into a day, go on by keyboard. */
registry.category("web_tour.tours").add("sales_funnel_planner", {
    steps: () => [
        ...nextWeek,
        {
            content: "Keys work at once, wherever the focus is",
            trigger: ".o_planner_next",
            async run(helpers) {
                helpers.anchor.focus();
                await helpers.press("ArrowRight");
                await waitFor(".o_planner_details:contains('Tour Tools')");
                document.activeElement.blur();
                await helpers.press("ArrowDown");
                await waitFor(".o_planner_details:contains('Tour Trade')");
            },
        },
        {
            content: "Two visits on Tuesday, numbered on the map",
            trigger: `${day(2)} ${visit("Tour Tools")} .o_planner_time:contains('09:00')`,
        },
        {
            content: "Its day on the map",
            trigger: `${day(2)} .o_planner_day_head`,
            run: "click",
        },
        {
            trigger: ".o_planner_map_host[data-ready] .o_planner_stop:contains('2')",
        },
        {
            content: "To Wednesday at two",
            trigger: `${READY} ${visit("Tour Tools")}.o_draggable`,
            run: dragTo(hour(3, 14)),
        },
        {
            // not waited for until the week is read again: the button stands there for seconds only
            content: "There it is, and what was done can be undone",
            trigger: `.o_planner_day:nth-of-type(3) ${visit("Tour Tools")} .o_planner_time:contains('14:00')`,
        },
        {
            trigger: ".o_notification .btn:contains('Undo')",
            run: "click",
        },
        {
            content: "Back on Tuesday",
            trigger: `${day(2)} ${visit("Tour Tools")} .o_planner_time:contains('09:00')`,
        },
        {
            content: "Who is due goes into Thursday at ten",
            trigger: `${READY} .o_planner_item:contains('Tour Tanks')`,
            run: dragTo(hour(4, 10), 2),
        },
        {
            trigger: `${day(4)} ${visit("Tour Tanks")} .o_planner_time:contains('10:00')`,
        },
        {
            content: "Nobody is left in the tray",
            trigger: `${READY} .o_planner_tray:not(:has(.o_planner_item))`,
        },
        {
            content: "By keyboard: freeze it",
            trigger: `${READY} ${visit("Tour Tanks")}.o_is_chosen:not(:has(.fa-lock))`,
            run: press("f"),
        },
        {
            content: "Frozen, and free again",
            trigger: `${READY} ${visit("Tour Tanks")}.o_is_chosen:has(.fa-lock)`,
            run: press("f"),
        },
        {
            content: "Move it",
            trigger: `${READY} ${visit("Tour Tanks")}.o_is_chosen:not(:has(.fa-lock))`,
            run: press("m"),
        },
        {
            content: "At five in the morning: that would not hold",
            trigger: ".o_planner_move_dialog .o_planner_move_time",
            run: "edit 05:00",
        },
        {
            trigger: ".o_planner_move_answer .o_planner_breaches:contains('before the day begins')",
        },
        {
            content: "Friday then",
            trigger: ".o_planner_move_days .btn:nth-child(5)",
            run: "click",
        },
        {
            content: "Where it fits best",
            trigger: ".o_planner_move_days .btn.active:nth-child(5)",
        },
        {
            trigger: ".o_planner_move_best",
            run: "click",
        },
        {
            content: "The answer has come",
            trigger: ".o_planner_move_answer:contains('min there'):not(:has(.o_planner_breaches))",
        },
        {
            trigger: ".o_planner_move_apply:enabled",
            run: "click",
        },
        {
            content: "On Friday",
            trigger: `${MOVED} .o_planner_day:nth-of-type(5) ${visit("Tour Tanks")}`,
        },
        {
            content: "The arrow goes back to the day before",
            trigger: `${READY} ${visit("Tour Tanks")}.o_is_chosen`,
            run: press("ArrowLeft"),
        },
        {
            trigger: `${READY} .o_planner_day:nth-of-type(2) .o_planner_visit.o_is_chosen`,
            run: press("?"),
        },
        {
            content: "What the keys do",
            trigger: ".o_planner_help:contains('freeze')",
        },
    ],
});

/** As a rep on the phone: the day, what is due, the map. */
registry.category("web_tour.tours").add("sales_funnel_planner_phone", {
    steps: () => [
        ...nextWeek,
        {
            content: "Tuesday",
            trigger: `${READY} .o_planner_strip .btn:nth-child(2)`,
            run: checkThumb,
        },
        {
            content: "A tap tells more",
            trigger: `${READY} .o_planner_phone_row:contains('Tour Tools')`,
            run: checkThumb,
        },
        {
            content: "Freeze it",
            trigger: `${READY} .o_planner_details:contains('Agree on the trial') .o_planner_freeze`,
            run: checkThumb,
        },
        {
            trigger: `${READY} .o_planner_details .o_planner_freeze:contains('Unfreeze')`,
        },
        {
            content: "Who is due?",
            trigger: ".o_planner_panes [data-pane='due']",
            run: checkThumb,
        },
        {
            trigger: `${READY} .o_planner_phone_due:contains('Tour Tanks')`,
            run: checkThumb,
        },
        {
            content: "Where it fits best",
            trigger: ".o_planner_move_answer:contains('min there')",
        },
        {
            trigger: ".o_planner_move_apply:enabled",
            run: "click",
        },
        {
            content: "Nobody is due any more",
            trigger: `${MOVED} .o_planner_phone_list:not(:has(.o_planner_phone_due)):contains('Nobody')`,
        },
        {
            trigger: ".o_planner_panes [data-pane='list']",
            run: "click",
        },
        {
            content: "It is in the day",
            trigger: `${READY} .o_planner_phone_visit:contains('Tour Tanks')`,
        },
        {
            content: "The map is one tap away",
            trigger: ".o_planner_panes [data-pane='map']",
            run: checkThumb,
        },
        {
            trigger: ".o_planner_map_host[data-ready] .o_planner_stop:contains('3')",
            run: "click",
        },
        {
            content: "A tap tells who it is, and leads there",
            trigger: ".o_planner_phone_chosen .o_planner_details_name:contains('Tour')",
        },
        {
            content: "The page is no wider than the phone",
            trigger: ".o_planner_tools",
            run() {
                check(document.body.scrollWidth <= window.innerWidth, "It runs off the phone");
            },
        },
    ],
});

/** A visit has fallen out: who is near and due, on the phone. */
registry.category("web_tour.tours").add("sales_funnel_planner_phone_near", {
    steps: () => [
        ...nextWeek,
        {
            content: "From a day with visits to another one: each in its order",
            trigger: `${READY} .o_planner_strip .btn:nth-child(3)`,
            run: checkThumb,
        },
        {
            trigger: `${READY} .o_planner_phone_stop:contains('Tour Tools')`,
        },
        {
            trigger: `${READY} .o_planner_strip .btn:nth-child(2)`,
            run: checkThumb,
        },
        {
            content: "After the last visit the afternoon is free",
            trigger: `${READY} .o_planner_phone_stop:contains('Tour Trade') ~ .o_planner_phone_gap:contains('Free')`,
            run: checkThumb,
        },
        {
            content: "Tour Tanks is due and not far",
            trigger: ".o_planner_near_row:contains('Tour Tanks') .o_planner_add",
            run: "click",
        },
        {
            content: "It is in the day, after the others",
            trigger: `${READY} .o_planner_phone_stop:contains('Tour Trade') ~ .o_planner_phone_stop:contains('Tour Tanks')`,
        },
    ],
});

/** As a leader: the week of a rep, and how full his month is. */
registry.category("web_tour.tours").add("sales_funnel_planner_leader", {
    steps: () => [
        {
            content: "One's own week first",
            trigger: `${READY} .o_planner_tray`,
        },
        {
            content: "A rep of the team",
            trigger: ".o_planner_person",
            run: "selectByLabel Rosa Tour",
        },
        {
            content: "Who is due with her",
            trigger: `${READY} .o_planner_item:contains('Tour Tanks')`,
        },
        {
            content: "Next week",
            trigger: ".o_planner_next",
            run: goOn,
        },
        {
            trigger: `${day(2)}:has(${visit("Tour Tools")}) .o_planner_day_head`,
            run: "click",
        },
        {
            trigger: `${day(2)}.o_is_chosen`,
        },
        {
            content: "Her month",
            trigger: ".o_planner_tools [data-span='month']",
            run: "click",
        },
        {
            content: "A day with visits opens its week",
            trigger: `${READY} .o_planner_load .o_planner_heat:has(.o_planner_heat_visits:contains('2'))`,
            run: "click",
        },
        {
            content: "It is the chosen one there",
            trigger: `${day(2)}.o_is_chosen ${visit("Tour Tools")}`,
        },
    ],
});
