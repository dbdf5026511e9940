import { Component } from "@odoo/owl";

/** How much of what one must know is answered in our favour, as a quiet bar. */
export class QualificationScore extends Component {
    static template = "sales_funnel_territory.QualificationScore";
    static props = { record: Object, bands: Array };

    get score() {
        return this.props.record.data.qualification_score;
    }

    get band() {
        return Object.fromEntries(this.props.bands)[this.props.record.data.qualification_band];
    }
}
