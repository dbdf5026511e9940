import { registry } from "@web/core/registry";

const FILE = [
    "name,customer_class_id,contact_number",
    "Old mill of the tour,Z,0",
    "New mill of the tour,B,3",
].join("\n");

function upload() {
    const input = document.querySelector(".o_import_action input[type=file], input[type=file]");
    const transfer = new DataTransfer();
    transfer.items.add(new File([FILE], "customers.csv", { type: "text/csv" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Two mistakes in a row: reported together; the other row comes in when asked. */
registry.category("web_tour.tours").add("sales_funnel_customer_import", {
    steps: () => [
        { trigger: ".o_import_action", run: upload },
        { trigger: ".o_gate_import input[value=report]:checked" },
        {
            content: "Test",
            trigger: ".o_control_panel button:contains(Test)",
            run: "click",
        },
        {
            content: "Both mistakes, with what to do",
            trigger:
                ".o_import_action:contains(Z is not possible):contains(whole number from 1 to 366)",
        },
        {
            content: "Leave them out",
            trigger: ".o_gate_import input[value=good]",
            run: "click",
        },
        {
            trigger: ".o_control_panel button:contains(Import)",
            run: "click",
        },
        {
            content: "It says how many were left out",
            trigger: ".o_notification:contains(1 rows with mistakes were left out)",
        },
        { trigger: "body:not(:has(.o_import_action))" },
    ],
});
