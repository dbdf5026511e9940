// drawn beyond the edges, so that a short drag shows no blank
const PADDING = 0.3;
// beyond it a canvas costs more than the eye sees
const MAX_RATIO = 1.5;

/**
 * What a canvas shows: a part of the world at zoom 0 (see projection.js), on device pixels.
 *
 * @typedef {Object} View
 * @property {number} x left edge, at zoom 0
 * @property {number} y upper edge, at zoom 0
 * @property {number} k device pixels a zoom-0 pixel: `(worldX - x) * k`
 * @property {number} zoom
 * @property {number} ratio device pixels a CSS pixel
 * @property {number} width in device pixels
 * @property {number} height in device pixels
 */

/** A canvas that lies on the map: drawn anew when a move has ended, moved by CSS while it lasts. */
export class MapCanvas {
    /**
     * @param {import("./engine").MapEngine} engine
     * @param {Object} options
     * @param {string} options.name of its pane
     * @param {number} options.zIndex 200: base map, 300: zones, 400: points
     * @param {(context: CanvasRenderingContext2D, view: View) => void} options.paint
     */
    constructor(engine, { name, zIndex, paint }) {
        this.engine = engine;
        this.paint = paint;
        const { map } = engine;
        this.pane = map.getPane(name) || map.createPane(name);
        this.pane.style.zIndex = zIndex;
        this.pane.style.pointerEvents = "none";
        this.canvas = document.createElement("canvas");
        this.canvas.className = "o_sales_map_canvas leaflet-zoom-animated";
        this.canvas.setAttribute("aria-hidden", "true");
        this.context = this.canvas.getContext("2d");
        this.pane.append(this.canvas);
        this.listeners = {
            moveend: () => this.draw(),
            resize: () => this.draw(),
            viewreset: () => this.draw(),
            zoom: () => this._place(map.getCenter(), map.getZoom()),
            zoomanim: ({ center, zoom }) => this._place(center, zoom),
        };
        map.on(this.listeners);
    }

    /** Draw what is to be seen now. */
    draw() {
        const { map } = this.engine;
        const size = map.getSize();
        if (!map._loaded || !size.x || !size.y) {
            return;
        }
        this.view = this._look(map, size);
        const { canvas, context, view } = this;
        if (canvas.width !== view.width || canvas.height !== view.height) {
            canvas.width = view.width;
            canvas.height = view.height;
            canvas.style.width = `${view.width / view.ratio}px`;
            canvas.style.height = `${view.height / view.ratio}px`;
        } else {
            context.clearRect(0, 0, view.width, view.height);
        }
        this._place(map.getCenter(), map.getZoom());
        this.paint(context, view);
    }

    destroy() {
        this.engine.map.off(this.listeners);
        this.canvas.remove();
    }

    _look(map, size) {
        const ratio = Math.min(window.devicePixelRatio || 1, MAX_RATIO);
        const zoom = map.getZoom();
        const scale = 2 ** zoom;
        const padding = { x: Math.round(size.x * PADDING), y: Math.round(size.y * PADDING) };
        const corner = map
            .containerPointToLayerPoint([-padding.x, -padding.y])
            .add(map.getPixelOrigin());
        return {
            x: corner.x / scale,
            y: corner.y / scale,
            k: scale * ratio,
            zoom,
            ratio,
            width: Math.round((size.x + 2 * padding.x) * ratio),
            height: Math.round((size.y + 2 * padding.y) * ratio),
        };
    }

    /** Put the drawing where it belongs at another centre or zoom. */
    _place(center, zoom) {
        const { view } = this;
        if (!view) {
            return;
        }
        const { L, map } = this.engine;
        const scale = 2 ** zoom;
        const corner = L.point(view.x * scale, view.y * scale);
        const offset = corner.subtract(map._getNewPixelOrigin(center, zoom));
        L.DomUtil.setTransform(this.canvas, offset, 2 ** (zoom - view.zoom));
    }
}
