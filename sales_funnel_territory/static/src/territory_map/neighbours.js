import { MapCanvas } from "../sales_map/map_canvas";
import { projectX, projectY } from "../sales_map/projection";
import { ZoneShape } from "../sales_map_zones/zone_shapes";
import { ZonesPainter } from "../sales_map_zones/zones_painter";

const ZONES = "crm.territory";
// so many are read to the last corner when one draws
const MOST_EXACT = 24;

/** The zones around the one that is shown. */
export class Neighbours {
    constructor(engine, orm) {
        Object.assign(this, { engine, orm, zones: [] });
        this.painter = new ZonesPainter(engine);
        this.canvas = new MapCanvas(engine, {
            name: "territory_map_neighbours",
            zIndex: 300,
            paint: (context, view) =>
                this.painter.paint(context, view, { zones: this.zones, clashes: [] }),
        });
    }

    /** Where a territory without an area may lie: among those under or beside it, else all. */
    around({ resId, data }) {
        const parents = [resId, data.parent_id?.id].filter(Boolean);
        const kin = this.zones.filter(({ above }) => above.some((id) => parents.includes(id)));
        return (kin.length ? kin : this.zones).map(({ shape }) => shape);
    }

    async load(resId) {
        const found = await this.orm.call(ZONES, "read_map", [[["id", "!=", resId || 0]]]);
        if (this.isDestroyed) {
            return;
        }
        this.zones = found
            .filter((zone) => zone.is_zone)
            .map((zone) => ({
                ...zone,
                shape: new ZoneShape(zone.boundary),
                label: { x: projectX(zone.label[0]), y: projectY(zone.label[1]) },
            }));
        this.canvas.draw();
    }

    /** The boundaries in sight as they are kept, with every corner. */
    async readExact() {
        const { left, right, top, bottom } = this.engine.seen();
        const seen = this.zones.filter(
            ({ shape: { box } }) =>
                box.left < right && box.right > left && box.top < bottom && box.bottom > top,
        );
        const ids = seen.slice(0, MOST_EXACT).map(({ id }) => id);
        const found = ids.length ? await this.orm.read(ZONES, ids, ["boundary"]) : [];
        return found.map(({ boundary }) => boundary);
    }

    zoneAt({ lat, lng }) {
        const [x, y] = [projectX(lng), projectY(lat)];
        return this.zones.find(({ shape }) => shape.contains(x, y));
    }

    destroy() {
        this.isDestroyed = true;
        this.canvas.destroy();
    }
}
