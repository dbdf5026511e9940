import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { describeError } from "../customer_facets/money";
import { WaterfallChart } from "./waterfall_chart";
import { WaterfallFilters } from "./waterfall_filters";
import { WaterfallGroups } from "./waterfall_groups";

const MODEL = "crm.forecast.waterfall";
const FILTERS = { period: "quarter", since: "start", until: "", measure: "amount", group_by: "" };

/** Why is the forecast another number than it was? Start, what changed it, end. */
export class Waterfall extends Component {
    static template = "sales_funnel_territory.Waterfall";
    static components = { Layout, WaterfallChart, WaterfallFilters, WaterfallGroups };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.state = useState({
            filters: { ...FILTERS, ...this.props.action.context?.waterfall_filters },
            data: null,
            error: "",
            ...this.props.state?.waterfall,
        });
        useSetupAction({
            getLocalState: () => ({ waterfall: { filters: { ...this.state.filters } } }),
        });
        // not awaited: the skeleton shows while the figures are on their way
        onWillStart(() => {
            this.load();
        });
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

    async load() {
        const { filters } = this.state;
        this.state.error = "";
        try {
            const data = await this.orm.call(MODEL, "get_screen", [{ ...filters }]);
            if (filters === this.state.filters) {
                this.state.data = data;
            }
        } catch (error) {
            this.state.error = describeError(
                error,
                _t("the server gave no answer. Check your connection."),
            );
        }
    }

    onFilter(changes) {
        this.state.filters = { ...this.state.filters, ...changes };
        return this.load();
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
