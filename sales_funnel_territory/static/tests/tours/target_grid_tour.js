import { registry } from "@web/core/registry";

const row = (name) => `.o_target_table tr:has(th:contains('${name}'))`;
const cell = (name, at) => `${row(name)} td:eq(${at})`;
const chosen = ".o_target_table td.o_target_chosen";
const typing = `${chosen} input`;

const press = (key) => async (helpers) => {
    helpers.anchor.focus();
    await helpers.press(key);
};

/** What a spreadsheet puts on the clipboard. */
const paste = (text) => (helpers) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    helpers.anchor.dispatchEvent(
        new window.ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
};

const choose = (name) => ({
    content: "the version of the story",
    trigger: `.o_target_version:contains('${name}')`,
    run: ({ anchor }) => {
        const option = [...anchor.options].find(({ text }) => text.includes(name));
        anchor.value = option.value;
        anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

registry.category("web_tour.tours").add("sales_funnel_targets_enter", {
    steps: () => [
        choose("Tour Plan"),
        { trigger: ".o_target_state:contains('Draft')" },
        { content: "Rosa's year", trigger: cell("Rosa Tour", 4), run: "click" },
        { content: "type a digit", trigger: chosen, run: press("1") },
        { trigger: typing, run: "edit 12k" },
        { content: "Enter takes it", trigger: typing, run: press("Enter") },
        { trigger: `${cell("Rosa Tour", 4)}:contains('12,000')` },
        {
            content: "her team adds up by itself",
            trigger: `${row("Tour Harbour")}:contains('12,000')`,
        },
        { trigger: cell("Tour Harbour", 4), run: "click" },
        { content: "the team's own is less", trigger: chosen, run: press("1") },
        { trigger: typing, run: "edit many" },
        { content: "what is no number is refused", trigger: typing, run: press("Enter") },
        { trigger: ".o_notification:contains('is no number')" },
        { trigger: chosen, run: press("F2") },
        { trigger: typing, run: "edit 10000" },
        { content: "Tab takes it as well", trigger: typing, run: press("Tab") },
        { trigger: `${cell("Tour Harbour", 4)} .o_target_gap:contains('+2.0k')` },
        { trigger: cell("Tour Harbour", 4), run: "click" },
        {
            content: "said in a sentence",
            trigger: ".o_target_told:contains('Those below give 12,000'):contains('2,000 more')",
        },
        { content: "Rosa's year over her quarters", trigger: cell("Rosa Tour", 4), run: "click" },
        { trigger: ".o_target_split:enabled", run: "click" },
        { trigger: ".modal .o_split_how input[value='even']", run: "click" },
        { trigger: ".modal .o_split_do", run: "click" },
        { trigger: `${cell("Rosa Tour", 3)}:contains('3,000')` },
        { content: "a block from a spreadsheet", trigger: cell("Rosa Tour", 0), run: "click" },
        { trigger: chosen, run: paste("5000\t6,000\n") },
        { trigger: `${cell("Rosa Tour", 1)}:contains('6,000')` },
        { content: "and taken back", trigger: ".o_target_undo:enabled", run: "click" },
        { trigger: `${cell("Rosa Tour", 1)}:contains('3,000')` },
        { trigger: ".o_target_submit:enabled", run: "click" },
        { trigger: ".o_target_hint:contains('another sales manager')" },
        { trigger: ".o_target_state:contains('Submitted')" },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_targets_approve", {
    steps: () => [
        choose("Tour Plan"),
        { trigger: ".o_target_hint:contains('Mara Tour submitted')" },
        { trigger: ".o_target_approve", run: "click" },
        { trigger: ".o_target_state:contains('Approved')" },
        { trigger: ".o_target_grid:not(:has(.o_target_keys, .o_target_split))" },
        { content: "nothing to type into", trigger: cell("Rosa Tour", 0), run: "click" },
        { trigger: chosen, run: press("1") },
        { trigger: `.o_target_table:not(:has(input)) ${chosen.replace(".o_target_table ", "")}` },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_targets_read", {
    steps: () => [
        choose("Tour Plan"),
        { trigger: `${cell("Rosa Tour", 4)}:contains('12,000')` },
        {
            content: "nobody else's",
            trigger: ".o_target_table tbody:has(tr:only-child)",
        },
    ],
});
