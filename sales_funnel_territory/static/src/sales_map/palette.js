/** How many groups have a colour and a shape of their own; the others are one, in grey. */
export const COLORS = 8;
export const SHAPES = ["disc", "square", "diamond", "triangle"];
// of Odoo's eleven colours, those of the map that come nearest; 0 is none
const NEAREST = ["other", 2, 2, 7, 1, 4, 2, 5, 8, 6, 3, 4];

/** A group's shape says the same as its colour, to who does not see colours. */
export function shapeOf(index) {
    return index < COLORS ? SHAPES[index % SHAPES.length] : "disc";
}

/** The name of the map's colour that comes nearest to one of Odoo's. */
export function nameNearest(color) {
    return `color-${NEAREST[color % NEAREST.length]}`;
}

/**
 * The names of the groups' colours: that of the record where it has one, as its badge shows it;
 * else, or where another group has it already, one that nobody has.
 *
 * @param {{color?: number}[]} [groups]
 * @returns {string[]} one for each group that can have a colour, and that of all others
 */
export function nameColors(groups = []) {
    const isColored = groups.some(({ color }) => color);
    const names = Array.from({ length: COLORS }, (_, i) => {
        const color = groups[i]?.color;
        return isColored && color !== undefined ? nameNearest(color) : null;
    }).map((name, i, all) => (all.indexOf(name) === i ? name : null));
    const free = Array.from({ length: COLORS }, (_, i) => `color-${i + 1}`);
    for (let i = 0; i < COLORS; i++) {
        names[i] ??= [free[i], ...free].find((name) => !names.includes(name)) || "color-other";
    }
    return [...names, "color-other"];
}

function readNumbers(context, text) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
}

/** The colours of the map, read from the style where it is mounted: light and dark differ. */
export class Palette {
    constructor(el, names = nameColors()) {
        const style = getComputedStyle(el);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 1;
        this.context = canvas.getContext("2d", { willReadFrequently: true });
        this.style = style;
        this.known = new Map(); // asking the style costs a layout
        this.groups = names.map((name) => this.read(name));
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
