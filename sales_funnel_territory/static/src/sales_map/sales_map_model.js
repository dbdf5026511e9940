import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { MapPoints } from "./map_points";
import { MapSelection } from "./map_selection";

/** What the map shows: the points of a search, their groups, and which are chosen. */
export class SalesMapModel extends Model {
    static services = ["dialog"];

    setup({ resModel, archInfo, state }, { dialog }) {
        this.dialog = dialog; // for Odoo's export
        this.resModel = resModel;
        this.archInfo = archInfo;
        this.keepLast = new KeepLast();
        this.points = new MapPoints();
        this.groups = [];
        this.without = 0;
        this.root = new MapSelection(this);
        this.hidden = new Set(state?.hidden);
        this.colorOf = state?.colorOf;
    }

    async load(searchParams) {
        this.searchParams = searchParams;
        const { domain, context, groupBy } = searchParams;
        const { place, color, size } = this.archInfo;
        const spec = { ...place, color: groupBy[0] || color, size };
        const payload = await this.keepLast.add(
            this.orm.call(this.resModel, "sales_map_data", [domain, spec], { context }),
        );
        this._take(payload, spec);
    }

    _take(payload, spec) {
        if (this.colorOf !== spec.color) {
            this.hidden.clear();
        }
        this.colorOf = spec.color;
        this.points = new MapPoints(payload);
        this.groups = payload.groups;
        this.sizeTop = payload.size_top;
        this.without = payload.without;
        this.withoutDomain = payload.without_domain;
        this.root.keep((id) => this.points.indexOf(id) >= 0);
    }

    hasData() {
        return this.points.count > 0 || this.without > 0;
    }

    toggleGroup(number) {
        if (!this.hidden.delete(number)) {
            this.hidden.add(number);
        }
    }

    exportState() {
        return { hidden: [...this.hidden], colorOf: this.colorOf };
    }
}
