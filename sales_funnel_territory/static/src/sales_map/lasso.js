import { projectX, projectY } from "./projection";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 4; // pixels between two corners

/**
 * Whether a point lies in a polygon: how often a ray to the right crosses its edges.
 *
 * @param {number} x
 * @param {number} y
 * @param {number[][]} polygon corners; the last is joined to the first
 */
export function isInside(x, y, polygon) {
    let inside = false;
    let [fromX, fromY] = polygon[polygon.length - 1];
    for (const [toX, toY] of polygon) {
        if (toY > y !== fromY > y && x < ((fromX - toX) * (y - toY)) / (fromY - toY) + toX) {
            inside = !inside;
        }
        [fromX, fromY] = [toX, toY];
    }
    return inside;
}

/** A line drawn by hand around points; what lies within is told, and the lasso is put away. */
export class Lasso {
    constructor(engine, { onDone, onStop }) {
        Object.assign(this, { engine, onDone, onStop, corners: [] });
        this.el = document.createElement("div");
        this.el.className = "o_sales_map_lasso";
        const svg = document.createElementNS(SVG, "svg");
        this.line = document.createElementNS(SVG, "polygon");
        svg.append(this.line);
        this.el.append(svg);
        engine.el.append(this.el);
        const on = (name, handler, target = this.el) => target.addEventListener(name, handler);
        on("pointerdown", (ev) => this._start(ev));
        on("pointermove", (ev) => this._move(ev));
        on("pointerup", (ev) => this._end(ev));
        on("pointercancel", () => this.stop());
        this.onKey = (ev) => ev.key === "Escape" && this.stop();
        on("keydown", this.onKey, document);
    }

    stop() {
        document.removeEventListener("keydown", this.onKey);
        this.el.remove();
        this.onStop();
    }

    _place({ clientX, clientY }) {
        const { left, top } = this.el.getBoundingClientRect();
        return [clientX - left, clientY - top];
    }

    _start(ev) {
        ev.preventDefault();
        ev.stopPropagation();
        this.isDrawing = true;
        this.corners = [this._place(ev)];
        if (ev.isTrusted) {
            this.el.setPointerCapture(ev.pointerId);
        }
    }

    _move(ev) {
        if (!this.isDrawing) {
            return;
        }
        const [x, y] = this._place(ev);
        const [lastX, lastY] = this.corners[this.corners.length - 1];
        if (Math.hypot(x - lastX, y - lastY) >= STEP) {
            this.corners.push([x, y]);
            this.line.setAttribute("points", this.corners.map((corner) => corner.join()).join(" "));
        }
    }

    _end(ev) {
        ev.stopPropagation();
        const { corners } = this;
        this.stop();
        this.onDone(corners.length > 2 ? this._find(corners) : []);
    }

    /** The ids of what lies within, among what is shown. */
    _find(corners) {
        const { map, points, hidden } = this.engine;
        const polygon = corners.map((corner) => {
            const { lat, lng } = map.containerPointToLatLng(corner);
            return [projectX(lng), projectY(lat)];
        });
        const xs = polygon.map(([x]) => x);
        const ys = polygon.map(([, y]) => y);
        const box = {
            left: Math.min(...xs),
            right: Math.max(...xs),
            top: Math.min(...ys),
            bottom: Math.max(...ys),
        };
        const found = [];
        points.forEachIn(box, hidden, (i) => {
            if (isInside(points.x[i], points.y[i], polygon)) {
                found.push(points.ids[i]);
            }
        });
        return found;
    }
}
