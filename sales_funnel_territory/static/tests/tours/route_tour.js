import { registry } from "@web/core/registry";

function addCustomer(name) {
    return [
        {
            content: "A new line",
            trigger: ".o_field_widget[name='stop_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='stop_ids'] .o_selected_row div[name='partner_id'] input",
            run: `edit ${name}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item a:contains('${name}')`,
            run: "click",
        },
        {
            content: "The line has its customer, and the server has reckoned",
            trigger: `.o_field_widget[name='stop_ids'] .o_data_row:contains('Tourstadt ${name.slice(-1)}')`,
        },
    ];
}

/** As a rep: make a fixed route by hand, put it in order, undo, do it again, plan its visits. */
registry.category("web_tour.tours").add("sales_funnel_route", {
    steps: () => [
        {
            trigger: ".o_control_panel .o_list_button_add, .o_control_panel .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_form_view div[name='name'] input",
            run: "edit Tour of Dealers",
        },
        ...addCustomer("Dealer 1"),
        ...addCustomer("Dealer 3"),
        ...addCustomer("Dealer 2"),
        {
            content: "The order is made as short as can be; that saves the route, too",
            trigger: "button[name='action_optimise']:visible",
            run: "click",
        },
        {
            content: "With the figures before and after",
            trigger: "div[name='order_note']:contains('km before')",
        },
        {
            trigger: "button[name='action_undo_order']:visible",
            run: "click",
        },
        {
            content: "As it was",
            trigger: ".o_form_view:not(:has(div[name='order_note']:visible)) .o_data_row",
        },
        {
            trigger: "button[name='action_optimise']:visible",
            run: "click",
        },
        {
            trigger: "div[name='order_note']:contains('km before')",
        },
        {
            content: "Into the calendar",
            trigger: "button[name='action_plan']:visible",
            run: "click",
        },
        {
            trigger: "button[name='action_open_visits']:visible",
            run: "click",
        },
        {
            content: "The visits are there",
            trigger: ".o_list_view .o_data_row:contains('Dealer 2')",
        },
    ],
});
