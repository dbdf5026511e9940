import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { RelationshipPicture } from "./relationship_picture";

/** The relationship picture alone on its page, with its table: to look at together, to print. */
export class RelationshipPictureAction extends Component {
    static template = "sales_funnel_territory.RelationshipPictureAction";
    static components = { Layout, RelationshipPicture };
    static props = { ...standardActionServiceProps };

    setup() {
        this.display = { controlPanel: {} };
        const { params, context } = this.props.action;
        this.resModel = params.res_model;
        this.resId = params.res_id || context.active_id;
    }

    print() {
        window.print();
    }
}

registry
    .category("actions")
    .add("sales_funnel_territory.relationship_picture", RelationshipPictureAction);
