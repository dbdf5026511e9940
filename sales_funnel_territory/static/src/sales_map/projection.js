/**
 * Web Mercator at zoom 0: the whole world on 256 x 256 pixels. Everything on the map is kept like
 * this, so that a redraw is one subtraction and one multiplication a coordinate.
 */
export const WORLD = 256;

const RADIANS = Math.PI / 180;

// where the square world ends
export const MAX_LATITUDE = 85.0511287798;

export function projectX(longitude) {
    return ((longitude + 180) / 360) * WORLD;
}

export function projectY(latitude) {
    const bound = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
    const sine = Math.sin(bound * RADIANS);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

export function unprojectX(x) {
    return (x / WORLD) * 360 - 180;
}

export function unprojectY(y) {
    return (2 * Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) - Math.PI / 2) / RADIANS;
}

/** The box around boxes, some of which may be missing; null around none. */
export function unite(boxes) {
    const found = boxes.filter(Boolean);
    if (!found.length) {
        return null;
    }
    return {
        left: Math.min(...found.map((box) => box.left)),
        right: Math.max(...found.map((box) => box.right)),
        top: Math.min(...found.map((box) => box.top)),
        bottom: Math.max(...found.map((box) => box.bottom)),
    };
}
