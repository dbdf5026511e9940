import { registry } from "@web/core/registry";

const MENU = "sales_funnel_territory.sales_funnel_territory_menu";

function openReport(name, content) {
    return [
        {
            content,
            trigger: `[data-menu-xmlid='${MENU}_territory']`,
            run: "click",
        },
        {
            trigger: `[data-menu-xmlid='${MENU}_${name}']`,
            run: "click",
        },
    ];
}

function asOf(day, owner) {
    return [
        ...openReport("territory_as_of", `Whose customers were they on ${day}?`),
        {
            trigger: ".modal div[name='date'] button",
            run: "click",
        },
        {
            trigger: ".modal div[name='date'] input",
            run: `edit ${day}`,
        },
        {
            trigger: ".modal button[name='action_open']",
            run: "click",
        },
        {
            content: `They were ${owner}'s`,
            trigger: `body:not(:has(.modal)) .o_pivot tr:contains('${owner}'):contains('1')`,
        },
        {
            content: "The day stands above",
            trigger: `.o_breadcrumb:contains('${day}')`,
        },
    ];
}

/** As a sales manager: before and after another owner; who won stays, and is corrected. */
registry.category("web_tour.tours").add("sales_funnel_territory_owner", {
    steps: () => [
        {
            content: "As of today",
            trigger: ".o_pivot tr:contains('Till Taker')",
        },
        ...asOf("05/20/2026", "Tora Tour"),
        ...asOf("06/01/2026", "Till Taker"),
        ...openReport("won_territory", "Who won what?"),
        {
            content: "Closed business stays with who closed it",
            trigger: ".o_pivot tr:contains('Tora Tour'):contains('5,000.00')",
        },
        {
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('New hall') td[name='name']",
            run: "click",
        },
        {
            content: "The credit is to be corrected",
            trigger: "button[name='action_correct_won_credit']",
            run: "click",
        },
        {
            trigger: ".modal div[name='user_id'] input",
            run: "edit Till Taker",
        },
        {
            trigger: ".ui-autocomplete a:contains('Till Taker')",
            run: "click",
        },
        {
            trigger: ".modal div[name='reason'] input",
            run: "edit Both have agreed",
        },
        {
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) a[name='won_credit']",
            run: "click",
        },
        {
            content: "Corrected, with the reason",
            trigger:
                "body:not(:has(.modal)) div[name='won_credit_change_ids'] .o_data_row:contains('Both have agreed')",
        },
        {
            content: "In the log as well",
            trigger: ".o-mail-Message:contains('Both have agreed')",
        },
    ],
});
