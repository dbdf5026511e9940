import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const THUMB = 44; // pixels
const MOST_TAPS = 12;

/** A counter of taps, each on something a thumb finds and that lies on the screen. */
function counter() {
    let taps = 0;
    return {
        tap({ anchor }) {
            anchor.scrollIntoView({ block: "center" });
            const { height, width, left, right } = anchor.getBoundingClientRect();
            if (height < THUMB || width < THUMB) {
                throw new Error(`${width} x ${height} is too small for a thumb`);
            }
            if (left < 0 || right > window.innerWidth) {
                throw new Error(`from ${left} to ${right} does not lie on the screen`);
            }
            taps++;
            anchor.click();
        },
        end() {
            if (taps > MOST_TAPS) {
                throw new Error(`${taps} taps, ${MOST_TAPS} are allowed`);
            }
            console.log(`the simple case took ${taps} taps`); // eslint-disable-line no-console
        },
    };
}

/** Nothing is to be moved to the side for. */
function checkWidth() {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > window.innerWidth) {
        throw new Error(`${scrollWidth} wide on ${window.innerWidth}`);
    }
}

/** What the report would change, as switches: large ones, of which each line is all of one. */
function checkSwitches() {
    checkWidth();
    for (const line of document.querySelectorAll(".o_report_change")) {
        if (line.getBoundingClientRect().height < THUMB) {
            throw new Error(`${line.textContent} is too low for a thumb`);
        }
    }
}

/** As a rep, with one hand: prepare, start, write, finish, accept what the report changes. */
tours.add("sales_funnel_today_report", { steps: () => reportSteps(counter()) });

function reportSteps({ tap, end }) {
    return [
        {
            content: "Late reports stand on top, the next visit is in sight",
            trigger: ".o_today_late:contains('Late Mills') ~ .o_today_visits .o_today_next",
            run: checkWidth,
        },
        {
            content: "On every card: call, navigate",
            trigger: ".o_today_next:has(a[href='tel:+494055501']):has(a[href^='geo:0,0?q=53.6'])",
        },
        {
            content: "Prepare",
            trigger: ".o_today_next:contains('Hale Tools') .o_today_prepare",
            run: tap,
        },
        {
            content: "The purpose is there already",
            trigger: ".o_report_body input#o_report_purpose:value('Yearly talk')",
            run: checkWidth,
        },
        {
            content: "Back to the day, there",
            trigger: ".o_report_back",
            run: tap,
        },
        {
            content: "Start",
            trigger: ".o_today_next .o_today_check:contains('Check In')",
            run: tap,
        },
        {
            content: "Write: who is at a customer's has that visit on top, what is late below it",
            trigger:
                ".o_today_visits:has(~ .o_today_late:contains('Late Mills')) .o_today_next .o_today_write",
            run: tap,
        },
        {
            content: "Who was met",
            trigger: ".o_report_body .o_today_chip:contains('Hugo Hale')",
            run: tap,
        },
        {
            content: "What they need",
            trigger: "[data-part='message_needs'] .o_report_text_head",
            run: tap,
        },
        {
            content: "It is ready to be spoken or typed into",
            trigger: "[data-part='message_needs'] textarea:focus",
            run: "edit A second line before summer",
        },
        {
            content: "What happens next: the finger goes into the field",
            trigger: "input#o_report_next_step",
            run: tap,
        },
        {
            trigger: "input#o_report_next_step",
            run: "edit Bring the offer",
        },
        {
            content: "When",
            trigger: "[data-name='next_step_date'] .o_today_chip:contains('In a Week')",
            run: tap,
        },
        {
            content: "The next visit",
            trigger: "[data-name='next_visit_on'] .o_today_chip:contains('In a Week')",
            run: tap,
        },
        {
            trigger: ".o_report_done:enabled",
            run: tap,
        },
        {
            content: "What they need would stand in the profile",
            trigger: ".o_report_change[data-kind='profile']:contains('A second line')",
            run: checkSwitches,
        },
        {
            content: "The next visit is proposed",
            trigger: ".o_report_change[data-kind='next_visit']:has(input:checked)",
        },
        {
            trigger: ".o_report_submit:enabled",
            run: tap,
        },
        {
            content: "The day says that it is reported",
            trigger: ".o_today_row:contains('Hale Tools') .fa-file-text-o",
            run: end,
        },
    ];
}

/** What is typed after a tap belongs into the new item, whose people and days take a line each. */
function checkItem() {
    checkWidth();
    for (const row of document.querySelectorAll(".o_report_action .o_today_chips")) {
        if (row.getBoundingClientRect().height >= 2 * THUMB) {
            throw new Error("chips of an action item take more than a line");
        }
    }
}

/** As a rep, with one hand: two items were agreed, one of which the customer does. */
tours.add("sales_funnel_today_items", {
    steps: () => {
        const { tap } = counter();
        return [
            {
                trigger: ".o_today_next:contains('Hale Tools') .o_today_prepare",
                run: tap,
            },
            { trigger: ".o_report_add", run: tap },
            {
                content: "The keyboard is there at once",
                trigger: ".o_report_action:eq(0) input.o_report_action_name:focus",
                run: "edit Send the references",
            },
            { trigger: ".o_report_add", run: tap },
            {
                trigger: ".o_report_action:eq(1) input.o_report_action_name:focus",
                run: "edit Count the stops",
            },
            {
                trigger: ".o_report_action:eq(1) .o_today_chip:contains('Hugo Hale')",
                run: checkItem,
            },
            {
                trigger: ".o_report_action:eq(1) .o_today_chip:contains('Hugo Hale')",
                run: tap,
            },
            {
                trigger: ".o_report_action:eq(1) .o_today_chip:contains('In a Month')",
                run: tap,
            },
            { trigger: ".o_report_back", run: tap },
            { trigger: ".o_today_next:contains('Hale Tools')" },
        ];
    },
});

/** As a rep, with one hand: what is due is done, and what comes next is planned. */
tours.add("sales_funnel_today_around", {
    steps: () => {
        const { tap } = counter();
        return [
            {
                content: "Yesterday's visit: done, or missed?",
                trigger: ".o_today_unsaid .o_today_row:contains('Late Mills') .o_today_done",
                run: tap,
            },
            {
                trigger: "body:not(:has(.o_today_unsaid)) .o_today_root",
            },
            {
                content: "An activity with its customer to call",
                trigger: ".o_today_activities .o_today_row:has(.o_today_call) .o_today_finish",
                run: tap,
            },
            {
                trigger: ".o_today_activities:not(:has(.o_today_row))",
            },
            {
                content: "Nobody knows what comes next here",
                trigger: ".o_today_leads .o_today_row:contains('New hall') .o_today_plan",
                run: tap,
            },
            {
                trigger: ".modal button[name='action_schedule_activities']",
                run: "click",
            },
            {
                content: "Now somebody does; it is due today",
                trigger: ".o_today_root:not(:has(.o_today_leads))",
            },
        ];
    },
});

/** As a leader, at the desk: the day of one of his people. */
tours.add("sales_funnel_today_leader", {
    steps: () => [
        {
            trigger: ".o_today_person",
            run: "selectByLabel Rosa Rep",
        },
        {
            content: "Her day, nothing to write into it",
            trigger: ".o_today_next:contains('Hale Tools'):not(:has(.o_today_check))",
        },
    ],
});
