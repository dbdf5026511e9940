import { Component } from "@odoo/owl";

/** What an import does with rows that may not come in as they are. */
export class ImportChoice extends Component {
    static template = "sales_funnel_territory.ImportChoice";
    static props = {
        title: String,
        question: String,
        choices: Array,
        value: String,
        onChange: Function,
    };
}
