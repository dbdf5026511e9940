import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { renderToElement } from "@web/core/utils/render";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { mapLayers } from "../sales_map/engine";
import { MapCanvas } from "../sales_map/map_canvas";
import { projectX, projectY, unite } from "../sales_map/projection";
import { ZoneShape } from "./zone_shapes";
import { ZonesPainter } from "./zones_painter";

const SHOWN = "sales_funnel_territory.zones_shown";

/** The drawn territories, their people and figures; overlaps and gaps when asked for. */
export class ZonesLayer {
    constructor(engine, { env, orm, resModel }) {
        Object.assign(this, { engine, env, orm });
        // where territories are the records, their signs stand on the places of the names
        this.areRecords = resModel === "crm.territory";
        this.below = this.areRecords ? 16 : 0;
        this.zones = [];
        this.clashes = [];
        this.areClashesShown = false;
        this.isByLoad = false;
        this.isShown = this._recall();
        this.painter = new ZonesPainter(engine);
        this.canvas = new MapCanvas(engine, {
            name: "sales_map_zones",
            zIndex: 300,
            paint: (context, view) => this.paint(context, view),
        });
        this.onClick = (ev) => this._pick(ev.containerPoint, ev.latlng);
        engine.map.on("click", this.onClick);
        this.whenReady = this._load();
    }

    async _load() {
        const zones = await this.orm.call("crm.territory", "read_map");
        this.take(zones);
    }

    /** @param {Object[]} zones as `crm.territory.read_map` gives them */
    take(zones) {
        if (this.isDestroyed) {
            return;
        }
        this.zones = zones.map((zone) => ({
            ...zone,
            shape: new ZoneShape(zone.boundary),
            label: { x: projectX(zone.label[0]), y: projectY(zone.label[1]) },
        }));
        this.draw();
        this.engine.bus.trigger("legend");
        if (this.areRecords && this.engine.isFitted) {
            this.engine.fit(); // the places were known before the areas
        }
    }

    /** The areas of the territories on the map, where these are the records. */
    bounds() {
        if (!this.areRecords || !this.isShown) {
            return null;
        }
        const { points, hidden } = this.engine;
        const shown = this.zones.filter(({ id }) => {
            const index = points.indexOf(id);
            return index >= 0 && !hidden[points.color[index]];
        });
        return unite(shown.map(({ shape }) => shape.box));
    }

    boundsOf(id) {
        const zone = this.areRecords && this.isShown && this.zones.find((one) => one.id === id);
        return zone ? zone.shape.box : null;
    }

    draw() {
        if (!this.isDestroyed) {
            this.canvas.draw();
        }
    }

    paint(context, view) {
        const { below, engine, isByLoad, popup } = this;
        const { points } = engine;
        this.painter.paint(context, view, {
            zones: this.isShown ? this.zones : [],
            clashes: this.areClashesShown ? this.clashes : [],
            picked: popup?.zone.id,
            isByLoad,
            below,
            // one legend for both: an area has the colour of its sign
            groupOf: ({ id }) => (this.areRecords ? points.color[points.indexOf(id)] : undefined),
        });
    }

    // ------------------------------------------------------------------ legend

    legend() {
        if (!this.zones.length) {
            return null;
        }
        const { palette } = this.engine;
        const items = [
            {
                key: "zones",
                label: _t("Territories"),
                color: palette.read("color-1"),
                count: this.zones.length,
                isHidden: !this.isShown,
            },
        ];
        if (this.zones.some(({ load }) => load !== false)) {
            items.push({
                key: "load",
                label: _t("Colour by load"),
                color: palette.read("color-3"),
                isHidden: !this.isByLoad,
            });
        }
        items.push({
            key: "clashes",
            label: _t("Overlaps and gaps"),
            color: palette.read("heat"),
            count: this.areClashesShown ? this.clashes.length : undefined,
            isHidden: !this.areClashesShown,
        });
        return { title: _t("Drawn areas"), items, toggle: (key) => this._toggle(key) };
    }

    async _toggle(key) {
        if (key === "zones") {
            this.isShown = !this.isShown;
            this._remember();
            this._closePopup();
        } else if (key === "load") {
            this.isByLoad = !this.isByLoad;
        } else {
            this.areClashesShown = !this.areClashesShown;
            if (this.areClashesShown) {
                await this._loadClashes();
            }
        }
        this.draw();
        this.engine.bus.trigger("legend");
    }

    async _loadClashes() {
        const found = await this.orm.call("crm.territory.clash", "read_map");
        this.clashes = found.map((clash) => ({ ...clash, shape: new ZoneShape(clash.boundary) }));
    }

    _recall() {
        return browser.localStorage.getItem(SHOWN) !== "false";
    }

    _remember() {
        browser.localStorage.setItem(SHOWN, this.isShown);
    }

    // ------------------------------------------------------------------ popup

    /** The smallest one there: a zone lies within its region. */
    zoneAt({ lat, lng }) {
        const [x, y] = [projectX(lng), projectY(lat)];
        return this.zones.findLast(({ shape }) => shape.contains(x, y));
    }

    _pick(containerPoint, latlng) {
        const zone = this.isShown && !this.isSilent && this.zoneAt(latlng);
        const isRecord = this.engine.pick(containerPoint) >= 0;
        this._closePopup();
        if (zone && !isRecord && !this.engine.pointsLayer.clusterAt(containerPoint)) {
            this._openPopup(zone, latlng);
        }
    }

    _openPopup(zone, latlng) {
        const el = renderToElement("sales_funnel_territory.ZonePopup", {
            zone,
            km2: formatFloat(zone.km2, { digits: [16, zone.km2 < 100 ? 1 : 0] }),
            customers: formatInteger(zone.customers),
            load:
                zone.load === false
                    ? ""
                    : _t("%(load)s %", { load: formatInteger(Math.round(zone.load)) }),
        });
        el.querySelector(".o_sales_map_zone_open").addEventListener("click", () =>
            this.env.services.action.doAction({
                type: "ir.actions.act_window",
                res_model: "crm.territory",
                res_id: zone.id,
                views: [[false, "form"]],
            }),
        );
        this.popup = this.engine.L.popup({ className: "o_sales_map_zone_popup", minWidth: 200 })
            .setLatLng(latlng)
            .setContent(el)
            .openOn(this.engine.map);
        this.popup.zone = zone;
        this.popup.on("remove", () => {
            this.popup = null;
            this.draw();
        });
        this.draw();
    }

    _closePopup() {
        this.popup?.remove();
    }

    destroy() {
        this.isDestroyed = true;
        this.engine.map.off("click", this.onClick);
        this.popup?.off("remove");
        this._closePopup();
        this.canvas.destroy();
    }
}

mapLayers.add("zones", ZonesLayer, { sequence: 20 });
