import { visitXML } from "@web/core/utils/xml";
import { Field } from "@web/views/fields/field";
import { getActiveActions } from "@web/views/utils";

/** What the arch says: where a record is, how it looks, what its pop-up says. */
export class SalesMapArchParser {
    parse(xmlDoc, models, modelName) {
        const { fields } = models[modelName];
        // a field the user may not read is not among them: then the map does without
        const known = (name) => (name && name.split(/[.:]/)[0] in fields ? name : false);
        const fieldNodes = {};
        visitXML(xmlDoc, (node) => {
            if (node.tagName === "field") {
                const info = Field.parseFieldNode(node, models, modelName, "sales_map");
                fieldNodes[info.name] = info;
            }
        });
        const through = (xmlDoc.getAttribute("through") || "").split(",");
        return {
            activeActions: getActiveActions(xmlDoc),
            className: xmlDoc.getAttribute("class") || "",
            fieldNodes,
            place: {
                latitude: xmlDoc.getAttribute("latitude"),
                longitude: xmlDoc.getAttribute("longitude"),
                through: through.map((path) => path.trim()).filter(Boolean),
            },
            color: known(xmlDoc.getAttribute("color")),
            size: known(xmlDoc.getAttribute("size")),
            mode: xmlDoc.getAttribute("mode") || "points",
            withoutAction: xmlDoc.getAttribute("without_action") || "",
        };
    }
}
