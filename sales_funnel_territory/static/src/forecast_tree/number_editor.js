import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/views/fields/formatters";
import { parseMonetary } from "@web/views/fields/parsers";
import { Component, useState } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

/** What was said of a row, and why; and one's own number, with its reason. */
export class NumberEditor extends Component {
    static template = "sales_funnel_territory.NumberEditor";
    static props = {
        close: Function,
        row: Object,
        level: String,
        levels: Array,
        onSet: Function,
    };

    setup() {
        useAutofocus();
        const { row } = this.props;
        this.state = useState({
            words: formatFloat(row.numbers[row.level] ?? row.below, { digits: [16, 0] }),
            note: "",
            isWrong: false,
        });
    }

    get isMine() {
        return this.props.row.level === this.props.level;
    }

    get said() {
        const { levels, row } = this.props;
        return levels
            .filter(([level]) => row.notes[level])
            .map(([level, label]) => ({
                level,
                label,
                amount: formatAmount(row.numbers[level]),
                note: row.notes[level].note,
                who: _t("%(name)s, %(day)s", {
                    name: row.notes[level].by,
                    day: formatDate(deserializeDateTime(row.notes[level].on)),
                }),
            }));
    }

    get below() {
        return formatAmount(this.props.row.below);
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.shiftKey && this.state.note.trim()) {
            ev.preventDefault();
            this.set();
        }
    }

    async set() {
        let amount = 0;
        try {
            amount = parseMonetary(this.state.words);
        } catch {
            this.state.isWrong = true;
            return;
        }
        this.props.close();
        await this.props.onSet(this.props.row, amount, this.state.note.trim());
    }
}
