import { registry } from "@web/core/registry";
import { tap } from "./tap";

const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });
const edit = (content, trigger, text) => ({ content, trigger, run: `edit ${text}` });
const FIELD = ".o_form_view .o_field_widget[name=forecast_category]";
const column = (name) => `.o_kanban_group:has(.o_column_title:contains("${name}"))`;
const choose = (category) => [
    click("the categories", `${FIELD} .o_select_menu_toggler`),
    click(category, `.o_select_menu_item:contains(${category})`),
];
const save = [
    click("save", ".o_form_button_save:enabled"),
    see("it is saved", ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))"),
];

const tours = registry.category("web_tour.tours");

tours.add("forecast_category_rep_asks", {
    steps: () => [
        see("it follows its stage", `${FIELD}:not(:has(.o_category_by_hand))`),
        ...choose("Best Case"),
        see("why", ".o_category_dialog .o_category_set:disabled"),
        edit("because", ".o_category_dialog .o_category_reason", "They have the money"),
        click("set", ".o_category_dialog .o_category_set:enabled"),
        see("it is by hand", `${FIELD} .o_category_by_hand`),
        see("and says why", `${FIELD} .o_category_why:contains(They have the money)`),
        ...save,
        click("never mind", `${FIELD} .o_category_back`),
        see("it follows its stage again", `${FIELD}:not(:has(.o_category_by_hand))`),
        ...save,
        ...choose("Commit"),
        edit("because", ".o_category_dialog .o_category_reason", "Promised by hand"),
        see(
            "what the team demands is missing",
            ".o_category_dialog .o_gate[data-state=missing]:contains(closing lies in the period)",
        ),
        see("it is refused", ".o_category_dialog .o_category_set:disabled"),
        click("ask for a waiver", ".o_category_dialog .o_gates_waive"),
        edit("why", ".o_waiver_form textarea", "They pay in January"),
        click("ask", ".o_waiver_form .o_gate_ask"),
        see(
            "whom it was asked of",
            ".o_category_dialog .o_gate[data-state=asked]:contains(Asked of Leo Leader)",
        ),
        click("go on with other work", ".o_category_dialog .o_category_discard"),
        see(
            "nothing was committed",
            `body:not(:has(.modal)) ${FIELD}:not(:has(.o_category_by_hand))`,
        ),
    ],
});

tours.add("forecast_category_leader_grants", {
    steps: () => [
        click("the request", ".o_data_row:contains(New hall) td[name=lead_id]"),
        see("why", ".o_form_view:contains(They pay in January)"),
        click("grant", ".o_gate_decision .o_gate_grant"),
        see("it is granted", ".o_form_view .o_arrow_button_current:contains(Granted)"),
    ],
});

tours.add("forecast_category_rep_commits", {
    steps: () => [
        see("everything is met", ".o_commit_checklist:contains(1 of 1 met)"),
        ...choose("Commit"),
        edit("because", ".o_category_dialog .o_category_reason", "Promised by hand"),
        click("set", ".o_category_dialog .o_category_set:enabled"),
        see("it is by hand", `${FIELD} .o_category_by_hand`),
        ...save,
    ],
});

tours.add("forecast_category_drop", {
    steps: () => [
        click("how cards are grouped", ".o_searchview_dropdown_toggler"),
        click("by category", ".o_group_by_menu .o_menu_item:contains(Forecast Category)"),
        {
            content: "drop it on best case",
            trigger: `${column("Pipeline")} .o_kanban_record:contains(New hall)`,
            run: `drag_and_drop(${column("Best Case")})`,
        },
        edit("because", ".o_category_dialog .o_category_reason", "They have the money"),
        click("set", ".o_category_dialog .o_category_set:enabled"),
        see(
            "it stands there, by hand",
            `${column("Best Case")} .o_kanban_record:contains(New hall) .o_category_by_hand`,
        ),
    ],
});

tours.add("forecast_category_stage_refused", {
    steps: () => [
        {
            content: "drag it to the commit stage",
            trigger: `${column("Above")} .o_kanban_record:contains(New hall)`,
            run: `drag_and_drop(${column("Best Few")})`,
        },
        see("what is missing", ".o_commit_dialog .o_gate[data-state=missing]"),
        see("it may not move so", ".o_commit_dialog .o_commit_do:disabled"),
        click("but as best case", ".o_commit_dialog .o_commit_move"),
        see(
            "it moved",
            `body:not(:has(.modal)) ${column("Best Few")} .o_kanban_record:contains(New hall)`,
        ),
    ],
});

tours.add("forecast_category_mass_edit", {
    steps: () => [
        click("all of them", ".o_list_view thead .o_list_record_selector input"),
        click("one's category", ".o_data_row:first td[name=forecast_category]"),
        click("open it", ".o_data_row:first td[name=forecast_category] .o_select_menu_toggler"),
        click("omitted", ".o_select_menu_item:contains(Omitted)"),
        see("of several", ".o_category_dialog .modal-title:contains(2 opportunities)"),
        edit("because", ".o_category_dialog .o_category_reason", "The plant closes"),
        click("set", ".o_category_dialog .o_category_set:enabled"),
        click("yes, all of them", ".modal:contains(Are you sure) .btn-primary"),
        see(
            "all are by hand",
            ".o_list_view:has(.o_data_row:eq(0) .o_category_by_hand):has(.o_data_row:eq(1) .o_category_by_hand)",
        ),
    ],
});

tours.add("forecast_category_on_a_phone", {
    steps: () => [
        click("the categories", `${FIELD} .o_select_menu_toggler`),
        click("best case", ".o_select_menu_item:contains(Best Case)"),
        edit("because", ".o_category_dialog .o_category_reason", "They have the money"),
        {
            content: "set, with a thumb",
            trigger: ".o_category_dialog .o_category_set:enabled",
            run: tap,
        },
        { content: "never mind", trigger: `${FIELD} .o_category_back`, run: tap },
        see("it follows its stage again", `${FIELD}:not(:has(.o_category_by_hand))`),
        ...save,
    ],
});
