import { htmlEscape } from "@odoo/owl";
import { mapLayers } from "../sales_map/engine";
import { MapCanvas } from "../sales_map/map_canvas";
import { NamePlaces } from "../sales_map/name_places";
import { WORLD } from "../sales_map/projection";
import { loadOutlines } from "./outlines";

// from here on states are loaded, of at most so many countries in sight
const STATES_ZOOM = 5;
const MAX_COUNTRIES = 8;
// a name is written where its country is this much wider than the name, at most
const ROOM = 1.2;
// islands all over an ocean, where nobody lives: the name would stand far from most of them
const UNNAMED = new Set(["UM"]);
const LABEL = { size: 12, stateSize: 11, statesFrom: 6 };

const own = {};

function loadSettings(orm) {
    own.settings ??= orm.call("crm.territory", "read_base_map").catch((error) => {
        delete own.settings;
        throw error;
    });
    return own.settings;
}

/** Forget what the server said of tiles and outlines; the next map asks again. */
export function forgetBaseMap() {
    delete own.settings;
}

/** Outlines of countries and states; in their place tiles, where an administrator wants them. */
export class BaseLayer {
    constructor(engine, { orm }) {
        this.engine = engine;
        this.countries = [];
        this.states = {};
        this.names = {};
        this.canvas = new MapCanvas(engine, {
            name: "sales_map_base",
            zIndex: 200,
            paint: (context, view) => this.paint(context, view),
        });
        this.whenReady = this._load(orm);
    }

    async _load(orm) {
        const settings = await loadSettings(orm);
        if (this.isDestroyed) {
            return;
        }
        if (settings.tiles) {
            this._addTiles(settings.tiles);
            return;
        }
        this.names = settings.names;
        this.statesUrl = settings.states;
        this.countries = await loadOutlines(settings.outlines);
        this.draw();
    }

    _addTiles({ url, attribution }) {
        const { L, map } = this.engine;
        // Leaflet writes the attribution as HTML: only text may reach it
        const text = htmlEscape(attribution).toString();
        this.tiles = L.tileLayer(url, { attribution: text, maxZoom: 19 }).addTo(map);
    }

    draw() {
        if (!this.isDestroyed) {
            this.canvas.draw();
        }
    }

    paint(context, view) {
        const { palette } = this.engine;
        const seen = this._seen(view, this.countries);
        this._askForStates(view, seen);
        context.save();
        context.setTransform(view.k, 0, 0, view.k, -view.x * view.k, -view.y * view.k);
        context.fillStyle = palette.read("land");
        seen.forEach(({ area }) => context.fill(area));
        const states = this._seen(view, this._statesOf(view, seen));
        this._stroke(context, view, states, {
            color: palette.read("line"),
            width: 0.6,
            alpha: 0.7,
        });
        const settled = seen.filter(({ disputed }) => !disputed);
        this._stroke(context, view, settled, { color: palette.read("line"), width: 1.2 });
        const disputed = seen.filter(({ disputed: open }) => open);
        // under the dashes the neighbours' lines go
        this._stroke(context, view, disputed, { color: palette.read("land"), width: 2.4 });
        this._stroke(context, view, disputed, {
            color: palette.read("line"),
            width: 1.2,
            dash: [5, 4],
        });
        context.restore();
        this._write(context, view, seen, states);
    }

    /** Those one sees, on which side of the 180th meridian ever. */
    _seen(view, outlines) {
        const right = view.x + view.width / view.k;
        const bottom = view.y + view.height / view.k;
        return outlines.filter(
            ({ box }) =>
                box.left < Math.min(right, WORLD) &&
                box.right > Math.max(view.x, 0) &&
                box.top < bottom &&
                box.bottom > view.y,
        );
    }

    _stroke(context, view, outlines, { color, width, alpha = 1, dash = [] }) {
        const pixel = view.ratio / view.k;
        context.globalAlpha = alpha;
        context.strokeStyle = color;
        context.lineWidth = width * pixel;
        context.setLineDash(dash.map((length) => length * pixel));
        outlines.forEach(({ edge }) => context.stroke(edge));
        context.setLineDash([]);
        context.globalAlpha = 1;
    }

    // ------------------------------------------------------------------ states

    _statesOf({ zoom }, countries) {
        return zoom < STATES_ZOOM ? [] : countries.flatMap(({ code }) => this.states[code] || []);
    }

    _askForStates({ zoom }, countries) {
        if (!this.statesUrl || zoom < STATES_ZOOM) {
            return;
        }
        const missing = countries.filter(({ code, states }) => states && !this.states[code]);
        for (const { code } of missing.slice(0, MAX_COUNTRIES)) {
            this.states[code] = [];
            loadOutlines(`${this.statesUrl}${code.toLowerCase()}.json`).then((found) => {
                this.states[code] = found;
                this.draw();
            });
        }
    }

    // ------------------------------------------------------------------ names

    _write(context, view, countries, states) {
        const { palette } = this.engine;
        const family = palette.font;
        this.places = new NamePlaces(LABEL.size * view.ratio);
        context.save();
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.lineJoin = "round";
        context.fillStyle = palette.text;
        context.strokeStyle = palette.read("land");
        context.lineWidth = 3 * view.ratio;
        if (view.zoom < LABEL.statesFrom) {
            context.font = `${LABEL.size * view.ratio}px ${family}`;
            context.globalAlpha = 0.75;
            const width = ({ box }) => box.right - box.left;
            countries
                .filter(({ code }) => !UNNAMED.has(code))
                .sort((a, b) => width(b) - width(a))
                .forEach((one) => this._writeName(context, view, one, this.names[one.code]));
        } else {
            context.font = `${LABEL.stateSize * view.ratio}px ${family}`;
            context.globalAlpha = 0.55;
            states.forEach((state) => this._writeName(context, view, state));
        }
        context.restore();
    }

    _writeName(context, view, { label, box, name }, translated) {
        const text = translated || name;
        const room = (box.right - box.left) * view.k;
        const at = [(label.x - view.x) * view.k, (label.y - view.y) * view.k];
        const { width } = context.measureText(text);
        if (width * ROOM < room && this.places.take(...at, width)) {
            context.strokeText(text, ...at);
            context.fillText(text, ...at);
        }
    }

    legend() {
        return null;
    }

    destroy() {
        this.isDestroyed = true;
        this.tiles?.remove();
        this.canvas.destroy();
    }
}

mapLayers.add("base", BaseLayer, { sequence: 10 });
