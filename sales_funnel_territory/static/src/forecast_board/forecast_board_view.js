import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { registry } from "@web/core/registry";
import { ForecastBoardRenderer } from "./forecast_board_renderer";

class ForecastBoardController extends crmKanbanView.Controller {
    get progressBarAggregateFields() {
        return [...super.progressBarAggregateFields, this.props.fields.expected_revenue];
    }
}

export const forecastBoardView = {
    ...crmKanbanView,
    Controller: ForecastBoardController,
    Renderer: ForecastBoardRenderer,
};

registry.category("views").add("forecast_board", forecastBoardView);
