import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What an import does with opportunities that miss exit criteria. */
export class GateImportOptions extends Component {
    static template = "sales_funnel_territory.GateImportOptions";
    static props = {
        value: String,
        isAdministrator: Boolean,
        onChange: Function,
    };

    get choices() {
        const choices = [
            { value: "report", label: _t("Report them, import nothing") },
            { value: "first", label: _t("Put them into the first stage") },
        ];
        if (this.props.isAdministrator) {
            choices.push({
                value: "inherited",
                label: _t("Import as inherited: what is missing is waived, and listed"),
            });
        }
        return choices;
    }
}
