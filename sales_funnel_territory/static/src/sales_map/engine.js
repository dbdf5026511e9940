import { EventBus } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { loadMapLibraries } from "./libraries";
import { MapPoints } from "./map_points";
import { nameColors, Palette } from "./palette";
import { PointsLayer } from "./points_layer";
import { projectX, projectY, unite, unprojectX, unprojectY } from "./projection";

/**
 * What else lies on the map: base map, zones ... Each entry is a class:
 *
 *  - `constructor(engine, props)`: `props` are those of the map, `{env, orm, resModel, archInfo}`
 *  - `draw()`: draw anew (also asked for when colours or what is shown changed)
 *  - `destroy()`
 *  - `bounds()`: null, or the box of what has to be in sight when all is shown
 *  - `boundsOf(id)`: null, or the box of a record's own area
 *  - `legend()`: null, or `{title, items: [{key, label, color, count, isHidden}], toggle(key)}`;
 *    `engine.bus.trigger("legend")` when it changed
 *
 * A `MapCanvas` (map_canvas.js) draws itself anew when the map has moved. Sequence = order of
 * construction; what lies above what is the canvas' zIndex (200: base map, 300: zones, 400: points).
 */
export const mapLayers = registry.category("sales_map_layers");

const WORLD_VIEW = { center: [25, 10], zoom: 2 };
const ZOOM = { min: 1, max: 18 };
// how far a record is shown in when one asks for it
const CLOSE = 10;

/**
 * The map without a view around it: points, layers, picking. Tells by its bus:
 * "pick" {index, id}, "cluster" {bounds}, "miss", "moved", "legend".
 */
export class MapEngine {
    /**
     * @param {HTMLElement} el gets the map; must have a size
     * @param {Object} [options]
     * @param {string[]|boolean} [options.layers] names in the registry, or false for none
     * @param {Object} [options.props] for the layers
     * @param {{center: number[], zoom: number}} [options.view] where to look at first
     * @param {string} [options.mode] points, clusters or heat
     */
    static async create(el, options = {}) {
        const libraries = await loadMapLibraries();
        return el.isConnected ? new this(el, libraries, options) : null;
    }

    constructor(el, { L, KDBush }, { layers = true, props = {}, view, mode = "points" }) {
        Object.assign(this, { el, L, KDBush, bus: new EventBus() });
        el.classList.add("o_sales_map_engine");
        this.isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        this.palette = new Palette(el);
        this.map = this._createMap(view || WORLD_VIEW);
        this.points = new MapPoints();
        this.hidden = new Uint8Array(256);
        this.pointsLayer = new PointsLayer(this, mode);
        this.layers = {};
        for (const [name, Layer] of mapLayers.getEntries()) {
            if (layers === true || (layers && layers.includes(name))) {
                this.layers[name] = new Layer(this, props);
            }
        }
        this.map.on("movestart", () => {
            this.isFitted = false;
        });
        this.map.on("zoomstart zoomend", ({ type }) => {
            this.isZooming = type === "zoomstart";
        });
        this.map.on("moveend", () => this.bus.trigger("moved"));
        this.map.on("click", ({ containerPoint }) => this._onClick(containerPoint));
        this.resizing = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
        this.resizing.observe(el);
        this.onStyle = ({ target }) => target.nodeName === "LINK" && this.restyle();
        document.addEventListener("load", this.onStyle, true);
        this.draw();
    }

    _createMap({ center, zoom }) {
        const { L, isStill } = this;
        const map = L.map(this.el, {
            center,
            zoom,
            minZoom: ZOOM.min,
            maxZoom: ZOOM.max,
            zoomSnap: 0.5,
            worldCopyJump: true,
            zoomControl: false,
            zoomAnimation: !isStill,
            fadeAnimation: !isStill,
            markerZoomAnimation: !isStill,
            inertia: !isStill,
        });
        map.attributionControl.setPrefix(false);
        const titles = { zoomInTitle: _t("Zoom In"), zoomOutTitle: _t("Zoom Out") };
        L.control.zoom(titles).addTo(map);
        return map;
    }

    // ------------------------------------------------------------------ what is shown

    /** @param {{color?: number}[]} groups of the points, to be set before them */
    setGroups(groups) {
        this.colorNames = nameColors(groups);
        this.palette = new Palette(this.el, this.colorNames);
    }

    /** @param {MapPoints} points */
    setPoints(points) {
        this.points = points;
        this.index = null;
        this.draw();
        this.bus.trigger("legend");
    }

    /** @param {Iterable<number>} groups the numbers of the groups not to show */
    setHidden(groups) {
        this.hidden.fill(0);
        for (const group of groups) {
            this.hidden[group] = 1;
        }
        this.pointsLayer.draw();
    }

    /** @param {"points"|"clusters"|"heat"} mode */
    setMode(mode) {
        this.pointsLayer.mode = mode;
        this.pointsLayer.draw();
    }

    /** @param {Iterable<number>} ids */
    setSelected(ids) {
        const { points } = this;
        points.selected.fill(0);
        for (const id of ids) {
            const index = points.indexOf(id);
            if (index >= 0) {
                points.selected[index] = 1;
            }
        }
        this.pointsLayer.draw();
    }

    /** A ring around one point, or around none. */
    highlight(id) {
        this.ring?.remove();
        this.ring = null;
        const index = id ? this.points.indexOf(id) : -1;
        if (index >= 0) {
            const style = { radius: 12, className: "o_sales_map_ring", interactive: false };
            this.ring = this.L.circleMarker(this.points.latLng(index), style).addTo(this.map);
        }
    }

    /** Draw everything anew: colours or sizes have changed. */
    draw() {
        Object.values(this.layers).forEach((layer) => layer.draw());
        this.pointsLayer.draw();
    }

    /** Another style sheet has come: a theme was switched. */
    restyle() {
        this.palette = new Palette(this.el, this.colorNames);
        this.draw();
    }

    /** The legends of the layers, base map first. */
    legends() {
        return Object.values(this.layers)
            .map((layer) => layer.legend?.())
            .filter(Boolean);
    }

    // ------------------------------------------------------------------ where one looks

    getView() {
        const { lat, lng } = this.map.getCenter();
        return { center: [lat, lng], zoom: this.map.getZoom() };
    }

    /** All points (that are shown) and what belongs to them, or the whole world. */
    fit() {
        this._whenStill(() => {
            const boxes = Object.values(this.layers).map((layer) => layer.bounds?.());
            this._fitBox(unite([this.points.bounds(this.hidden), ...boxes]));
            this.isFitted = true; // until somebody moves the map
        });
    }

    /** @param {{left: number, top: number, right: number, bottom: number}|null} box at zoom 0 */
    fitBox(box) {
        this._whenStill(() => this._fitBox(box));
    }

    _fitBox(box) {
        if (!box) {
            this.map.setView(WORLD_VIEW.center, WORLD_VIEW.zoom, { animate: false });
            return;
        }
        const corners = [
            [unprojectY(box.bottom), unprojectX(box.left)],
            [unprojectY(box.top), unprojectX(box.right)],
        ];
        this.map.fitBounds(corners, { maxZoom: CLOSE, padding: [24, 24], animate: false });
    }

    /** Look at one record: at its area, else so near that its point is told from its neighbours. */
    show(id) {
        const area = unite(Object.values(this.layers).map((layer) => layer.boundsOf?.(id)));
        if (area) {
            this.fitBox(area);
            return;
        }
        const index = this.points.indexOf(id);
        if (index >= 0) {
            this._lookAt(this.points.latLng(index));
        }
    }

    _lookAt(latLng) {
        this._whenStill(() => {
            const zoom = Math.max(this.map.getZoom(), CLOSE);
            // an animated zoom begins with the next frame; one without ends at once
            this.isZooming = zoom !== this.map.getZoom();
            this.map.setView(latLng, zoom, { animate: !this.isStill });
        });
    }

    /** Leaflet ends a running zoom where it was to end, whatever was asked for meanwhile. */
    _whenStill(look) {
        if (this.isZooming) {
            this.map.once("zoomend", look);
        } else {
            look();
        }
    }

    /** What part of the world is seen, at zoom 0. */
    seen() {
        const bounds = this.map.getBounds();
        return {
            left: projectX(bounds.getWest()),
            right: projectX(bounds.getEast()),
            top: projectY(bounds.getNorth()),
            bottom: projectY(bounds.getSouth()),
        };
    }

    /** The indexes of the points one sees. */
    visible() {
        const found = [];
        this.points.forEachIn(this.seen(), this.hidden, (index) => found.push(index));
        return found;
    }

    /** Where a point is within the map's element. */
    toContainer(index) {
        return this.map.latLngToContainerPoint(this.points.latLng(index));
    }

    // ------------------------------------------------------------------ picking

    /** The index of the nearest sign within reach of a finger, or -1. */
    pick(containerPoint) {
        const { lat, lng } = this.map.containerPointToLatLng(containerPoint);
        const reach = this.pointsLayer.reach / 2 ** this.map.getZoom();
        const [x, y] = [projectX(lng), projectY(lat)];
        const { points, pointsLayer, hidden } = this;
        let nearest = -1;
        let least = Infinity;
        for (const index of this._getIndex().within(x, y, reach)) {
            const distance = (points.x[index] - x) ** 2 + (points.y[index] - y) ** 2;
            const isSeen = !hidden[points.color[index]] && pointsLayer.isDrawn(index);
            if (distance < least && isSeen) {
                nearest = index;
                least = distance;
            }
        }
        return nearest;
    }

    _getIndex() {
        if (!this.index) {
            const { x, y, count } = this.points;
            this.index = new this.KDBush(count, 64, Float32Array);
            for (let i = 0; i < count; i++) {
                this.index.add(x[i], y[i]);
            }
            this.index.finish();
        }
        return this.index;
    }

    _onClick(containerPoint) {
        const cluster = this.pointsLayer.clusterAt(containerPoint);
        if (cluster) {
            this.bus.trigger("cluster", cluster);
            return;
        }
        const index = this.pick(containerPoint);
        if (index < 0) {
            this.bus.trigger("miss");
        } else {
            this.bus.trigger("pick", { index, id: this.points.ids[index] });
        }
    }

    // ------------------------------------------------------------------ pins

    /**
     * A pin that may be dragged.
     *
     * @param {Object} options
     * @param {number[]} options.position latitude, longitude
     * @param {string} [options.label] what a screen reader says
     * @param {boolean} [options.isDraggable]
     * @param {(position: {lat: number, lng: number}) => void} [options.onMoved]
     * @param {string} [options.className]
     * @returns {Object} Leaflet's marker; `remove()` takes it off
     */
    pin({ position, label = "", isDraggable = false, onMoved, className = "o_sales_map_pin" }) {
        const icon = this.L.divIcon({ className, iconSize: [32, 32], iconAnchor: [16, 32] });
        const options = { icon, draggable: isDraggable, alt: label, title: label, autoPan: true };
        const marker = this.L.marker(position, options).addTo(this.map);
        marker.on("dragend", () => onMoved?.(marker.getLatLng()));
        return marker;
    }

    /** Where the person is who looks at the map. */
    showSelf(latitude, longitude) {
        this.self?.remove();
        const style = { radius: 8, className: "o_sales_map_self", interactive: false };
        this.self = this.L.circleMarker([latitude, longitude], style).addTo(this.map);
        this._lookAt([latitude, longitude]);
    }

    destroy() {
        this.resizing.disconnect();
        document.removeEventListener("load", this.onStyle, true);
        Object.values(this.layers).forEach((layer) => layer.destroy());
        this.pointsLayer.destroy();
        this.map.remove();
    }
}
