import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { LeadGatesDialog } from "../gate_dialog/lead_gates_dialog";
import { GateItem } from "../gate_item/gate_item";
import { GATES_CHANGED } from "../gate_item/gate_navigation";
import { findNext, isMet } from "../gate_item/gate_words";

/** What the stage still needs, before anybody drags: the next item is a button. */
export class GateChecklistField extends Component {
    static template = "sales_funnel_territory.GateChecklistField";
    static components = { GateItem };
    static props = { ...standardFieldProps };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ isOpen: false });
        useBus(this.env.bus, GATES_CHANGED, ({ detail }) => this.onGatesChanged(detail));
    }

    get record() {
        return this.props.record;
    }

    get items() {
        return this.record.data[this.props.name] || [];
    }

    get done() {
        return this.items.filter(isMet).length;
    }

    get next() {
        return findNext(this.items);
    }

    get summary() {
        return _t("%(done)s of %(all)s exit criteria are met", {
            done: this.done,
            all: this.items.length,
        });
    }

    get percent() {
        return Math.round((100 * this.done) / this.items.length);
    }

    async meet(item) {
        if (!(await this.record.save())) {
            return;
        }
        this.dialog.add(LeadGatesDialog, {
            leadId: this.record.resId,
            leadName: this.record.data.display_name || this.record.data.name,
            gateIds: [item.id],
            onDone: () => this.refresh(),
        });
    }

    async onGatesChanged({ leadId }) {
        if (leadId === this.record.resId) {
            await this.refresh();
        }
    }

    async refresh() {
        await this.record.save();
        await this.record.load();
    }
}

export const gateChecklistField = {
    component: GateChecklistField,
    displayName: _t("Checklist of Exit Criteria"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("gate_checklist", gateChecklistField);
