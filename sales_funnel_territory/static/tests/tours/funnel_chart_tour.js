import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_funnel_territory.funnel_chart", {
    url: "/odoo/funnel-chart",
    steps: () => [
        {
            content: "The figures of the band are those of the rep's own opportunities",
            trigger: ".o_funnel_chart_table tr:contains('In the Funnel') td:contains('3,000.00')",
        },
        {
            content: "Draw the bands by count",
            trigger: ".o_funnel_chart_filters button:contains('Count')",
            run: "click",
        },
        {
            content: "Open the opportunities in the funnel",
            trigger: ".o_funnel_chart_filters button.active:contains('Count')",
        },
        {
            trigger: ".o_funnel_chart_band[data-band='in']",
            run: "click",
        },
        {
            content: "These are they",
            trigger: ".o_list_view .o_data_row:contains('Hall of Rosa')",
        },
        {
            content: "The colleague's is not among them",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Hall of Carl')))",
        },
        {
            content: "Go back: the chart is as it was left",
            trigger: ".o_back_button, .breadcrumb-item a:contains('Funnel Chart')",
            run: "click",
        },
        {
            trigger: ".o_funnel_chart_filters button.active:contains('Count')",
        },
        {
            content: "Of other periods: nothing that this year leaves out",
            trigger: ".o_funnel_chart_leads:contains('Hall of Rosa')",
        },
    ],
});
