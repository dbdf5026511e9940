import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const SHORTEST_SCALE = 150;

/** Workload against capacity: a bar with the fair range marked behind it. */
export class LoadBarField extends Component {
    static template = "sales_funnel_territory.LoadBarField";
    static props = { ...standardFieldProps, withWords: { type: Boolean, optional: true } };

    get data() {
        return this.props.record.data;
    }

    get state() {
        return this.data.load_state;
    }

    get percent() {
        return this.data[this.props.name];
    }

    get hasPeople() {
        return this.data.capacity > 0;
    }

    /** Left to right is 0 to 150 %, or as far as the load goes. */
    share(percent) {
        return Math.min(100, (100 * percent) / Math.max(SHORTEST_SCALE, this.percent));
    }

    get fill() {
        return this.hasPeople ? this.share(this.percent) : 100;
    }

    get stateWords() {
        const words = { under: _t("Under"), fair: _t("Fair Load"), over: _t("Over") };
        return words[this.state] || "";
    }

    get figure() {
        return this.hasPeople ? `${formatInteger(Math.round(this.percent))} %` : _t("nobody");
    }

    get words() {
        const workload = formatInteger(Math.round(this.data.workload));
        if (!this.hasPeople) {
            return _t("%(workload)s h of work a year, and nobody to do it", { workload });
        }
        const capacity = formatInteger(Math.round(this.data.capacity));
        return _t("%(workload)s of %(capacity)s h a year", { workload, capacity });
    }

    get label() {
        return [this.stateWords, this.figure, this.words].filter(Boolean).join(", ");
    }
}

export const loadBarField = {
    component: LoadBarField,
    displayName: _t("Load Against Capacity"),
    supportedTypes: ["float"],
    supportedOptions: [{ label: _t("With words"), name: "with_words", type: "boolean" }],
    fieldDependencies: [
        { name: "load_state", type: "selection" },
        { name: "workload", type: "float" },
        { name: "capacity", type: "float" },
        { name: "fair_from", type: "float" },
        { name: "fair_to", type: "float" },
    ],
    extractProps: ({ options }) => ({ withWords: Boolean(options.with_words) }),
};

registry.category("fields").add("load_bar", loadBarField);
