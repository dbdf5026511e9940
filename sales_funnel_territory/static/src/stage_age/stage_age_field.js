import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** Days in the stage against its normal time: a thin bar, quiet until the opportunity is stuck. */
export class StageAgeField extends Component {
    static template = "sales_funnel_territory.StageAgeField";
    static props = { ...standardFieldProps, withWords: { type: Boolean, optional: true } };

    get data() {
        return this.props.record.data;
    }

    get days() {
        return this.data[this.props.name];
    }

    get isMeasured() {
        return this.data.stage_stuck_days > 0;
    }

    get isStuck() {
        return this.data.ageing === "stuck";
    }

    /** The bar is full where an opportunity counts as stuck; a mark stands at the normal time. */
    share(days) {
        return Math.min(100, (100 * days) / this.data.stage_stuck_days);
    }

    /** Half a day is told as one: "normal 0" would say that nobody ever stays. */
    get normal() {
        return formatInteger(Math.max(1, Math.round(this.data.stage_normal_days)));
    }

    get words() {
        const days = formatInteger(this.days);
        if (!this.isMeasured) {
            return _t("%(days)s days in stage", { days });
        }
        const { normal } = this;
        return this.isStuck
            ? _t("Stuck: %(days)s days in stage, normal %(normal)s", { days, normal })
            : _t("%(days)s days in stage, normal %(normal)s", { days, normal });
    }
}

export const stageAgeField = {
    component: StageAgeField,
    displayName: _t("Days in Stage Against Normal"),
    supportedTypes: ["integer"],
    supportedOptions: [{ label: _t("With words"), name: "with_words", type: "boolean" }],
    fieldDependencies: [
        { name: "ageing", type: "selection" },
        { name: "stage_normal_days", type: "float" },
        { name: "stage_stuck_days", type: "float" },
    ],
    extractProps: ({ options }) => ({ withWords: Boolean(options.with_words) }),
};

registry.category("fields").add("stage_age", stageAgeField);
