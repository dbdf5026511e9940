import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useRef } from "@odoo/owl";
import { QualificationScore } from "./qualification_score";

const SHOWN = 2;

/** In the strip: how well the opportunity is qualified, and what to ask next. */
export class QualificationNextField extends Component {
    static template = "sales_funnel_territory.QualificationNextField";
    static components = { QualificationScore };
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
    }

    get sheet() {
        return this.props.record.data[this.props.name] || { questions: [], next: [], bands: [] };
    }

    get nextQuestions() {
        const byId = Object.fromEntries(this.sheet.questions.map((one) => [one.id, one]));
        return this.sheet.next.slice(0, SHOWN).map((id) => byId[id]);
    }

    /** Turn to the tab with the questions, and to this one. */
    open(question) {
        const form = this.root.el.closest(".o_form_renderer");
        form?.querySelector(".o_notebook a.nav-link[name='qualification']")?.click();
        requestAnimationFrame(() => {
            const shown = form?.querySelector(`[data-question='${question.id}']`);
            shown?.scrollIntoView({ block: "center" });
            shown?.querySelector("button")?.focus({ preventScroll: true });
        });
    }
}

export const qualificationNextField = {
    component: QualificationNextField,
    displayName: _t("Questions to Ask Next"),
    supportedTypes: ["json"],
};

registry.category("fields").add("qualification_next", qualificationNextField);
