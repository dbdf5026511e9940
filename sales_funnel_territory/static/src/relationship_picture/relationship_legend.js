import { Component } from "@odoo/owl";

/** What the marks of the relationship picture mean. */
export class RelationshipLegend extends Component {
    static template = "sales_funnel_territory.RelationshipLegend";
    static props = { attitudes: Array };
}
