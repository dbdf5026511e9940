import { hasTouch } from "@web/core/browser/feature_detection";
import { loadMapDrawing } from "../sales_map/libraries";

const OWN = "o_territory_map_own";
const MOST_UNDO = 100;
const MANY_CORNERS = 300;
const FEW_MARKERS = 150;

/** A drawn area as Leaflet wants it: latitude before longitude, rings not closed. */
function toLatLngs({ type, coordinates }) {
    const polygons = type === "Polygon" ? [coordinates] : coordinates;
    return polygons.map((polygon) =>
        polygon.map((ring) => ring.slice(0, -1).map(([lon, lat]) => [lat, lon])),
    );
}

/** The polygons of two areas as one geometry; the server unites those that overlap. */
function join(one, other) {
    const parts = [one, other]
        .filter(Boolean)
        .flatMap(({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates));
    return parts.length === 1
        ? { type: "Polygon", coordinates: parts[0] }
        : { type: "MultiPolygon", coordinates: parts };
}

/**
 * The boundary of one territory on a map: shown, drawn, its corners moved, holes cut.
 *
 * Every change is told at once and can be undone; what is told is GeoJSON.
 */
export class BoundaryDrawing {
    /**
     * @param {import("../sales_map/engine").MapEngine} engine
     * @param {(boundary: Object|false) => void} onChange
     * @param {(line: Object) => void} onLine a line to split along
     * @param {() => void} onEnd a shape is done
     */
    constructor(engine, { onChange, onLine, onEnd }) {
        Object.assign(this, { engine, onChange, onLine, onEnd });
        this.boundary = false;
        this.past = [];
        this.neighbours = [];
        this.mode = "view";
    }

    get map() {
        return this.engine.map;
    }

    // ------------------------------------------------------------------ shown

    /** @param {Object|false} boundary GeoJSON; a text that is being written shows nothing */
    show(boundary) {
        this.layer?.remove();
        this.layer = null;
        this.boundary = boundary && boundary.coordinates ? boundary : false;
        if (this.boundary) {
            const options = { className: OWN, interactive: this.mode === "edit" };
            this.layer = this.engine.L.polygon(toLatLngs(this.boundary), options).addTo(this.map);
        }
    }

    fit() {
        if (this.layer) {
            this.map.fitBounds(this.layer.getBounds(), { padding: [32, 32], animate: false });
        }
    }

    // ------------------------------------------------------------------ modes

    /** Load the tools and take them up: draw, edit, hole or split. */
    async start(mode) {
        await this._prepare();
        if (this.mode === "view") {
            this.past = [];
            this.first = this.boundary;
        }
        this._putDown();
        this.mode = mode;
        this._takeUp();
    }

    _takeUp() {
        const { pm } = this.map;
        const snap = { snappable: true, snapDistance: 16 };
        const style = { className: OWN };
        const lines = { templineStyle: { className: OWN }, hintlineStyle: { className: OWN } };
        const draw = {
            ...snap,
            ...lines,
            tooltips: false,
            pathOptions: style,
            finishOnEnter: true,
        };
        if (this.mode === "edit") {
            this.show(this.boundary);
            this._listen();
            this.layer?.pm.enable({ ...snap, limitMarkersToCount: this._countMarkers() });
        } else {
            pm.enableDraw(this.mode === "split" ? "Line" : "Polygon", draw);
        }
    }

    /** Of very many corners only those near the mouse: all of them would hide the edge. */
    _countMarkers() {
        const corners = this.boundary ? this.boundary.coordinates.flat(3).length / 2 : 0;
        return corners > MANY_CORNERS && !hasTouch() ? FEW_MARKERS : -1;
    }

    /** Leave the tools; what was drawn stays. */
    stop() {
        this._putDown();
        this.mode = "view";
        this.show(this.boundary);
    }

    /** Leave the tools; what was there before stays. */
    cancel() {
        const { first } = this;
        this._putDown();
        this.mode = "view";
        this.show(first);
        this.onChange(first);
    }

    _putDown() {
        if (this.map.pm) {
            this.map.pm.disableDraw();
            this.layer?.pm?.disable();
        }
    }

    // ------------------------------------------------------------------ undo

    get activeDraw() {
        const shape = this.map.pm?.Draw.getActiveShape();
        return shape ? this.map.pm.Draw[shape] : null;
    }

    /** The last corner while one draws, else the last change. */
    undo() {
        const draw = this.activeDraw;
        if (draw && draw._layer?.getLatLngs().flat(2).length > 1) {
            draw._removeLastVertex();
            return;
        }
        if (this.past.length) {
            this._putDown();
            this.boundary = this.past.pop();
            this.show(this.boundary);
            this.onChange(this.boundary);
            this._takeUp();
        }
    }

    /** Close the shape one draws: with the finger the first corner is hard to meet. */
    finishShape() {
        this.activeDraw?._finishShape();
    }

    _change(boundary) {
        this.past = [...this.past, this.boundary].slice(-MOST_UNDO);
        this.boundary = boundary;
        this.onChange(boundary);
    }

    // ------------------------------------------------------------------ tools

    async _prepare() {
        const L = await loadMapDrawing();
        // the tools look for Leaflet where other modules put theirs
        if (!this.isPrepared) {
            this.others = window.L;
            this.isPrepared = true;
        }
        window.L = L;
        const { map } = this;
        if (!map.pm) {
            map.pm = new L.PM.Map(map);
            map.pm.setGlobalOptions({});
            map.on("pm:create", ({ shape, layer }) => this._onCreate(shape, layer));
        }
        if (this.layer && !this.layer.pm) {
            this.show(this.boundary);
        }
    }

    _listen() {
        this.layer?.on("pm:edit", () => this._change(this.layer.toGeoJSON(7).geometry));
    }

    _onCreate(shape, layer) {
        const { geometry } = layer.toGeoJSON(7);
        layer.remove();
        if (this.mode === "split") {
            this.onLine(geometry);
            return;
        }
        this._change(
            this.mode === "hole" ? this._withHole(geometry) : join(this.boundary, geometry),
        );
        this.show(this.boundary);
        this.onEnd();
    }

    /** A ring within the part it lies in; one that crosses a border the server refuses. */
    _withHole({ coordinates: [ring] }) {
        const { type, coordinates } = this.boundary;
        const polygons = type === "Polygon" ? [coordinates] : coordinates;
        const [[longitude, latitude]] = ring;
        const { L } = this.engine;
        const holder = polygons.findIndex((polygon) =>
            L.polygon(toLatLngs({ type: "Polygon", coordinates: polygon }))
                .getBounds()
                .contains([latitude, longitude]),
        );
        const cut = polygons.map((polygon, i) => (i === holder ? [...polygon, ring] : polygon));
        return join(null, { type: "MultiPolygon", coordinates: cut });
    }

    /** Boundaries beside it, exact to the last corner: new corners snap to theirs. */
    showNeighbours(boundaries) {
        this.neighbours.forEach((layer) => layer.remove());
        const options = { className: "o_territory_map_beside", interactive: false };
        this.neighbours = boundaries.map((boundary) => {
            const layer = this.engine.L.polygon(toLatLngs(boundary), options).addTo(this.map);
            layer.pm?.setOptions({ allowEditing: false, allowCutting: false, draggable: false });
            return layer;
        });
        this.layer?.bringToFront();
    }

    /** Before the map goes. */
    destroy() {
        this._putDown();
    }

    /** After the map has gone: the tools look for Leaflet until then. */
    giveBack() {
        if (this.others) {
            window.L = this.others;
        }
    }
}
