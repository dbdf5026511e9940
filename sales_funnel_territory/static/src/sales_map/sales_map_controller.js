import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { ActionMenus, STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { standardViewProps } from "@web/views/standard_view_props";
import { SelectionBox } from "@web/views/view_components/selection_box";
import { useExportRecords } from "@web/views/view_hook";
import { Component, onWillStart, useRef, useSubEnv } from "@odoo/owl";

/** The map in Odoo's frame: search, selection with its actions, export. */
export class SalesMapController extends Component {
    static template = "sales_funnel_territory.SalesMapView";
    static components = { ActionMenus, CogMenu, Layout, SearchBar, SelectionBox };
    static props = {
        ...standardViewProps,
        Model: Function,
        Renderer: Function,
        archInfo: Object,
    };
    static defaultProps = { createRecord: () => {}, selectRecord: () => {} };

    setup() {
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.memory = { ...this.props.state?.memory };
        const { resModel, archInfo, state } = this.props;
        this.model = useModelWithSampleData(this.props.Model, {
            resModel,
            archInfo,
            state: state?.modelState,
        });
        useSubEnv({ model: this.model });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({
                modelState: this.model.exportState(),
                memory: this.memory,
            }),
        });
        this.searchBarToggler = useSearchBarToggler();
        this.exportRecords = useExportRecords(this.env, this.props.context, () =>
            this.getExportableFields(),
        );
        onWillStart(async () => {
            this.mayExport = await user.hasGroup("base.group_allow_export");
        });
    }

    get display() {
        const { controlPanel } = this.props.display;
        if (!controlPanel) {
            return this.props.display;
        }
        const layoutActions = !this.hasSelection;
        return { ...this.props.display, controlPanel: { ...controlPanel, layoutActions } };
    }

    get hasSelection() {
        return this.model.root.chosen.size > 0;
    }

    get actionMenuProps() {
        const { root } = this.model;
        return {
            getActiveIds: () => root.ids,
            context: root.context,
            domain: root.domain,
            isDomainSelected: root.isDomainSelected,
            items: this.actionMenuItems,
            onActionExecuted: ({ noReload } = {}) => !noReload && this.reload(),
            resModel: root.resModel,
        };
    }

    get actionMenuItems() {
        const { actionMenus } = this.props.info;
        const own = [
            {
                key: "list",
                icon: "oi oi-view-list",
                description: _t("Show in a List"),
                callback: () => this.openList(this.selectedDomain, _t("Selected on the Map")),
            },
        ];
        if (this.mayExport) {
            own.push({
                key: "export",
                icon: "fa fa-upload",
                description: _t("Export"),
                callback: () => this.exportRecords(),
            });
        }
        const fixed = own.map((item) => ({ ...item, groupNumber: STATIC_ACTIONS_GROUP_NUMBER }));
        return { action: [...fixed, ...(actionMenus?.action || [])], print: actionMenus?.print };
    }

    get selectedDomain() {
        const { root } = this.model;
        return root.isDomainSelected ? root.domain : [["id", "in", root.ids]];
    }

    getExportableFields() {
        const { fieldNodes } = this.props.archInfo;
        const names = ["display_name", ...Object.keys(fieldNodes)];
        return names
            .map((name) => this.props.fields[name])
            .filter((field) => field && field.exportable !== false);
    }

    reload() {
        return this.env.searchModel.search();
    }

    openRecord(resId) {
        const activeIds = this.memory.listed || [resId];
        this.props.selectRecord(resId, { activeIds });
    }

    openList(domain, name) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: this.props.resModel,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain,
            context: this.props.context,
        });
    }

    /** Those of them without a position: in a list that says why, where there is one. */
    async openWithout() {
        const { withoutDomain: domain } = this.model;
        const { withoutAction } = this.props.archInfo;
        if (!withoutAction) {
            return this.openList(domain, _t("Not on the Map"));
        }
        const action = await this.action.loadAction(withoutAction, this.props.context);
        return this.action.doAction({ ...action, domain });
    }
}
