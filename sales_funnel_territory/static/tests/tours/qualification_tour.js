import { registry } from "@web/core/registry";

const MONEY = ".o_qualification_question:contains('Money?')";
const NEED = ".o_qualification_question:contains('Need?')";

/** As a rep, on a phone: see what to ask next, answer with a tap, note it, look at the past. */
registry.category("web_tour.tours").add("sales_funnel_qualification", {
    steps: () => [
        {
            content: "The strip says what to ask next, the heaviest question first",
            trigger: ".o_qualification_next button:first:contains('Who pays?')",
            run: "click",
        },
        {
            content: "It leads to the question",
            trigger: `${MONEY}[data-level='unknown']:contains('Ask next')`,
        },
        {
            content: "A finger finds each level",
            trigger: `${MONEY} button[data-level='partly']`,
            run({ anchor }) {
                const { height, width } = anchor.getBoundingClientRect();
                if (height < 44 || width < 44) {
                    throw new Error(`${width} x ${height} is too small for a thumb`);
                }
                anchor.click();
            },
        },
        {
            trigger: `${MONEY}[data-level='partly'] button[aria-pressed='true'][data-level='partly']`,
        },
        {
            trigger: ".o_qualification_head .o_qualification_score:contains('30 %')",
        },
        {
            trigger: `${MONEY} textarea`,
            run: "edit Planned for May",
        },
        {
            content: "Leaving the note for another level saves both, one after the other",
            trigger: `${MONEY} button[data-level='yes']`,
            run: "click",
        },
        {
            trigger: `${MONEY}[data-level='yes'] .o_qualification_changes:contains('History (3)')`,
            run: "click",
        },
        {
            trigger: `${MONEY} .o_qualification_past:contains('Partly → Yes')`,
        },
        {
            trigger:
                ".o_qualification_next .o_qualification_score:contains('60 %'):contains('Fair')",
        },
        {
            content: "The other one is next now",
            trigger: `${NEED}:contains('Ask next')`,
        },
        {
            content: "What else was typed is saved with the tap",
            trigger: "input[id^='probability']",
            run: "edit 33",
        },
        {
            trigger: `${NEED} button[data-level='no']`,
            run: "click",
        },
        {
            trigger: `${NEED}[data-level='no']`,
        },
        {
            trigger: "body:not(:has(.o_form_status_indicator_buttons:not(.invisible)))",
        },
    ],
});
