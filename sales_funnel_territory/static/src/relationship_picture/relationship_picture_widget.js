import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { RelationshipPicture } from "./relationship_picture";

/** The relationship picture in the form of an opportunity or of a customer, as it is saved. */
export class RelationshipPictureWidget extends Component {
    static template = "sales_funnel_territory.RelationshipPictureWidget";
    static components = { RelationshipPicture };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.state = useState({ version: 0 });
        useRecordObserver((record) => {
            if (record.data && !record.dirty) {
                this.state.version++;
            }
        });
    }

    async openLarge() {
        const { record } = this.props;
        if (await record.save()) {
            this.action.doActionButton({
                type: "object",
                name: "action_open_relationship_picture",
                resModel: record.resModel,
                resId: record.resId,
                resIds: [record.resId],
            });
        }
    }
}

export const relationshipPictureWidget = {
    component: RelationshipPictureWidget,
    displayName: _t("Relationship Picture"),
};

registry.category("view_widgets").add("relationship_picture", relationshipPictureWidget);
