import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { parseMonetary } from "@web/views/fields/parsers";
import { Component, useState } from "@odoo/owl";

/** What do you expect, and why is it another number than what comes from below? */
export class NumberDialog extends Component {
    static template = "sales_funnel_territory.NumberDialog";
    static components = { Dialog };
    static props = { close: Function, row: Object, currencyId: Number, onSet: Function };

    setup() {
        useAutofocus();
        const { row } = this.props;
        const value = row.numbers[row.level] ?? row.below;
        this.state = useState({ words: String(value), note: "", isWrong: false });
    }

    get title() {
        return _t("What do you expect of %(name)s?", { name: this.props.row.name });
    }

    get below() {
        return formatMonetary(this.props.row.below, { currencyId: this.props.currencyId });
    }

    async set() {
        let amount = 0;
        try {
            amount = parseMonetary(this.state.words);
        } catch {
            this.state.isWrong = true;
            return;
        }
        await this.props.onSet(amount, this.state.note.trim());
        this.props.close();
    }
}
