import { Component, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { GateImportOptions } from "./gate_import_options";

// Odoo's import screen belongs to an app of its own, which may be missing: nothing is imported
// from it here, it is extended once it is there.
const ACTION = "import";
const actions = registry.category("actions");

function makeSidepanel(ImportDataSidepanel) {
    return class GatedSidepanel extends Component {
        static template = "sales_funnel_territory.GatedSidepanel";
        static components = { GateImportOptions, ImportDataSidepanel };
        static props = { ...ImportDataSidepanel.props };

        setup() {
            this.gates = useState(this.env.gateImport);
        }
    };
}

function extend(ImportAction) {
    const { components } = ImportAction;
    ImportAction.components = {
        ...components,
        ImportDataSidepanel: makeSidepanel(components.ImportDataSidepanel),
    };
    patch(ImportAction.prototype, {
        setup() {
            super.setup(...arguments);
            this.gateOrm = useService("orm");
            this.gateImport = useState({
                isShown: false,
                isAdministrator: false,
                value: "report",
                onChange: (value) => this.chooseGateImport(value),
            });
            useSubEnv({ gateImport: this.gateImport });
        },
        async onWillStart() {
            const result = await super.onWillStart(...arguments);
            if (this.resModel === "crm.lead") {
                await this.loadGateImport();
            }
            return result;
        },
        // Odoo's list of templates takes the object as its key: with two, the keys would be equal.
        get importTemplates() {
            return super.importTemplates.map((template) => ({
                ...template,
                toString: () => template.template,
            }));
        },
        async loadGateImport() {
            const [count, isAdministrator] = await Promise.all([
                this.gateOrm.searchCount("crm.stage.gate", [["stage_id.active", "=", true]]),
                user.hasGroup("sales_team.group_sale_manager"),
            ]);
            Object.assign(this.gateImport, { isShown: count > 0, isAdministrator });
        },
        chooseGateImport(value) {
            this.gateImport.value = value;
            this.model.context = { ...this.model.context, gate_import: value };
        },
    });
}

function extendOnce() {
    const ImportAction = actions.get(ACTION, null);
    if (ImportAction) {
        actions.removeEventListener("UPDATE", extendOnce);
        extend(ImportAction);
    }
}

actions.addEventListener("UPDATE", extendOnce);
extendOnce();
