import { Component } from "@odoo/owl";

/** What the report would change, each of it accepted or not before anything is written. */
export class ReportFinish extends Component {
    static template = "sales_funnel_territory.ReportFinish";
    static props = {
        changes: Array, // {id, kind_label, record, label, before, after, added, is_suggested, obstacle}
        accepted: Object, // Set of ids
        isBusy: Boolean,
        onToggle: Function,
        onBack: Function,
        onSubmit: Function,
    };
}
