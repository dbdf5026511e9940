import { Component, onWillStart, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What follows from a call report, as switches: what is on is written, and the report submitted. */
export class FinishDialog extends Component {
    static template = "sales_funnel_territory.FinishDialog";
    static components = { CheckBox, Dialog };
    static props = {
        reportId: Number,
        onDone: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ changes: [], isBusy: false });
        onWillStart(async () => {
            const changes = await this.orm.call("crm.call.report", "get_offered_changes", [
                this.props.reportId,
            ]);
            this.state.changes = changes.map((change) => ({
                ...change,
                isOn: change.is_suggested,
            }));
        });
    }

    /** The changes of each record together, in the order in which they are offered. */
    get records() {
        const byName = new Map();
        for (const change of this.state.changes) {
            const changes = byName.get(change.record) || [];
            byName.set(change.record, [...changes, change]);
        }
        return [...byName].map(([name, changes]) => ({ name, changes }));
    }

    get chosen() {
        return this.state.changes.filter((change) => change.isOn);
    }

    get label() {
        const { length } = this.chosen;
        if (!length) {
            return _t("Submit without Changes");
        }
        return length === 1
            ? _t("Submit with 1 Change")
            : _t("Submit with %(count)s Changes", { count: length });
    }

    onSwitch(change, isOn) {
        change.isOn = isOn;
    }

    async submit() {
        this.state.isBusy = true;
        try {
            const ids = this.chosen.map((change) => change.id);
            await this.orm.call("crm.call.report", "finish", [this.props.reportId, ids]);
        } finally {
            this.state.isBusy = false;
        }
        this.props.close();
        this.props.onDone?.();
    }
}
