import { ClustersPainter } from "./clusters_painter";
import { DotsPainter } from "./dots_painter";
import { HeatPainter } from "./heat_painter";
import { MapCanvas } from "./map_canvas";

/** The records on the map: as dots, clusters or heat. */
export class PointsLayer {
    constructor(engine, mode) {
        this.engine = engine;
        this.mode = mode;
        this.painters = {
            points: new DotsPainter(engine),
            clusters: new ClustersPainter(engine),
            heat: new HeatPainter(engine),
        };
        const paint = (context, view) => this.painter.paint(context, view);
        this.canvas = new MapCanvas(engine, { name: "sales_map_points", zIndex: 400, paint });
    }

    get painter() {
        return this.painters[this.mode] || this.painters.points;
    }

    /** How far beside a point a finger may tap, in CSS pixels. */
    get reach() {
        return this.painters.points.radius(this.engine.map.getZoom()) + 6;
    }

    draw() {
        this.canvas.draw();
    }

    clusterAt(containerPoint) {
        return this.painter.at?.(containerPoint) || null;
    }

    /** Whether a record has a sign of its own: what one does not see cannot be tapped. */
    isDrawn(index) {
        return this.painter.isDrawn?.(index) ?? true;
    }

    destroy() {
        this.canvas.destroy();
    }
}
