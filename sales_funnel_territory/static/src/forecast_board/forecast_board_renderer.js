import { CrmKanbanRenderer } from "@crm/views/crm_kanban/crm_kanban_renderer";
import { ForecastColumnProgress } from "./forecast_column_progress";

class ForecastBoardHeader extends CrmKanbanRenderer.components.KanbanHeader {
    static components = {
        ...CrmKanbanRenderer.components.KanbanHeader.components,
        ColumnProgress: ForecastColumnProgress,
    };
}

export class ForecastBoardRenderer extends CrmKanbanRenderer {
    static components = {
        ...CrmKanbanRenderer.components,
        KanbanHeader: ForecastBoardHeader,
    };
}
