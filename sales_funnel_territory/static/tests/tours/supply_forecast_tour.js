import { registry } from "@web/core/registry";

const row = ".o_data_row:contains('Tour Machines'):first";
const cell = (field) => `${row} [name=${field}_quantity]`;
const nothing = (field) => `${cell(field)}:not(:contains(/[0-9]/))`;

registry.category("web_tour.tours").add("sales_funnel_territory_supply_zero", {
    steps: () => [
        { content: "nobody has said a number yet", trigger: nothing("operations") },
        { content: "none will be needed", trigger: cell("operations"), run: "click" },
        { trigger: `${cell("operations")} input`, run: "edit 0 && press Tab" },
        {
            content: "it is seen at once",
            trigger: `${cell("operations")}:contains('0'), ${cell("operations")} input:value('0.00')`,
        },
        { trigger: ".o_list_button_save:visible", run: "click" },
        { content: "and stays", trigger: `${cell("operations")}:contains('0.00')` },
        { content: "nobody else said anything", trigger: nothing("finance") },
        { trigger: `${row} [name=state]:contains('Partly Said')` },
        { content: "nobody knows yet, after all", trigger: cell("operations"), run: "click" },
        { trigger: `${cell("operations")} input`, run: "clear && press Tab" },
        { trigger: ".o_list_button_save:visible", run: "click" },
        { content: "it is empty again", trigger: nothing("operations") },
        { trigger: `${row} [name=state]:contains('Nobody Said')` },
    ],
});
