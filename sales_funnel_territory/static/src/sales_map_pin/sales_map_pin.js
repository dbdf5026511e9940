import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { MapEngine } from "../sales_map/engine";

// with streets to see; with outlines only, countries and states say where one is
const ZOOM = { streets: 15, outlines: 8 };
const SAME = 1e-7;

function isSame(one, other) {
    return one.every((value, at) => Math.abs(value - other[at]) < SAME);
}

/** A customer's position as a pin: dragged, set by a tap, or where one stands; undone at once. */
export class SalesMapPin extends Component {
    static template = "sales_funnel_territory.SalesMapPin";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.map = useRef("map");
        this.state = useState({ isReady: false, isLocating: false, past: [] });
        onMounted(() => this.open());
        onWillUnmount(() => {
            this.isGone = true;
            this.engine?.destroy();
        });
        useEffect(
            () => {
                this.showPin();
            },
            () => [...this.position, this.state.isReady, this.isReadonly],
        );
        useEffect(
            () => {
                this.state.past = [];
            },
            () => [this.props.record.resId],
        );
    }

    get position() {
        const { partner_latitude: latitude, partner_longitude: longitude } = this.props.record.data;
        return [latitude || 0, longitude || 0];
    }

    get isPlaced() {
        return this.position.some(Boolean);
    }

    get isReadonly() {
        return this.props.readonly || !this.props.record.isInEdition;
    }

    get hint() {
        if (this.isReadonly) {
            return "";
        }
        return this.isPlaced
            ? _t("Drag the pin to where the customer is. It is locked then: no provider moves it.")
            : _t("Tap the map where the customer is.");
    }

    // ------------------------------------------------------------------ the map

    async open() {
        const view = this.isPlaced ? { center: this.position, zoom: ZOOM.outlines } : undefined;
        const engine = await MapEngine.create(this.map.el, {
            layers: ["base"],
            props: { orm: this.orm, env: this.env },
            view,
        });
        if (!engine || this.isGone) {
            engine?.destroy();
            return;
        }
        this.engine = engine;
        engine.map.on("click", ({ latlng }) => this.onTap(latlng));
        this.state.isReady = true;
        const base = engine.layers.base;
        await base?.whenReady;
        if (base?.tiles && this.isPlaced && !this.isGone) {
            engine.map.setView(this.position, ZOOM.streets, { animate: false });
        }
    }

    /** The pin where the record has it; in sight. */
    showPin() {
        if (!this.engine) {
            return;
        }
        this.pin?.remove();
        this.pin = null;
        const [latitude, longitude] = this.position;
        if (!this.isPlaced || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            return;
        }
        this.pin = this.engine.pin({
            position: this.position,
            label: _t("Position of the customer"),
            isDraggable: !this.isReadonly,
            onMoved: (latLng) => this.moveTo(latLng),
        });
        if (!this.engine.map.getBounds().contains(this.position)) {
            this.engine.map.panTo(this.position, { animate: false });
        }
    }

    // ------------------------------------------------------------------ setting it

    onTap(latLng) {
        if (!this.isPlaced && !this.isReadonly) {
            this.moveTo(latLng);
        }
    }

    /** Note a new position; Leaflet counts on beyond 180 degrees. */
    async moveTo({ lat, lng }) {
        const { lat: latitude, lng: longitude } = this.engine.L.latLng(lat, lng).wrap();
        const round = (value) => Math.round(value * 1e7) / 1e7;
        await this.set([round(latitude), round(longitude)], true);
    }

    async set(position, isNew) {
        if (isSame(position, this.position)) {
            return;
        }
        if (isNew) {
            this.state.past.push(this.position);
        }
        const [latitude, longitude] = position;
        await this.props.record.update({
            partner_latitude: latitude,
            partner_longitude: longitude,
        });
    }

    async undo() {
        await this.set(this.state.past.pop(), false);
    }

    /** Only when asked for: where whoever holds the phone stands. */
    standHere() {
        if (!navigator.geolocation) {
            this.tell(_t("This browser does not tell where you are."));
            return;
        }
        this.state.isLocating = true;
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => {
                this.state.isLocating = false;
                if (!this.isGone) {
                    this.moveTo({ lat: coords.latitude, lng: coords.longitude });
                }
            },
            () => {
                this.state.isLocating = false;
                this.tell(_t("Your position is not known: allow this page to use it."));
            },
            { enableHighAccuracy: true, timeout: 15000 },
        );
    }

    tell(message) {
        this.notification.add(message, { type: "warning" });
    }
}

export const salesMapPin = {
    component: SalesMapPin,
    displayName: _t("Pin on the Map"),
    fieldDependencies: [
        { name: "partner_latitude", type: "float" },
        { name: "partner_longitude", type: "float" },
    ],
};

registry.category("view_widgets").add("sales_map_pin", salesMapPin);
