import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { WaterfallChart } from "./waterfall_chart";
import { WaterfallFilters } from "./waterfall_filters";
import { WaterfallGroups } from "./waterfall_groups";

const MODEL = "crm.forecast.waterfall";
const FILTERS = { period: "quarter", since: "start", until: "", measure: "amount", group_by: "" };

/** Why is the forecast another number than it was? Start, what changed it, end. */
export class Waterfall extends FilteredScreen {
    static template = "sales_funnel_territory.Waterfall";
    static components = { Layout, WaterfallChart, WaterfallFilters, WaterfallGroups };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        const filters = { ...FILTERS, ...this.props.action.context?.waterfall_filters };
        this.keep("waterfall", { filters });
    }

    get isEmpty() {
        const { start_count, end_count, bars } = this.state.data;
        return !start_count && !end_count && !bars.length;
    }

    get notes() {
        const { today_fields, rebuilt } = this.state.data;
        const notes = [];
        if (today_fields.length) {
            notes.push(
                _t("Not in the history, so as it is today: %(fields)s.", {
                    fields: today_fields.join(", "),
                }),
            );
        }
        if (rebuilt) {
            notes.push(
                _t(
                    "%(count)s opportunities were rebuilt from the log of the time before the app: their probability and closing date of then are not known, the first known ones count.",
                    { count: rebuilt },
                ),
            );
        }
        return notes;
    }

    ask() {
        return this.orm.call(MODEL, "get_screen", [{ ...this.state.filters }]);
    }

    async open(bar, group) {
        const args = [this.state.data.options, bar];
        if (group) {
            args.push(group.key || "");
        }
        return this.action.doAction(await this.orm.call(MODEL, "action_open_bar", args));
    }
}

registry.category("actions").add("sales_funnel_territory.waterfall", Waterfall);
