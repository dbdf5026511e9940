import { registry } from "@web/core/registry";
import { tap } from "./tap";

const card = (factor) => `.o_formula_card[data-factor="${factor}"]`;

registry.category("web_tour.tours").add("sales_funnel_territory_sales_formula", {
    steps: () => [
        {
            content: "the formula opens with this quarter: 2 customers, one of them won",
            trigger: `${card("base")} .o_formula_value:contains("2")`,
        },
        { trigger: `${card("first_meeting_rate")} .o_formula_value:contains("50%")` },
        { trigger: `${card("closing_efficiency")} .o_formula_value:contains("100%")` },
        { trigger: '.o_formula_profit:contains("300")' },
        {
            content: "what to do about it stands beside each factor",
            trigger: `${card("order_value")} .o_formula_levers:contains("related selling")`,
        },
        {
            content: "how it is counted is told on demand",
            trigger: `${card("base")} .o_formula_help[data-tooltip*="main responsible"]`,
        },
        {
            content: "what if both customers were met",
            trigger: `${card("first_meeting_rate")} input[type=range]`,
            run: "range 1",
        },
        { trigger: '.o_formula_simulated:contains("600")' },
        { trigger: '.o_formula_difference:contains("300")' },
        {
            content: "back to what was measured",
            trigger: ".o_formula_reset",
            run: "click",
        },
        { trigger: ".o_formula_result:not(:has(.o_formula_simulated))" },
        {
            content: "a factor opens its customers",
            trigger: `${card("base")} .o_formula_value`,
            run: "click",
        },
        { trigger: ".o_data_row:contains('Tour Works')" },
        { trigger: ".o_data_row:contains('Tour Mills')" },
        {
            content: "and back",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "an order value opens the orders",
            trigger: `${card("order_value")} .o_formula_value`,
            run: "click",
        },
        { trigger: ".o_data_row:contains('Tour: hall')" },
    ],
});

registry.category("web_tour.tours").add("sales_funnel_territory_sales_formula_phone", {
    steps: () => [
        { trigger: `${card("base")} .o_formula_value:contains("2")` },
        {
            content: "on a phone a tap tells how it is counted",
            trigger: `${card("base")} .o_formula_help`,
            run: tap,
        },
        { trigger: `${card("base")} .o_formula_definition:contains("main responsible")` },
    ],
});
