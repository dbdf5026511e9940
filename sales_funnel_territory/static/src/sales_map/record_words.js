import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";

const formatters = registry.category("formatters");
const RELATIONS = ["many2one", "many2many", "one2many"];
// said beside a name; an amount would need its currency, a long text its room
const TYPES = ["char", "many2one", "many2many", "selection", "date", "datetime", "integer"];

/** The fields of the arch that say something in one line. */
export function lineFields(fieldNodes, fields) {
    return Object.values(fieldNodes)
        .filter(({ name, invisible }) => !invisible && TYPES.includes(fields[name].type))
        .map(({ name }) => fields[name])
        .slice(0, 3);
}

/** What web_read is to read of them. */
export function lineSpecification(lines) {
    const specify = ({ type }) =>
        RELATIONS.includes(type) ? { fields: { display_name: {} } } : {};
    return {
        display_name: {},
        ...Object.fromEntries(lines.map((one) => [one.name, specify(one)])),
    };
}

/** What a field of a record says, as text. */
export function describeField(field, value) {
    if (Array.isArray(value)) {
        return value.map((one) => one.display_name).join(", ");
    }
    if (!value) {
        return "";
    }
    const { type } = field;
    if (type === "many2one") {
        return value.display_name;
    }
    if (type === "date" || type === "datetime") {
        const day = type === "date" ? deserializeDate(value) : deserializeDateTime(value);
        return formatters.get(type)(day);
    }
    return String(formatters.get(type)(value, { field, selection: field.selection }));
}
