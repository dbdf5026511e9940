import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";
import { QualificationQuestion } from "./qualification_question";
import { QualificationScore } from "./qualification_score";

const NEXT_SHOWN = 2;

/** The questions of an opportunity; each tap is saved at once. */
export class QualificationField extends Component {
    static template = "sales_funnel_territory.QualificationField";
    static components = { QualificationQuestion, QualificationScore };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.mutex = new Mutex();
    }

    get sheet() {
        return this.props.record.data[this.props.name] || { questions: [], former: [], next: [] };
    }

    isNext(question) {
        return this.sheet.next.slice(0, NEXT_SHOWN).includes(question.id);
    }

    /** One after the other: a tap on a level leaves the note, which is saved by that, too. */
    answer(question, values) {
        return this.mutex.exec(() => this.save(question, values));
    }

    /** Save what else was typed first, as any button of the form does: reloading would drop it. */
    async save(question, values) {
        const { record } = this.props;
        if ((record.isNew || (await record.isDirty())) && !(await record.save())) {
            return;
        }
        await this.orm.call("crm.lead", "answer_question", [record.resId, question.id, values]);
        await record.load();
    }
}

export const qualificationField = {
    component: QualificationField,
    displayName: _t("Qualification"),
    supportedTypes: ["json"],
};

registry.category("fields").add("qualification", qualificationField);
