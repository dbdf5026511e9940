import { projectX, projectY, unprojectX, unprojectY } from "./projection";

const DEGREE = 1e-5;
const NONE = { ids: [], lat: [], lon: [], color: [], size: [], number: [] };

/** Records on the map, as columns; the payload's differences and degrees are undone once, here. */
export class MapPoints {
    /**
     * @param {Object} payload columns of integers, as `sales_map_data` gives them
     */
    constructor(payload = {}) {
        const { ids, lat, lon, color, size, number } = { ...NONE, ...payload };
        const count = ids.length;
        this.count = count;
        this.ids = new Int32Array(count);
        this.x = new Float32Array(count);
        this.y = new Float32Array(count);
        this.color = Uint8Array.from(color.length ? color : { length: count });
        this.size = Uint8Array.from(size.length ? size : { length: count });
        this.number = number; // of stops in order; none where records have no order
        this.isNumbered = number.some(Boolean);
        this.isSized = this.size.some(Boolean);
        this.selected = new Uint8Array(count);
        let id = 0;
        for (let i = 0; i < count; i++) {
            id += ids[i];
            this.ids[i] = id;
            this.x[i] = projectX(lon[i] * DEGREE);
            this.y[i] = projectY(lat[i] * DEGREE);
        }
    }

    latLng(index) {
        return [unprojectY(this.y[index]), unprojectX(this.x[index])];
    }

    /** The place of an id among the points, or -1; ids are sorted. */
    indexOf(id) {
        let low = 0;
        let high = this.count - 1;
        while (low <= high) {
            const middle = (low + high) >> 1;
            if (this.ids[middle] === id) {
                return middle;
            }
            if (this.ids[middle] < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Call back with the index of each point in a box whose group is shown. */
    forEachIn({ left, top, right, bottom }, isHidden, callback) {
        const { x, y, color, count } = this;
        for (let i = 0; i < count; i++) {
            if (
                x[i] >= left &&
                x[i] <= right &&
                y[i] >= top &&
                y[i] <= bottom &&
                !isHidden[color[i]]
            ) {
                callback(i);
            }
        }
    }

    /** The box around all whose group is shown, or null. */
    bounds(isHidden = []) {
        const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
        for (let i = 0; i < this.count; i++) {
            if (!isHidden[this.color[i]]) {
                box.left = Math.min(box.left, this.x[i]);
                box.right = Math.max(box.right, this.x[i]);
                box.top = Math.min(box.top, this.y[i]);
                box.bottom = Math.max(box.bottom, this.y[i]);
            }
        }
        return box.left > box.right ? null : box;
    }
}
