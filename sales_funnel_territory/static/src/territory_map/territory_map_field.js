import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import {
    Component,
    onMounted,
    onWillUnmount,
    status,
    useComponent,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { MapEngine } from "../sales_map/engine";
import { boxAround } from "../sales_map_zones/zone_shapes";
import { BoundaryDrawing } from "./boundary_drawing";
import { BoundaryText } from "./boundary_text";
import { Neighbours } from "./neighbours";

const ZONES = "crm.territory";

/** The drawn area of a territory among its neighbours: to look at, to draw, to split and merge. */
export class TerritoryMapField extends Component {
    static template = "sales_funnel_territory.TerritoryMapField";
    static components = { BoundaryText };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.mapRef = useRef("map");
        this.state = useState({
            mode: "view",
            isReady: false,
            isPlaced: false,
            hasNeighbours: false,
            error: "",
            line: null,
            newName: "",
            isTextOpen: false,
        });
        const component = useComponent();
        onMounted(() => this.start(component));
        onWillUnmount(() => this.leave());
        useEffect(
            () => {
                this.follow();
            },
            () => [this.state.isReady, this.props.record.resId, this.text],
        );
    }

    // ------------------------------------------------------------------ life

    async start(component) {
        const props = { env: this.env, orm: this.orm, resModel: ZONES };
        try {
            this.engine = await MapEngine.create(this.mapRef.el, { layers: ["base"], props });
        } catch (error) {
            console.error(error);
            this.state.error = _t("The map could not be loaded. Check your connection.");
            return;
        }
        if (status(component) === "destroyed" || !this.engine) {
            this.engine?.destroy();
            return;
        }
        // a page is scrolled over the map, not the map within it
        this.engine.map.scrollWheelZoom.disable();
        this.neighbours = new Neighbours(this.engine, this.orm);
        this.drawing = new BoundaryDrawing(this.engine, {
            onChange: (boundary) => this.update(boundary),
            onLine: (line) => this.askForName(line),
            onEnd: () => this.begin("edit"),
        });
        this.engine.map.on("click", ({ latlng }) => this.onMapClick(latlng));
        this.state.isReady = true;
    }

    leave() {
        this.drawing?.destroy();
        this.neighbours?.destroy();
        this.engine?.destroy();
        this.drawing?.giveBack();
        this.engine = null;
    }

    /** Another record, a discarded change, what the server made of it. */
    async follow() {
        if (!this.state.isReady) {
            return;
        }
        const { resId } = this.props.record;
        const isOther = this.shownId !== resId || !this.hasFitted;
        if (isOther) {
            this.shownId = resId;
            this.stop();
            await this.loadNeighbours();
        }
        if (this.engine && this.text !== this.told) {
            this.told = this.text;
            this.drawing.show(this.value);
        }
        if (this.engine && isOther) {
            this.hasFitted = true;
            this.fit();
            this.state.isPlaced = true;
        }
    }

    async loadNeighbours() {
        await this.neighbours.load(this.props.record.resId);
        this.state.hasNeighbours = this.neighbours.zones.length > 0;
    }

    fit() {
        if (this.drawing.layer) {
            this.drawing.fit();
        } else {
            this.engine.fitBox(boxAround(this.neighbours.around(this.props.record)));
        }
    }

    // ------------------------------------------------------------------ value

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return this.value ? JSON.stringify(this.value) : "";
    }

    update(boundary) {
        this.told = boundary ? JSON.stringify(boundary) : "";
        return this.props.record.update({ [this.props.name]: boundary });
    }

    updateText(boundary) {
        this.update(boundary);
        this.drawing.show(boundary);
        this.fit();
    }

    // ------------------------------------------------------------------ tools

    get isEmpty() {
        return !this.value;
    }

    get isZone() {
        return this.props.record.data.is_zone !== false;
    }

    get hint() {
        return {
            draw: _t("Tap corner after corner; tap the first one again, or press End the Shape."),
            edit: _t(
                "Drag corners; drag the middle of an edge to add one; right-click, or press a corner long, to take it away.",
            ),
            hole: _t("Draw the hole within the area, corner after corner."),
            split: _t(
                "Draw a line from outside, across, to outside; tap the last corner again, or press End the Shape.",
            ),
            merge: _t("Tap the zone to merge with this one."),
        }[this.state.mode];
    }

    async begin(mode) {
        if (mode === "merge") {
            this.drawing.stop();
        } else {
            const { map } = this.engine;
            map.scrollWheelZoom.enable();
            await this.drawing.start(mode);
            this.drawing.showNeighbours(await this.neighbours.readExact());
        }
        this.state.line = null;
        this.state.mode = mode;
    }

    stop() {
        if (this.state.mode !== "view") {
            this.drawing.stop();
        }
        this.drawing.showNeighbours([]);
        this.engine.map.scrollWheelZoom.disable();
        this.state.mode = "view";
        this.state.line = null;
    }

    cancel() {
        if (["draw", "edit", "hole"].includes(this.state.mode)) {
            this.drawing.cancel();
        }
        this.stop();
    }

    async clear() {
        this.stop();
        await this.update(false);
        this.drawing.show(false);
    }

    onKeydown(ev) {
        if (this.state.mode === "view") {
            return;
        }
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.cancel();
        } else if ((ev.ctrlKey || ev.metaKey) && ev.key === "z") {
            ev.preventDefault();
            this.drawing.undo();
        }
    }

    // ------------------------------------------------------------------ split and merge

    /** Splitting and merging change what is kept: it is kept first. */
    async beginKept(mode) {
        if (await this.props.record.save()) {
            await this.begin(mode);
        }
    }

    askForName(line) {
        this.drawing.stop();
        this.state.newName = _t("%(zone)s (2)", { zone: this.props.record.data.name });
        this.state.line = line;
    }

    async split() {
        const { record } = this.props;
        const [id] = await this.orm.call(ZONES, "split_along", [
            [record.resId],
            this.state.line,
            this.state.newName,
        ]);
        this.notification.add(
            _t("%(zone)s is a zone of its own now.", { zone: this.state.newName }),
            {
                type: "success",
                buttons: [{ name: _t("Open It"), onClick: () => this.open(id) }],
            },
        );
        this.stop();
        await record.load();
        await this.loadNeighbours();
    }

    onMapClick(latlng) {
        if (this.state.mode !== "merge") {
            return;
        }
        const zone = this.neighbours.zoneAt(latlng);
        if (!zone) {
            this.notification.add(_t("There is no zone: tap one beside this."), {
                type: "warning",
            });
            return;
        }
        this.stop();
        const { record } = this.props;
        this.action.doAction("sales_funnel_territory.crm_territory_merge_action", {
            additionalContext: {
                active_model: ZONES,
                active_id: record.resId,
                active_ids: [record.resId, zone.id],
            },
            onClose: async () => {
                await record.load();
                await this.loadNeighbours();
            },
        });
    }

    open(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: ZONES,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("territory_map", {
    component: TerritoryMapField,
    displayName: _t("Map of a territory"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "is_zone", type: "boolean" },
        { name: "name", type: "char" },
        { name: "parent_id", type: "many2one" },
    ],
});
