import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Each present stage with what becomes of it: a stage of the set, or kept. */
export class FunnelSetupMappingField extends Component {
    static template = "sales_funnel_territory.FunnelSetupMappingField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ targets: [] });
        this.root = useRef("root");
        useRecordObserver((record) => this.load(record.data.template_id?.id || false));
        useEffect(() => this.showChoices());
    }

    /** A select keeps a choice of its own when its options change: tell it the record's. */
    showChoices() {
        for (const select of this.root.el.querySelectorAll("select")) {
            select.value = select.dataset.value;
        }
    }

    async load(templateId) {
        if (templateId === this.templateId) {
            return;
        }
        this.templateId = templateId;
        this.state.targets = await this.orm.searchRead(
            "crm.funnel.template.stage",
            [["template_id", "=", templateId]],
            ["name", "probability", "is_won"],
        );
    }

    get lines() {
        return this.props.record.data[this.props.name].records;
    }

    get keepLabel() {
        return this.props.readonly ? _t("kept") : _t("Keep it");
    }

    getName(line) {
        return line.data.stage_name || line.data.stage_id?.display_name;
    }

    getTargets(line) {
        return this.state.targets.filter((target) => target.is_won === line.data.is_won);
    }

    getTargetLabel(target) {
        return `${target.name} · ${target.probability} %`;
    }

    formatProbability(line) {
        return formatFloat(line.data.probability, { digits: [5, 2], trailingZeros: false });
    }

    setTarget(line, value) {
        const target = this.state.targets.find(({ id }) => id === Number(value));
        line.update({ target_id: target ? { id: target.id, display_name: target.name } : false });
    }

    setProbability(line, input) {
        try {
            line.update({ probability: parseFloat(input.value) });
        } catch {
            input.value = this.formatProbability(line);
        }
    }
}

export const funnelSetupMappingField = {
    component: FunnelSetupMappingField,
    displayName: _t("Funnel Set-Up Mapping"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "sequence", type: "integer", readonly: false },
        { name: "stage_id", type: "many2one", relation: "crm.stage", readonly: false },
        { name: "stage_name", type: "char", readonly: true },
        { name: "is_won", type: "boolean", readonly: true },
        {
            name: "target_id",
            type: "many2one",
            relation: "crm.funnel.template.stage",
            readonly: false,
            onChange: true, // whether a probability is asked is the server's answer
        },
        { name: "probability", type: "float", readonly: false },
        { name: "is_probability_asked", type: "boolean", readonly: true },
    ],
};

registry.category("fields").add("funnel_setup_mapping", funnelSetupMappingField);
