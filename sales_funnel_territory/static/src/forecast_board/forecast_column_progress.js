import { CrmColumnProgress } from "@crm/views/crm_kanban/crm_column_progress";

/** The head of a column: how many deals, expected and weighted revenue. */
export class ForecastColumnProgress extends CrmColumnProgress {
    static template = "sales_funnel_territory.ForecastColumnProgress";

    get count() {
        return (
            this.props.progressBarState.getGroupCount(this.props.group) ?? this.props.group.count
        );
    }

    get expected() {
        const { fields } = this.props.group._config;
        return this.props.progressBarState.getAggregateValue(
            this.props.group,
            fields.expected_revenue,
        );
    }
}
