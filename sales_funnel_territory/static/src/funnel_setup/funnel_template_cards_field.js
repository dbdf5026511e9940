import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SPECIFICATION = {
    name: {},
    description: {},
    stage_ids: { fields: { name: {}, probability: {}, funnel_position: {} } },
};

/** The funnel templates as cards with their stages and probabilities; one is chosen. */
export class FunnelTemplateCardsField extends Component {
    static template = "sales_funnel_territory.FunnelTemplateCardsField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ templates: [] });
        onWillStart(() => this.load());
    }

    async load() {
        const { records } = await this.orm.webSearchRead("crm.funnel.template", this.domain, {
            specification: SPECIFICATION,
            context: { active_test: false },
        });
        this.state.templates = records;
    }

    /** A set that was archived since is shown where it was applied. */
    get domain() {
        return ["|", ["active", "=", true], ["id", "=", this.chosenId || 0]];
    }

    /** What was applied shows only the set that was chosen. */
    get templates() {
        return this.state.templates.filter(
            ({ id }) => !this.props.readonly || id === this.chosenId,
        );
    }

    get chosenId() {
        return this.props.record.data[this.props.name]?.id;
    }

    choose(template) {
        if (!this.props.readonly && template.id !== this.chosenId) {
            this.props.record.update({
                [this.props.name]: { id: template.id, display_name: template.name },
            });
        }
    }
}

export const funnelTemplateCardsField = {
    component: FunnelTemplateCardsField,
    displayName: _t("Funnel Template Cards"),
    supportedTypes: ["many2one"],
};

registry.category("fields").add("funnel_template_cards", funnelTemplateCardsField);
