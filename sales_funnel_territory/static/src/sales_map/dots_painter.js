import { shapeOf } from "./palette";
import { makeStamp, press } from "./stamps";

// above this many, one stamp for each cell of 2 x 2 pixels
const CROWD = 50000;
// sizes of the payload are 0 to 31; radius grows in these many steps
const STEPS = 4;
const SIZES = 32;
const GROUPS = 9;

/** Every record a sign of its own; all pixels go to the canvas at once. */
export class DotsPainter {
    constructor(engine) {
        this.engine = engine;
    }

    /** In CSS pixels: small where many are seen, larger near by. */
    radius(zoom) {
        const { count } = this.engine.points;
        const crowd = count > CROWD ? 0 : count > 5000 ? 0.5 : 1;
        return 3 + crowd + Math.min(3, Math.max(0, zoom - 5) / 2.5);
    }

    /**
     * @param {(index: number) => boolean} [skips] points that another painter has shown
     */
    paint(context, view, skips) {
        const pixels = this._clear(view);
        this._prepareStamps(view);
        const { points, hidden } = this.engine;
        const { stamps, cells } = this;
        const { reach } = this;
        const { x, y, color, size, selected, count } = points;
        const [right, bottom] = [view.width - reach - 1, view.height - reach - 1];
        const half = view.width >> 1;
        for (let i = 0; i < count; i++) {
            const px = ((x[i] - view.x) * view.k) | 0;
            const py = ((y[i] - view.y) * view.k) | 0;
            if (px <= reach || py <= reach || px >= right || py >= bottom || hidden[color[i]]) {
                continue;
            }
            if (cells && !selected[i]) {
                const cell = (py >> 1) * half + (px >> 1);
                if (cells[cell]) {
                    continue;
                }
                cells[cell] = 1;
            }
            if (!skips?.(i)) {
                const group = Math.min(color[i], GROUPS - 1) + (selected[i] ? GROUPS : 0);
                const step = ((size[i] * STEPS) / SIZES) | 0;
                press(pixels, py * view.width + px, stamps[group * STEPS + step]);
            }
        }
        context.putImageData(this.image, 0, 0);
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
        return this.pixels;
    }

    /** A stamp for each group and size, once plain and once selected. */
    _prepareStamps({ width, ratio, zoom }) {
        const radius = this.radius(zoom) * ratio;
        const key = `${width}:${radius}`;
        if (this.stampsKey === key) {
            return;
        }
        const { palette } = this.engine;
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
                            radius: radius * (1 + 0.3 * step) + (isSelected ? 2 * ratio : 0),
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
