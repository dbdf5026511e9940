import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";

/** The boundary as GeoJSON text: for the keyboard, and for what comes from elsewhere. */
export class BoundaryText extends Component {
    static template = "sales_funnel_territory.BoundaryText";
    static props = { text: String, onChange: Function };

    setup() {
        this.state = useState({ problem: "" });
    }

    onChange(text) {
        this.state.problem = "";
        try {
            this.props.onChange(text.trim() ? JSON.parse(text) : false);
        } catch {
            this.state.problem = _t("This is not readable as GeoJSON: nothing was changed.");
        }
    }
}
