/** Where names stand on a canvas: none is written over another. */
export class NamePlaces {
    /** @param {number} height of a line, in the pixels of the canvas */
    constructor(height) {
        this.height = height;
        this.taken = [];
    }

    /** Whether a name has room around its middle; if so, it has the place. */
    take(x, y, width) {
        const isFree = this.taken.every(
            (other) =>
                Math.abs(x - other.x) * 2 >= width + other.width ||
                Math.abs(y - other.y) >= this.height,
        );
        if (isFree) {
            this.taken.push({ x, y, width });
        }
        return isFree;
    }
}
