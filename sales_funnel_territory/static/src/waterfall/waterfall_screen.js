import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { onWillUpdateProps } from "@odoo/owl";
import { FilteredScreen } from "../filtered_screen/filtered_screen";
import { WaterfallChart } from "./waterfall_chart";
import { WaterfallFilters } from "./waterfall_filters";
import { WaterfallGroups } from "./waterfall_groups";
import { openAction } from "../open_action/open_action";

const MODEL = "crm.forecast.waterfall";
const FILTERS = { period: "quarter", since: "start", until: "", measure: "amount", group_by: "" };

/** Why is the forecast another number than it was? Start, what changed it, end. */
export class WaterfallScreen extends FilteredScreen {
    static template = "sales_funnel_territory.WaterfallScreen";
    static components = { Layout, SearchBar, WaterfallChart, WaterfallFilters, WaterfallGroups };
    static props = { ...FilteredScreen.props, domain: Array, groupBy: Array };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        const filters = { ...FILTERS, ...this.props.action.context?.waterfall_filters };
        this.searchBarToggler = useSearchBarToggler();
        this.keep("waterfall", { filters, search: this.searchOf(this.props) });
        onWillUpdateProps((next) => this.onSearch(next));
    }

    /** What the search bar says; a grouping there goes before that of the box. */
    searchOf({ domain, groupBy }) {
        return { domain, groupBy };
    }

    /** Not awaited: the screen stays as it is until the figures are there. */
    onSearch(props) {
        const search = this.searchOf(props);
        if (JSON.stringify(search) !== JSON.stringify(this.state.search)) {
            this.state.search = search;
            this.load();
        }
    }

    get searchGroup() {
        return this.state.search.groupBy[0] || "";
    }

    get isEmpty() {
        const { start_count, end_count, bars } = this.state.data;
        return !start_count && !end_count && !bars.length;
    }

    get span() {
        const [first, last] = [this.state.data.first, this.state.data.last].map((day) =>
            formatDate(deserializeDate(day)),
        );
        return _t("From %(first)s to %(last)s", { first, last });
    }

    get notes() {
        const { today_fields, rebuilt } = this.state.data;
        const notes = [];
        if (this.state.search.groupBy.length > 1) {
            notes.push(_t("Grouped by the first of the groupings only."));
        }
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
        return this.orm.call(MODEL, "get_screen", [
            {
                ...this.state.filters,
                domain: this.state.search.domain,
                group_by: this.searchGroup || this.state.filters.group_by,
            },
        ]);
    }

    async open(bar, group) {
        const args = [this.state.data.options, bar];
        if (group) {
            args.push(group.key || "");
        }
        return openAction(this.action, await this.orm.call(MODEL, "action_open_bar", args));
    }
}
