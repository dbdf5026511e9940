import { shapeOf } from "./palette";
import { makeStamp, press } from "./stamps";

// above this many, one stamp for each cell of 2 x 2 pixels
const CROWD = 50000;
// sizes of the payload are 0 to 31; radius grows in these many steps
const STEPS = 4;
const SIZES = 32;
const GROUPS = 9;
const NUMBERED = 11; // the radius that a number of two digits needs, in CSS pixels

/** Every record a sign of its own; all pixels go to the canvas at once. */
export class DotsPainter {
    constructor(engine) {
        this.engine = engine;
    }

    /** In CSS pixels: small where many are seen, larger near by. */
    radius(zoom) {
        const { count, isNumbered } = this.engine.points;
        if (isNumbered) {
            return NUMBERED;
        }
        const crowd = count > CROWD ? 0 : count > 5000 ? 0.5 : 1;
        return 3 + crowd + Math.min(3, Math.max(0, zoom - 5) / 2.5);
    }

    /**
     * @param {(index: number) => boolean} [skips] points that another painter has shown
     */
    paint(context, view, skips) {
        this._clear(view);
        this._prepareStamps(view);
        const { points, hidden } = this.engine;
        const margin = this.reach + 1; // no stamp reaches over the edge
        const box = {
            left: view.x + margin / view.k,
            top: view.y + margin / view.k,
            right: view.x + (view.width - margin) / view.k,
            bottom: view.y + (view.height - margin) / view.k,
        };
        const shown = [];
        points.forEachIn(box, hidden, (i) => {
            if (!skips?.(i)) {
                this._put(points, i, view);
                points.isNumbered && shown.push(i);
            }
        });
        context.putImageData(this.image, 0, 0);
        this._writeNumbers(context, points, shown, view);
    }

    /** The numbers of stops in order, where no later sign lies on them. */
    _writeNumbers(context, { x, y, number }, shown, view) {
        const { palette } = this.engine;
        const radius = NUMBERED * view.ratio;
        context.font = `bold ${1.05 * radius}px ${palette.font}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = palette.outline;
        const places = shown.map((i) => [(x[i] - view.x) * view.k, (y[i] - view.y) * view.k]);
        places.forEach(([left, top], at) => {
            const isCovered = places
                .slice(at + 1)
                .some(([right, low]) => Math.hypot(right - left, low - top) < radius);
            if (number[shown[at]] && !isCovered) {
                context.fillText(number[shown[at]], left, top);
            }
        });
    }

    _put({ x, y, color, size, selected }, i, view) {
        const px = ((x[i] - view.x) * view.k) | 0;
        const py = ((y[i] - view.y) * view.k) | 0;
        if (this.cells && !selected[i]) {
            const cell = (py >> 1) * (view.width >> 1) + (px >> 1);
            if (this.cells[cell]) {
                return;
            }
            this.cells[cell] = 1;
        }
        const group = Math.min(color[i], GROUPS - 1) + (selected[i] ? GROUPS : 0);
        const step = ((size[i] * STEPS) / SIZES) | 0;
        press(this.pixels, py * view.width + px, this.stamps[group * STEPS + step]);
    }

    _clear({ width, height }) {
        if (this.image?.width !== width || this.image.height !== height) {
            this.image = new ImageData(width, height);
            this.pixels = new Uint32Array(this.image.data.buffer);
            this.cellsOfView = new Uint8Array(((width >> 1) + 1) * ((height >> 1) + 1));
        } else {
            this.pixels.fill(0);
        }
        this.cells = this.engine.points.count > CROWD ? this.cellsOfView.fill(0) : null;
    }

    /** A stamp for each group and size, once plain and once selected. */
    _prepareStamps({ width, ratio, zoom }) {
        const radius = this.radius(zoom) * ratio;
        const growth = this.engine.points.count > CROWD ? 0.15 : 0.3;
        const { palette } = this.engine;
        const key = `${width}:${radius}:${growth}`;
        if (this.stampsKey === key && this.stampsPalette === palette) {
            return;
        }
        this.stampsPalette = palette;
        const pixel = (color) => {
            const opaque = palette.pixel(color);
            return (alpha = 255) => ((opaque & 0xffffff) | (alpha << 24)) >>> 0;
        };
        const edges = [pixel(palette.outline), pixel(palette.text)];
        this.stamps = [];
        edges.forEach((edge, isSelected) =>
            palette.groups.forEach((color, group) => {
                for (let step = 0; step < STEPS; step++) {
                    this.stamps.push(
                        makeStamp({
                            shape: shapeOf(group),
                            radius: radius * (1 + growth * step) + (isSelected ? 2 * ratio : 0),
                            outline: (isSelected ? 2 : 0.8) * ratio,
                            stride: width,
                            fill: pixel(color),
                            edge,
                        }),
                    );
                }
            }),
        );
        this.reach = Math.max(...this.stamps.map((stamp) => stamp.reach));
        this.stampsKey = key;
    }
}
