import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { session } from "@web/session";
import { ActionHelper } from "@web/views/action_helper";
import { formatInteger } from "@web/views/fields/formatters";
import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    status,
    useComponent,
    useRef,
    useState,
} from "@odoo/owl";
import { MapEngine } from "./engine";
import { Lasso } from "./lasso";
import { MapLegend } from "./map_legend";
import { MapList } from "./map_list";
import { MapPopup } from "./map_popup";
import { lowest } from "./ranking";

const LIST_AFTER = 150; // milliseconds after a move has ended
const PAGE = 40; // of the list

/** The map, its tools, its legend, and the list in step with it. */
export class SalesMapRenderer extends Component {
    static template = "sales_funnel_territory.SalesMapRenderer";
    static components = { ActionHelper, MapLegend, MapList, MapPopup };
    static props = {
        model: Object,
        archInfo: Object,
        fields: Object,
        memory: Object,
        noContentHelp: { type: String, optional: true },
        openRecord: Function,
        openWithout: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.mapRef = useRef("map");
        const { memory, archInfo } = this.props;
        this.state = useState({
            error: "",
            isReady: false,
            isLassoing: false,
            listed: { ids: [], count: 0 },
            mode: memory.mode || archInfo.mode,
            pane: memory.pane || "map",
            picked: null,
            legendRevision: 0,
        });
        this.list = useDebounced(() => this.updateList(), LIST_AFTER);
        const component = useComponent();
        onMounted(() => this.start(component));
        onPatched(() => this.follow());
        onWillUnmount(() => this.stop());
    }

    // ------------------------------------------------------------------ life

    async start(component) {
        const { memory, model, archInfo } = this.props;
        const props = { env: this.env, orm: this.orm, resModel: model.resModel, archInfo, model };
        const { mode } = this.state;
        try {
            const options = { mode, props, view: memory.view };
            this.engine = await MapEngine.create(this.mapRef.el, options);
        } catch (error) {
            console.error(error);
            this.state.error = _t("The map could not be loaded. Check your connection.");
            return;
        }
        if (status(component) === "destroyed" || !this.engine) {
            this.engine?.destroy();
            return;
        }
        this.listen();
        this.take(!memory.view);
        this.state.isReady = true;
    }

    listen() {
        const { bus } = this.engine;
        bus.addEventListener("pick", ({ detail }) => this.pick(detail.id));
        bus.addEventListener("miss", () => this.pick(null));
        bus.addEventListener("cluster", ({ detail }) => this.engine.fitBox(detail.bounds));
        bus.addEventListener("legend", () => this.state.legendRevision++);
        bus.addEventListener("moved", () => this.list());
    }

    /** The model may have loaded other points, or others were chosen. */
    follow() {
        if (!this.engine) {
            return;
        }
        if (this.engine.points !== this.props.model.points) {
            this.take(false);
        } else if (this.shownSelection !== this.props.model.root.version) {
            this.showSelection();
        }
    }

    take(isFirst) {
        const { model } = this.props;
        this.engine.setHidden(model.hidden);
        this.engine.setGroups(model.groups);
        this.engine.setPoints(model.points);
        this.showSelection();
        if (isFirst || this.engine.isFitted || !this.engine.visible().length) {
            this.engine.fit();
        }
        if (this.state.picked && model.points.indexOf(this.state.picked) < 0) {
            this.pick(null);
        }
        this.updateList();
    }

    showSelection() {
        const { root } = this.props.model;
        this.shownSelection = root.version;
        this.engine.setSelected(root.chosen);
    }

    stop() {
        if (this.engine) {
            Object.assign(this.props.memory, {
                mode: this.state.mode,
                pane: this.state.pane,
                view: this.engine.getView(),
            });
            this.lasso?.stop();
            this.engine.destroy();
            this.engine = null;
        }
    }

    // ------------------------------------------------------------------ list

    /** What one sees: the largest first, else the nearest to the middle. */
    updateList(limit = PAGE) {
        if (!this.engine) {
            return;
        }
        const { points } = this.engine;
        const seen = this.engine.visible();
        const { left, right, top, bottom } = this.engine.seen();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const ranks = new Float64Array(seen.length);
        for (let place = 0; place < seen.length; place++) {
            const i = seen[place];
            const distance = (points.x[i] - x) ** 2 + (points.y[i] - y) ** 2;
            ranks[place] = distance - 1e6 * points.size[i];
        }
        const ids = lowest(ranks, limit).map((place) => points.ids[seen[place]]);
        this.state.listed = { ids, count: seen.length };
        this.props.memory.listed = ids;
    }

    onMore() {
        this.updateList(this.state.listed.ids.length + PAGE);
    }

    onSelectSeen() {
        const { points } = this.engine;
        this.choose(this.engine.visible().map((index) => points.ids[index]));
    }

    onFocusRecord(id) {
        this.engine?.highlight(id);
    }

    onShowRecord(id) {
        this.state.pane = "map";
        this.engine.show(id);
        this.pick(id);
    }

    // ------------------------------------------------------------------ picking

    pick(id) {
        this.state.picked = id;
        this.engine.highlight(id);
    }

    onClosePopup() {
        this.pick(null);
        this.mapRef.el.focus();
    }

    // ------------------------------------------------------------------ tools

    get modes() {
        return [
            { name: "points", label: _t("Points"), icon: "fa-circle" },
            { name: "clusters", label: _t("Clusters"), icon: "fa-object-group" },
            { name: "heat", label: this.heatLabel, icon: "fa-fire" },
        ];
    }

    get heatLabel() {
        const { archInfo, fields } = this.props;
        const { size } = archInfo;
        return size ? _t("Heat by %(field)s", { field: fields[size].string }) : _t("Heat");
    }

    setMode(mode) {
        this.state.mode = mode;
        this.engine.setMode(mode);
    }

    toggleGroup(number) {
        const { model } = this.props;
        model.toggleGroup(number);
        this.engine.setHidden(model.hidden);
        this.list();
        this.state.legendRevision++;
    }

    toggleLasso() {
        if (this.state.isLassoing) {
            this.lasso.stop();
            return;
        }
        this.pick(null);
        this.state.isLassoing = true;
        this.lasso = new Lasso(this.engine, {
            onDone: (ids) => this.choose(ids),
            onStop: () => {
                this.state.isLassoing = false;
            },
        });
    }

    choose(ids) {
        const limit = session.active_ids_limit;
        if (ids.length > limit) {
            this.notification.add(
                _t("%(count)s are too many at once: the first %(limit)s are selected.", {
                    count: formatInteger(ids.length),
                    limit: formatInteger(limit),
                }),
                { type: "warning" },
            );
        }
        if (!ids.length) {
            this.notification.add(_t("Nothing lies within the lasso."), { type: "info" });
        }
        this.props.model.root.add(ids.slice(0, limit));
    }

    /** Only when asked for, and only on this map: it is sent nowhere. */
    locate() {
        const fail = () =>
            this.notification.add(
                _t("Your position is not known. Allow this site to ask your device for it."),
                { type: "warning" },
            );
        if (!navigator.geolocation) {
            fail();
            return;
        }
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => this.engine?.showSelf(coords.latitude, coords.longitude),
            fail,
            { enableHighAccuracy: true, timeout: 10000 },
        );
    }

    // ------------------------------------------------------------------ words

    get legendTitle() {
        const { colorOf } = this.props.model;
        const field = colorOf && this.props.fields[colorOf.split(/[.:]/)[0]];
        return field ? field.string : _t("Legend");
    }

    get withoutWords() {
        const { without } = this.props.model;
        return _t("%(count)s without a position", { count: formatInteger(without) });
    }

    get isNowhere() {
        const { model } = this.props;
        return !model.points.count && model.without > 0;
    }

    get isEmpty() {
        return !this.props.model.hasData();
    }
}
