import { Component, onWillStart } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { Record } from "@web/model/record";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { Field } from "@web/views/fields/field";
import { gateRemedyProps } from "./gate_props";

const MODEL = "crm.lead";
const HERE = [
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
];
const WIDGETS = { many2many: "many2many_tags" };

/** The very field of the opportunity, to fill right here; what is too rich leads to the form. */
export class GateField extends Component {
    static template = "sales_funnel_territory.GateField";
    static components = { Field, Record };
    static props = { ...gateRemedyProps };

    setup() {
        this.fieldService = useService("field");
        // not awaited: the record is locked until this call is over
        this.hooks = { onRecordChanged: (record) => void this.save(record) };
        onWillStart(() => this.prepare());
    }

    get name() {
        return this.props.item.remedy.field;
    }

    async prepare() {
        const fields = await this.fieldService.loadFields(MODEL);
        this.field = fields[this.name];
        this.isHere = this.field && HERE.includes(this.field.type) && !this.field.readonly;
        if (!this.isHere) {
            return;
        }
        this.info = parse(this.name, fields, { widget: WIDGETS[this.field.type] });
        const fieldNodes = { [this.name]: this.info };
        for (const name of findNeeded(this.field, fields)) {
            fieldNodes[name] = parse(name, fields, { invisible: "1" });
        }
        Object.assign(this, extractFieldsFromArchInfo({ fieldNodes }, fields));
    }

    async save(record) {
        if ((await record.isDirty()) && (await record.save())) {
            await this.props.onChanged();
        }
    }
}

function parse(name, fields, attributes) {
    const node = document.createElementNS(null, "field");
    node.setAttribute("name", name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value) {
            node.setAttribute(key, value);
        }
    }
    return Field.parseFieldNode(node, { [MODEL]: { fields } }, MODEL, "form");
}

/** Other fields that the input reads: the currency, and those that the domain names. */
function findNeeded(field, fields) {
    const named = String(field.domain || "").match(/[a-z_]\w*/gi) || [];
    const needed = [field.currency_field, ...named].filter(
        (name) => name in fields && name !== field.name,
    );
    return new Set(needed.filter((name) => !["one2many", "many2many"].includes(fields[name].type)));
}
