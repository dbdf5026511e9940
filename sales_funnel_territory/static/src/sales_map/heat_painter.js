const CELL = 4; // CSS pixels: heat is soft, a coarse grid shows it as well
const BLUR = 3; // cells
const PASSES = 5; // of a box look like a bell: fewer leave corners
const STRENGTH = 210; // of 255, where it is hottest

/** Where there is much: by size (its square, as sizes are roots), else by number. */
export class HeatPainter {
    constructor(engine) {
        this.engine = engine;
        this.canvas = document.createElement("canvas");
    }

    paint(context, view) {
        const cell = CELL * view.ratio;
        const width = Math.ceil(view.width / cell);
        const height = Math.ceil(view.height / cell);
        let heat = this._gather(view, cell, width, height);
        for (let pass = 0; pass < PASSES; pass++) {
            heat = blur(blur(heat, width, height), height, width);
        }
        this._colour(heat, width, height);
        context.imageSmoothingEnabled = true;
        context.drawImage(this.canvas, 0, 0, width * cell, height * cell);
    }

    isDrawn() {
        return false;
    }

    _gather(view, cell, width, height) {
        const heat = new Float32Array(width * height);
        const { points, hidden } = this.engine;
        const { x, y, size, isSized } = points;
        const box = {
            left: view.x,
            top: view.y,
            right: view.x + (width * cell) / view.k,
            bottom: view.y + (height * cell) / view.k,
        };
        points.forEachIn(box, hidden, (i) => {
            const column = Math.min(width - 1, (((x[i] - view.x) * view.k) / cell) | 0);
            const row = Math.min(height - 1, (((y[i] - view.y) * view.k) / cell) | 0);
            heat[row * width + column] += isSized ? size[i] * size[i] : 1;
        });
        return heat;
    }

    _colour(heat, width, height) {
        const { palette } = this.engine;
        const [red, green, blue] = palette.rgb(palette.heat);
        const image = new ImageData(width, height);
        let top = 0;
        for (let i = 0; i < heat.length; i++) {
            top = Math.max(top, heat[i]);
        }
        for (let i = 0; i < heat.length; i++) {
            if (heat[i] > 0) {
                const share = Math.sqrt(heat[i] / top);
                image.data.set([red, green, blue, STRENGTH * share], 4 * i);
            }
        }
        this.canvas.width = width;
        this.canvas.height = height;
        this.canvas.getContext("2d").putImageData(image, 0, 0);
    }
}

/** A running mean along rows, turned by a quarter: twice, and both directions are soft. */
function blur(from, width, height) {
    const to = new Float32Array(from.length);
    for (let row = 0; row < height; row++) {
        let sum = 0;
        for (let column = -BLUR; column < width; column++) {
            const enters = column + BLUR;
            const leaves = column - BLUR - 1;
            if (enters < width) {
                sum += from[row * width + enters];
            }
            if (leaves >= 0) {
                sum -= from[row * width + leaves];
            }
            if (column >= 0) {
                to[column * height + row] = sum > 1e-6 ? sum / (2 * BLUR + 1) : 0;
            }
        }
    }
    return to;
}
