import { registry } from "@web/core/registry";

const column = (name) => `.o_kanban_group:has(.o_column_title:contains("${name}"))`;
const card = (name, stage) => `${column(stage)} .o_kanban_record:contains("${name}")`;
const drag = (name, from, to) => ({
    content: `drag ${name} from ${from} to ${to}`,
    trigger: card(name, from),
    run: `drag_and_drop(${column(to)})`,
});
const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });

function uploadFile(content) {
    const input = document.querySelector(".o_control_panel input.o_input_file");
    const transfer = new window.DataTransfer();
    transfer.items.add(new window.File([content], "opportunities.csv", { type: "text/csv" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const tours = registry.category("web_tour.tours");

tours.add("gate_rep_asks", {
    steps: () => [
        drag("New hall", "Above", "In"),
        see("what is missing", ".o_gates_dialog .modal-title:contains(cannot go to In yet)"),
        see("it may not move", ".o_gates_dialog .o_gates_move:disabled"),
        see("the card is back", `body:has(${card("New hall", "Above")})`),
        {
            content: "fill the phone right here",
            trigger: ".o_gates_dialog .o_field_widget[name=phone] input",
            run: "edit +49 40 1234",
        },
        click("save it", ".o_gates_dialog .o_gate .btn:contains(Save)"),
        see("one of two is met", ".o_gates_dialog .o_gates_count:contains(1 of 2 met)"),
        click("ask for a waiver", ".o_gates_dialog .o_gates_waive"),
        {
            content: "say why",
            trigger: ".o_waiver_form textarea",
            run: "edit The plant is closed until January",
        },
        click("ask", ".o_waiver_form .o_gate_ask"),
        see("whom it was asked of", ".o_gate[data-state=asked]:contains(Asked of Leo Leader)"),
        see("it still may not move", ".o_gates_dialog .o_gates_move:disabled"),
        click("go on with other work", ".o_gates_dialog .o_gates_close"),
        see("the card tells", `body:not(:has(.modal)) ${card("New hall", "Above")}:contains(1/2)`),
    ],
});

tours.add("gate_leader_grants", {
    steps: () => [
        click("the request", ".o_data_row:contains(New hall) td[name=lead_id]"),
        see("why", ".o_form_view:contains(The plant is closed until January)"),
        {
            content: "comment",
            trigger: ".o_gate_decision textarea",
            run: "edit Survey it in January",
        },
        click("grant", ".o_gate_decision .o_gate_grant"),
        see("it is granted", ".o_form_view .o_arrow_button_current:contains(Granted)"),
        see("with the comment", ".o_field_widget[name=comment]:contains(Survey it in January)"),
    ],
});

tours.add("gate_rep_moves", {
    steps: () => [
        drag("New hall", "Above", "In"),
        see("it moved", `body:not(:has(.modal)) ${card("New hall", "In")}`),
    ],
});

tours.add("gate_form_checklist", {
    steps: () => [
        click("look at the list", ".o_gate_checklist_toggle:contains(Checklist 0/2)"),
        see("two are missing", ".o_gate_checklist .o_gate[data-state=missing]:contains(Survey)"),
        click("the next one", ".o_gate_checklist_next:contains(Phone is known)"),
        {
            content: "fill it",
            trigger: ".o_gates_dialog .o_field_widget[name=phone] input",
            run: "edit 040 1",
        },
        click("save", ".o_gates_dialog .o_gate .btn:contains(Save)"),
        click("back", ".o_gates_dialog:has(.o_gate[data-state=met]) .o_gates_close"),
        click(
            "to the stage",
            "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button:contains(In)",
        ),
        see("refused", ".o_gates_dialog .o_gates_count:contains(0 of 1 met)"),
        {
            content: "tick with evidence",
            trigger: ".o_gates_dialog .o_gate_remedy textarea",
            run: "edit Minutes of the survey",
        },
        click("tick", ".o_gates_dialog .o_gate_tick"),
        click("move", ".o_gates_dialog .o_gates_move:enabled"),
        see(
            "the form is in the stage",
            "body:not(:has(.modal)) .o_arrow_button_current:contains(In)",
        ),
    ],
});

tours.add("gate_form_on_a_phone", {
    steps: () => [
        click("the stages", ".o_statusbar_status .dropdown-toggle:visible"),
        click("to the stage", ".o-dropdown--menu .o-dropdown-item:contains(/^In$/)"),
        see("the whole screen", ".o_modal_full .o_gates_dialog .o_gates_count:contains(0 of 2)"),
        {
            content: "fill the phone",
            trigger: ".o_gates_dialog .o_field_widget[name=phone] input",
            run: "edit 040 1",
        },
        click("save", ".o_gates_dialog .o_gate .btn:contains(Save)"),
        {
            content: "tick with evidence",
            trigger: ".o_gates_dialog:has(.o_gate[data-state=met]) .o_gate_remedy textarea",
            run: "edit Minutes of the survey",
        },
        click("tick", ".o_gates_dialog .o_gate_tick"),
        click("move", ".o_gates_dialog .o_gates_move:enabled"),
        see("it is in the stage", "body:not(:has(.modal)) .o_statusbar_status:contains(In)"),
    ],
});

tours.add("gate_mass_edit", {
    steps: () => [
        click("choose all", ".o_list_view thead .o_list_record_selector input"),
        click("the stage", ".o_data_row:first .o_data_cell[name=stage_id]"),
        {
            content: "another stage",
            trigger: ".o_data_row .o_field_widget[name=stage_id] input",
            run: "edit In",
        },
        click("In", ".o-autocomplete--dropdown-item > a:contains(/^In$/)"),
        click("update them", ".modal .modal-footer .btn-primary:contains(Update)"),
        see("who stays", ".o_gates_dialog .o_gates_lead:contains(New hall):contains(Phone)"),
        click("move the rest", ".o_gates_dialog .o_gates_move:contains(Move the Other 2)"),
        see("it moved", "body:not(:has(.modal)) .o_data_row:contains(Barn):contains(In)"),
        see("it stayed", ".o_data_row:contains(New hall):contains(Above)"),
    ],
});

tours.add("gate_create", {
    steps: () => [
        click("a card further down", `${column("In")} .o_kanban_quick_add`),
        {
            content: "its name",
            trigger: ".o_kanban_quick_create .o_field_widget[name=name] input",
            run: "edit Late comer",
        },
        click("add", ".o_kanban_quick_create .o_kanban_add"),
        see("refused", ".o_gates_dialog .modal-title:contains(Late comer cannot begin in In)"),
        click("then at the beginning", ".o_gates_dialog .o_gates_create"),
        see("it is there", `body:not(:has(.modal)) ${card("Late comer", "Above")}`),
    ],
});

tours.add("gate_stage_test", {
    steps: () => [
        click("test", "button[name=action_test_gates]"),
        see("how many", ".o_gate_test_sentence:contains(1 of 2 open opportunities in Above)"),
        see("by what", ".o_gate_test_row:contains(Phone is known):contains(1 of 2)"),
        click("which", ".o_gate_test_row:contains(Phone is known) .o_gate_test_missed"),
        see("the lead", ".o_data_row:contains(New hall)"),
    ],
});

tours.add("gate_signed_file", {
    steps: () => [
        click("the list says it is missing", ".o_gate_checklist_toggle:contains(Checklist 1/2)"),
        click("the files", ".o-mail-Chatter-topbar button[aria-label='Attach files']"),
        {
            content: "mark it",
            trigger: ".o-mail-AttachmentContainer:contains(contract)",
            run: "hover && click .o_attachment_sign",
        },
        see("it is signed", ".o-mail-AttachmentContainer .o_attachment_signed:contains(Signed)"),
        see("it counts", ".o_gate[data-state=met]:contains(contract.txt)"),
        see("all is met", ".o_gate_checklist:contains(Everything is met)"),
    ],
});

const IMPORTED = "name,stage_id,team_id,type,phone\nOld mill,In,Harbour,Opportunity,\n";

tours.add("gate_import", {
    steps: () => [
        {
            content: "a file with one that misses a criterion",
            trigger: ".o_import_file",
            run: () => uploadFile(`${IMPORTED}New mill,In,Harbour,Opportunity,040 1\n`),
        },
        see("reported, unless told otherwise", ".o_gate_import input[value=report]:checked"),
        click("test", ".o_control_panel button:contains(Test)"),
        see("which", ".o_import_report:contains(Old mill cannot go to In yet)"),
        click("put it at the beginning", ".o_gate_import input[value=first]"),
        click("test again", ".o_control_panel button:contains(Test)"),
        see("now it goes", ".o_import_action:contains(Everything seems valid)"),
        click("as inherited", ".o_gate_import input[value=inherited]"),
        click("import", ".o_control_panel button.btn-primary:contains(Import)"),
        see("both", ".o_data_row:contains(Old mill)"),
    ],
});

tours.add("gate_import_rep", {
    steps: () => [
        {
            content: "a file with one that misses a criterion",
            trigger: ".o_import_file",
            run: () => uploadFile(IMPORTED),
        },
        see(
            "as inherited is for administrators",
            ".o_gate_import:has(input[value=first]):not(:has(input[value=inherited]))",
        ),
        click("put it at the beginning", ".o_gate_import input[value=first]"),
        click("import", ".o_control_panel button:contains(Import)"),
        see("it is there", ".o_data_row:contains(Old mill)"),
    ],
});

tours.add("gate_import_plain", {
    steps: () => [
        {
            content: "a file",
            trigger: ".o_import_file",
            run: () => uploadFile(IMPORTED),
        },
        see("nothing to choose", ".o_import_data_sidepanel"),
        see("at all", ".o_import_action:not(:has(.o_gate_import))"),
    ],
});
