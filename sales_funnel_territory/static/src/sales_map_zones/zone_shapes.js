import { WORLD, projectX, projectY } from "../sales_map/projection";

/** The rings of a GeoJSON area, at zoom 0 (see sales_map/projection.js). */
function readRings({ type, coordinates }) {
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    return polygons.flatMap((polygon) =>
        polygon.map((ring) => ring.map(([lon, lat]) => [projectX(lon), projectY(lat)])),
    );
}

/** An area as the canvas draws it and as a tap finds it. */
export class ZoneShape {
    constructor(boundary) {
        this.rings = readRings(boundary);
        this.path = new Path2D();
        this.box = { left: WORLD, top: WORLD, right: 0, bottom: 0 };
        for (const ring of this.rings) {
            ring.forEach(([x, y], i) => {
                this.path[i ? "lineTo" : "moveTo"](x, y);
                this.box.left = Math.min(this.box.left, x);
                this.box.right = Math.max(this.box.right, x);
                this.box.top = Math.min(this.box.top, y);
                this.box.bottom = Math.max(this.box.bottom, y);
            });
            this.path.closePath();
        }
    }

    /** By the number of edges to the right: odd is inside, whatever is hole or part. */
    contains(x, y) {
        const { left, right, top, bottom } = this.box;
        if (x < left || x > right || y < top || y > bottom) {
            return false;
        }
        let isInside = false;
        for (const ring of this.rings) {
            for (let i = 1; i < ring.length; i++) {
                const [ax, ay] = ring[i - 1];
                const [bx, by] = ring[i];
                if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) {
                    isInside = !isInside;
                }
            }
        }
        return isInside;
    }
}

/** The box around several shapes, or null. */
export function boxAround(shapes) {
    const boxes = shapes.map(({ box }) => box);
    return boxes.length
        ? {
              left: Math.min(...boxes.map(({ left }) => left)),
              top: Math.min(...boxes.map(({ top }) => top)),
              right: Math.max(...boxes.map(({ right }) => right)),
              bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
          }
        : null;
}
