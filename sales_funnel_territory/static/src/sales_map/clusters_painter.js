import { formatInteger } from "@web/views/fields/formatters";
import { DotsPainter } from "./dots_painter";

const CELL = 72; // CSS pixels
// nearer than this every record stands for itself
const LAST_ZOOM = 13;
const GROUPS = 9;
const FULL = 2 * Math.PI;

/** Records near each other as one ring: how many, and in its colours how many of each group. */
export class ClustersPainter {
    constructor(engine) {
        this.engine = engine;
        this.dots = new DotsPainter(engine);
        this.clusters = [];
    }

    paint(context, view) {
        this.view = view;
        this.clusters = [];
        this.grid = null;
        if (view.zoom > LAST_ZOOM) {
            this.dots.paint(context, view);
            return;
        }
        const grid = this._count(view);
        this.grid = grid;
        this.dots.paint(context, view, (index) => !this.isDrawn(index));
        for (let cell = 0; cell < grid.total.length; cell++) {
            if (grid.total[cell] > 1) {
                this.clusters.push(this._describe(cell, grid));
            }
        }
        this.clusters = join(this.clusters, view.zoom);
        this.clusters.forEach((cluster) => this._draw(context, view, cluster));
    }

    /** Whether a record in sight stands for itself. */
    isDrawn(index) {
        return !this.grid || this.grid.total[this._cellOf(index, this.grid)] === 1;
    }

    /** What lies in each cell of a grid that is fixed to the world, so that panning moves nothing. */
    _count(view) {
        const side = CELL / 2 ** view.zoom;
        const firstX = Math.floor(view.x / side);
        const firstY = Math.floor(view.y / side);
        const columns = Math.ceil(view.width / view.k / side) + 2;
        const rows = Math.ceil(view.height / view.k / side) + 2;
        const cells = columns * rows;
        const grid = {
            ...{ side, firstX, firstY, columns, rows },
            total: new Uint32Array(cells),
            x: new Float64Array(cells),
            y: new Float64Array(cells),
            groups: new Uint32Array(cells * GROUPS),
        };
        const { points, hidden } = this.engine;
        const box = {
            left: firstX * side,
            top: firstY * side,
            right: (firstX + columns) * side,
            bottom: (firstY + rows) * side,
        };
        points.forEachIn(box, hidden, (i) => {
            const cell = this._cellOf(i, grid);
            grid.total[cell]++;
            grid.x[cell] += points.x[i];
            grid.y[cell] += points.y[i];
            grid.groups[cell * GROUPS + Math.min(points.color[i], GROUPS - 1)]++;
        });
        return grid;
    }

    _cellOf(index, { side, firstX, firstY, columns }) {
        const { x, y } = this.engine.points;
        const column = Math.floor(x[index] / side) - firstX;
        const row = Math.floor(y[index] / side) - firstY;
        return row * columns + column;
    }

    _describe(cell, grid) {
        const { side, firstX, firstY, columns } = grid;
        const count = grid.total[cell];
        const left = ((cell % columns) + firstX) * side;
        const top = (Math.floor(cell / columns) + firstY) * side;
        return {
            count,
            x: grid.x[cell] / count,
            y: grid.y[cell] / count,
            radius: radiusOf(count),
            shares: grid.groups.slice(cell * GROUPS, (cell + 1) * GROUPS),
            bounds: { left, top, right: left + side, bottom: top + side },
        };
    }

    _draw(context, view, { count, x, y, radius, shares }) {
        const { palette } = this.engine;
        const px = (x - view.x) * view.k;
        const py = (y - view.y) * view.k;
        const r = radius * view.ratio;
        context.beginPath();
        context.arc(px, py, r, 0, FULL);
        context.fillStyle = palette.surface;
        context.fill();
        context.lineWidth = 4 * view.ratio;
        let from = -FULL / 4;
        for (let group = 0; group < GROUPS; group++) {
            if (shares[group]) {
                const to = from + (FULL * shares[group]) / count;
                context.beginPath();
                context.arc(px, py, r - context.lineWidth / 2, from, to);
                context.strokeStyle = palette.groups[group];
                context.stroke();
                from = to;
            }
        }
        context.fillStyle = palette.text;
        context.font = `600 ${Math.round(11 * view.ratio)}px ${palette.font}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(shorten(count), px, py);
    }

    /** The cluster at a place of the map's element. */
    at({ x, y }) {
        const { map, L } = this.engine;
        const zoom = map.getZoom();
        return this.clusters.find((cluster) => {
            const scale = 2 ** zoom;
            const middle = L.point(cluster.x * scale, cluster.y * scale)
                .subtract(map.getPixelOrigin())
                .add(map._getMapPanePos());
            return Math.hypot(middle.x - x, middle.y - y) <= cluster.radius;
        });
    }
}

function radiusOf(count) {
    return Math.min(CELL / 2 - 2, 11 + 5.6 * Math.log10(count));
}

/** Rings that would cover each other become one; the largest stay where they are. */
function join(clusters, zoom) {
    const kept = [];
    for (const cluster of clusters.sort((one, other) => other.count - one.count)) {
        const near = kept.find(
            ({ x, y, radius }) =>
                Math.hypot(x - cluster.x, y - cluster.y) * 2 ** zoom < radius + cluster.radius,
        );
        if (near) {
            swallow(near, cluster);
        } else {
            kept.push(cluster);
        }
    }
    return kept;
}

function swallow(cluster, other) {
    cluster.count += other.count;
    cluster.radius = Math.max(cluster.radius, radiusOf(cluster.count));
    other.shares.forEach((share, group) => {
        cluster.shares[group] += share;
    });
    const { bounds } = cluster;
    bounds.left = Math.min(bounds.left, other.bounds.left);
    bounds.top = Math.min(bounds.top, other.bounds.top);
    bounds.right = Math.max(bounds.right, other.bounds.right);
    bounds.bottom = Math.max(bounds.bottom, other.bounds.bottom);
}

function shorten(count) {
    return count < 10000 ? formatInteger(count) : formatInteger(count, { humanReadable: true });
}
