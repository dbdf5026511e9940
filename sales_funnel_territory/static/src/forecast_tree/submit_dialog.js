import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { Component, useState } from "@odoo/owl";
import { formatAmount } from "../customer_facets/money";

/** Submit a team's forecast of the week: what is kept, and what there is to say about it. */
export class SubmitDialog extends Component {
    static template = "sales_funnel_territory.SubmitDialog";
    static components = { Dialog };
    static props = { close: Function, row: Object, onSubmit: Function };

    setup() {
        useAutofocus();
        this.state = useState({ comment: this.props.row.week?.comment || "", isBusy: false });
    }

    get title() {
        return _t("Submit the forecast of %(team)s", { team: this.props.row.name });
    }

    get best() {
        return formatAmount(this.props.row.best);
    }

    async submit() {
        this.state.isBusy = true;
        try {
            await this.props.onSubmit(this.props.row, this.state.comment.trim());
            this.props.close();
        } finally {
            this.state.isBusy = false;
        }
    }
}
