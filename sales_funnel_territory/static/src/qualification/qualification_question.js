import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { useAutoresize } from "@web/core/utils/autoresize";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";

/** One question: what is known, one tap for each level, a note, and what it was before. */
export class QualificationQuestion extends Component {
    static template = "sales_funnel_territory.QualificationQuestion";
    static props = {
        question: Object,
        levels: Array,
        isNext: { type: Boolean, optional: true },
        readonly: { type: Boolean, optional: true },
        onAnswer: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ changes: null });
        useAutoresize(useRef("note"));
        onWillUpdateProps((next) => {
            const { answer_id: answer, changes } = this.props.question;
            if (next.question.answer_id !== answer || next.question.changes !== changes) {
                this.state.changes = null;
            }
        });
    }

    get levelLabel() {
        return Object.fromEntries(this.props.levels)[this.props.question.level];
    }

    formatDay(moment) {
        return formatDate(deserializeDateTime(moment));
    }

    answer(values) {
        return this.props.onAnswer(this.props.question, values);
    }

    onNote(event) {
        const text = event.target.value.trim();
        if (text !== this.props.question.text) {
            this.answer({ text });
        }
    }

    async toggleChanges() {
        this.state.changes = this.state.changes
            ? null
            : await this.orm.call("crm.scorecard.answer", "get_changes", [
                  this.props.question.answer_id,
              ]);
    }
}
