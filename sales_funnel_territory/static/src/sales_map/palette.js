/** How many groups have a colour and a shape of their own; the others are one, in grey. */
export const COLORS = 8;
export const SHAPES = ["disc", "square", "diamond", "triangle"];

/** A group's shape says the same as its colour, to who does not see colours. */
export function shapeOf(index) {
    return index < COLORS ? SHAPES[index % SHAPES.length] : "disc";
}

function readNumbers(context, text) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
}

/** The colours of the map, read from the style where it is mounted: light and dark differ. */
export class Palette {
    constructor(el) {
        const style = getComputedStyle(el);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 1;
        this.context = canvas.getContext("2d", { willReadFrequently: true });
        this.style = style;
        this.known = new Map(); // asking the style costs a layout
        this.groups = Array.from({ length: COLORS }, (_, i) => this.read(`color-${i + 1}`));
        this.groups.push(this.read("color-other"));
        this.outline = this.read("outline");
        this.text = this.read("text");
        this.surface = this.read("surface");
        this.heat = this.read("heat");
        this.line = this.read("line");
        this.font = style.fontFamily;
    }

    /** A colour variable of the map as CSS text. */
    read(name) {
        if (!this.known.has(name)) {
            const color = this.style.getPropertyValue(`--o-sales-map-${name}`).trim();
            this.known.set(name, color || "#888888");
        }
        return this.known.get(name);
    }

    /** Red, green, blue, each 0 to 255. */
    rgb(color) {
        return readNumbers(this.context, color).slice(0, 3);
    }

    /** A pixel as an ImageData's Uint32Array holds it (little-endian: alpha, blue, green, red). */
    pixel(color, alpha = 255) {
        const [red, green, blue] = this.rgb(color);
        return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    }
}
