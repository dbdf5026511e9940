import { registry } from "@web/core/registry";

const { DateTime } = luxon;
const month = (number) => DateTime.now().startOf("month").plus({ months: number });
const column = (number) =>
    `.o_kanban_group:has(.o_column_title:contains("${month(number).toFormat("MMMM yyyy")}"))`;
const dropOn =
    (target) =>
    ({ drag_and_drop }) =>
        drag_and_drop(target);

registry.category("web_tour.tours").add("sales_funnel_territory_forecast", {
    steps: () => [
        {
            content: "the forecast opens as a pivot with its three figures",
            trigger: ".o_pivot th.o_pivot_measure_row:contains('Weighted Revenue')",
        },
        {
            content: "won and open opportunities count",
            trigger: ".o_searchview_facet:contains('Won'):contains('Open')",
        },
        {
            content: "open the board",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "overdue deals have a column of their own, the first",
            trigger:
                ".o_kanban_group:first:has(.o_column_title:contains('Overdue')) " +
                ".o_kanban_record:contains('Tour: overdue')",
        },
        {
            content: "its head tells count, expected and weighted",
            trigger: ".o_kanban_group:first .o_forecast_head:has(.o_forecast_expected b)",
        },
        {
            content: "drag the open deal one month on",
            trigger: `${column(1)} .o_kanban_record:contains('Tour: open')`,
            run: dropOn(column(2)),
        },
        {
            content: "it stands there now",
            trigger: `${column(2)} .o_kanban_record:contains('Tour: open')`,
        },
        {
            content: "a won deal stays in its month",
            trigger: ".o_kanban_record:contains('Tour: won')",
            run: dropOn(column(2)),
        },
        {
            content: "the board says why",
            trigger:
                ".o_error_dialog:contains('not open any more'), .modal:contains('not open any more')",
        },
        {
            trigger: ".modal-footer button.btn-primary, .modal button.o-default-button",
            run: "click",
        },
        {
            content: "back where it was",
            trigger: `${column(0)} .o_kanban_record:contains('Tour: won')`,
        },
    ],
});
