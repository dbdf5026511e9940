import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";
import { askWhy } from "./category_dialog";

const REASON = "forecast_category_reason";
const STAGE = "stage_forecast_category";

/** How sure a deal is: the stage's word, or somebody's, with his reason. */
export class ForecastCategoryField extends SelectionField {
    static template = "sales_funnel_territory.ForecastCategoryField";
    static props = { ...SelectionField.props, isRow: { type: Boolean, optional: true } };

    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    /** Closed is what is won, and nobody says so by hand. */
    get options() {
        return super.options.filter(
            ([value]) => value !== "closed" || [this.value, this.ofStage].includes(value),
        );
    }

    get ofStage() {
        return this.props.record.data[STAGE];
    }

    get reason() {
        return this.props.record.data[REASON];
    }

    get stageLabel() {
        return this.getLabel(this.ofStage);
    }

    getLabel(value) {
        const { selection } = this.props.record.fields[this.props.name];
        return selection.find(([key]) => key === value)?.[1] || "";
    }

    /** The records that are changed together: those that are ticked in a list. */
    get changed() {
        const { record } = this.props;
        return record.selected && record.model.multiEdit ? record.model.root.selection : [record];
    }

    async onChange(value) {
        const { changed } = this;
        if (!value || changed.every(({ data }) => data[STAGE] === value)) {
            await this.follow();
        } else if (changed.length > 1 || value !== this.value) {
            await this.setByHand(value, changed.length);
        }
    }

    async follow() {
        await this.update({ [this.props.name]: this.ofStage, [REASON]: false });
    }

    async setByHand(value, count) {
        const { record } = this.props;
        const isForm = !this.props.isRow && Boolean(record.resId);
        // what a commit needs is asked of what is stored
        if (value === "commit" && isForm && !(await record.save())) {
            return;
        }
        const answer = await this.askWhy(value, count);
        if (!answer) {
            return;
        }
        if (answer.hasChanged) {
            await record.load();
        }
        await this.update({ [this.props.name]: value, [REASON]: answer.reason });
    }

    askWhy(value, count) {
        const asked = { category: value, label: this.getLabel(value), count };
        if (count === 1) {
            asked.stageLabel = this.stageLabel;
            asked.leadId = this.props.record.resId || undefined;
        }
        return askWhy(this.dialog, asked);
    }

    async update(values) {
        await this.props.record.update(values, { save: this.props.autosave });
    }
}

export const forecastCategoryField = {
    ...selectionField,
    component: ForecastCategoryField,
    displayName: _t("Forecast Category"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: REASON, type: "char", readonly: false },
        { name: STAGE, type: "selection" },
    ],
    extractProps(fieldInfo, dynamicInfo) {
        const { viewType } = fieldInfo;
        return {
            ...selectionField.extractProps(fieldInfo, dynamicInfo),
            isRow: viewType !== "form",
            // a card only tells; readonly in the view it could not be dropped elsewhere
            ...(viewType === "kanban" ? { readonly: true } : {}),
        };
    },
};

registry.category("fields").add("forecast_category", forecastCategoryField);
