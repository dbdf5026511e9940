import { Component, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { ImportChoice } from "./import_choice";
import { importQuestions } from "./import_questions";

// Odoo's import screen belongs to an app of its own, which may be missing: nothing is imported
// from it here, it is extended once it is there.
const ACTION = "import";
const actions = registry.category("actions");

function makeSidepanel(ImportDataSidepanel) {
    return class GatedSidepanel extends Component {
        static template = "sales_funnel_territory.GatedSidepanel";
        static components = { ImportChoice, ImportDataSidepanel };
        static props = { ...ImportDataSidepanel.props };

        setup() {
            this.state = useState(this.env.importChoice);
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
            this.choiceOrm = useService("orm");
            this.importChoice = useState({
                asked: null,
                value: "report",
                onChange: (value) => this.chooseImport(value),
            });
            useSubEnv({ importChoice: this.importChoice });
        },
        async onWillStart() {
            const result = await super.onWillStart(...arguments);
            const ask = importQuestions[this.resModel];
            this.importChoice.asked = (ask && (await ask(this.choiceOrm))) || null;
            return result;
        },
        // Odoo's list of templates takes the object as its key: with two, the keys would be equal.
        get importTemplates() {
            return super.importTemplates.map((template) => ({
                ...template,
                toString: () => template.template,
            }));
        },
        chooseImport(value) {
            this.importChoice.value = value;
            const { key } = this.importChoice.asked;
            this.model.context = { ...this.model.context, [key]: value };
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
