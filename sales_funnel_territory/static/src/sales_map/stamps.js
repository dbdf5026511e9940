const INSIDE = {
    disc: (x, y, r) => r - Math.hypot(x, y),
    square: (x, y, r) => 0.86 * r - Math.max(Math.abs(x), Math.abs(y)),
    diamond: (x, y, r) => (1.2 * r - Math.abs(x) - Math.abs(y)) / Math.SQRT2,
    triangle: (x, y, r) => Math.min(0.62 * r - y, (1.24 * r + y - 1.75 * Math.abs(x)) / 2),
};

/**
 * A sign as the pixels it sets: offsets from its middle in a buffer of a given width, and values.
 * Pixels are written, never mixed; those on the edge, half covered, only where nothing is yet.
 *
 * @param {Object} options
 * @param {string} options.shape
 * @param {number} options.radius in device pixels, with the outline
 * @param {number} options.outline how wide
 * @param {number} options.stride the buffer's width
 * @param {(alpha?: number) => number} options.fill the pixel inside
 * @param {(alpha?: number) => number} options.edge the pixel of the outline
 */
export function makeStamp({ shape, radius, outline, stride, fill, edge }) {
    const solid = { offsets: [], values: [] };
    const soft = { offsets: [], values: [] };
    const reach = Math.ceil(1.3 * radius);
    for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
            const depth = INSIDE[shape](dx, dy, radius);
            if (depth > -0.5) {
                const into = depth < 0.5 ? soft : solid;
                const alpha = Math.round(255 * Math.min(1, depth + 0.5));
                into.offsets.push(dy * stride + dx);
                into.values.push(depth < outline ? edge(alpha) : fill(alpha));
            }
        }
    }
    const freeze = ({ offsets, values }) => ({
        offsets: Int32Array.from(offsets),
        values: Uint32Array.from(values),
    });
    return { reach, solid: freeze(solid), soft: freeze(soft) };
}

/** Set a stamp's pixels around one. */
export function press(pixels, at, { solid, soft }) {
    for (let i = 0; i < solid.offsets.length; i++) {
        pixels[at + solid.offsets[i]] = solid.values[i];
    }
    for (let i = 0; i < soft.offsets.length; i++) {
        const place = at + soft.offsets[i];
        if (!pixels[place]) {
            pixels[place] = soft.values[i];
        }
    }
}
