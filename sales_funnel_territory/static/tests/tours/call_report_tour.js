import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** As a rep, at the desk: prepare from the visit, start, write, finish. */
tours.add("sales_funnel_call_report_desk", {
    steps: () => [
        {
            content: "The report is prepared from its visit",
            trigger: ".o_visit_form button[name='action_report']",
            run: "click",
        },
        {
            content: "The purpose comes before",
            trigger: ".o_call_report_form div[name='purpose'] input",
            run: "edit Agree on the trial",
        },
        {
            content: "With an objective that can be measured",
            trigger: "div[name='objective_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: "div[name='objective_ids'] .o_selected_row div[name='name'] textarea",
            run: "edit A trial in line 3",
        },
        {
            trigger: "div[name='objective_ids'] .o_selected_row div[name='wanted'] textarea",
            run: "edit A date before June",
        },
        {
            content: "There",
            trigger: ".o_statusbar_buttons button[name='action_start']",
            run: "click",
        },
        {
            content: "What came out of it",
            trigger: "div[name='objective_ids'] .o_data_row td[name='outcome']",
            run: "click",
        },
        {
            trigger: "div[name='objective_ids'] .o_selected_row div[name='outcome'] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Reached')",
            run: "click",
        },
        {
            content: "What was said",
            trigger: "div[name='message_needs'] textarea",
            run: "edit A second line before summer",
        },
        {
            content: "What is to be done",
            trigger: "div[name='action_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: "div[name='action_ids'] .o_selected_row div[name='name'] textarea",
            run: "edit Send the drawing",
        },
        {
            content: "By whom",
            trigger: "div[name='action_ids'] .o_selected_row div[name='user_id'] input",
            run: "edit Rosa",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Rosa Rep') a",
            run: "click",
        },
        {
            content: "What happens next",
            trigger: "div[name='next_step'] input",
            run: "edit Offer by Friday",
        },
        {
            content: "Finish",
            trigger: ".o_statusbar_buttons button[name='action_finish']:contains('Finish')",
            run: "click",
        },
        {
            content: "What they need becomes part of the customer's profile",
            trigger:
                ".o_finish_dialog .o_finish_change[data-kind='profile']:contains('A second line') input:checked",
        },
        {
            trigger: ".o_finish_dialog .o_finish_submit",
            run: "click",
        },
        {
            content: "It stands as it is",
            trigger: ".o_call_report_form div[name='next_step'].o_readonly_modifier",
        },
    ],
});

/** As the leader: what is to be read, read, acknowledged with a comment. */
tours.add("sales_funnel_call_report_acknowledge", {
    steps: () => [
        {
            trigger:
                ".o_data_row td:contains('Hale Tools'), .o_kanban_record:contains('Hale Tools')",
            run: "click",
        },
        {
            content: "Said, read",
            trigger: ".o_statusbar_buttons button[name='action_acknowledge']",
            run: "click",
        },
        {
            content: "One thing to do better",
            trigger: ".modal div[name='comment'] textarea",
            run: "edit Take the service along",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "Its writer finds the comment in the report",
            trigger:
                "body:not(:has(.modal)) .o_call_report_form div[name='manager_comment']:contains('Take the service along')",
        },
    ],
});

/** As the rep: what came later is added, and nothing else is changed. */
tours.add("sales_funnel_call_report_add", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name='action_add']",
            run: "click",
        },
        {
            trigger: ".modal div[name='text'] textarea",
            run: "edit They moved the line to May",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "Dated, and with a name",
            trigger: "body:not(:has(.modal)) .o_call_report_form a[name='additions']",
            run: "click",
        },
        {
            trigger:
                "div[name='addition_ids'] .o_data_row:contains('They moved the line to May'):contains('Rosa Rep')",
        },
    ],
});
