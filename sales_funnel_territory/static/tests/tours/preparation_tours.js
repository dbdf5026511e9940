import { registry } from "@web/core/registry";

/** A thumb has to hit it. */
function checkHeight({ anchor }) {
    const { height } = anchor.getBoundingClientRect();
    if (height < 44) {
        throw new Error(`${height} is too low for a thumb`);
    }
    anchor.click();
}

/** As a rep, on a phone: from the visit to what is open there, and what it is for. */
registry.category("web_tour.tours").add("sales_funnel_prepare_visit", {
    steps: () => [
        {
            content: "What was said last time, as it was written",
            trigger: ".o_preparation_part[data-part='report']:contains('Wants <b>figures</b>')",
        },
        {
            trigger: ".o_preparation_part[data-part='action']:contains('Drawing of the hall')",
        },
        {
            trigger:
                ".o_preparation_part[data-part='opportunity']:contains('Economic Buyer: nobody named')",
        },
        {
            content: "The next step agreed becomes the purpose",
            trigger: ".o_preparation_suggestions button[data-kind='next_step']",
            run: checkHeight,
        },
        {
            trigger: ".o_preparation_value:value('Show the figures')",
        },
        {
            content: "It may be said otherwise",
            trigger: ".o_preparation_value",
            run: "edit Show the figures of May && press Tab",
        },
        {
            trigger:
                ".o_preparation_suggestions button[data-kind='next_step'][aria-pressed='false']",
        },
        {
            content: "and then the report is written",
            trigger: ".o_preparation_report",
            run: checkHeight,
        },
        {
            trigger: "body:not(:has(.o_preparation)):contains('Hale Tools')",
        },
    ],
});

/** On a desk: find a report by a Chinese word, open its customer's log. */
registry.category("web_tour.tours").add("sales_funnel_report_words", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:nth-of-type(2)",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit 质量问题",
        },
        {
            content: "Words come first among what is proposed",
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first:contains('Words')",
            run: "click",
        },
        {
            trigger:
                ".o_list_view:not(:has(.o_data_row:nth-of-type(2))) .o_data_row:contains('讨论合同')",
        },
    ],
});
