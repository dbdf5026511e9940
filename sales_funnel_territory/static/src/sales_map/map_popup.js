import { Record } from "@web/model/record";
import { extractFieldsFromArchInfo, makeActiveField } from "@web/model/relational_model/utils";
import { Field } from "@web/views/fields/field";
import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    useExternalListener,
    useRef,
} from "@odoo/owl";

const GAP = 14; // pixels between a point and what is said of it
const MARGIN = 8;

/** What is said of a record beside its point: fields of the arch, as Odoo shows them. */
export class MapPopup extends Component {
    static template = "sales_funnel_territory.MapPopup";
    static components = { Field, Record };
    static props = {
        archInfo: Object,
        engine: Object,
        fields: Object,
        id: Number,
        model: Object,
        onClose: Function,
        onOpen: Function,
    };

    setup() {
        this.ref = useRef("popup");
        const { archInfo, engine, fields } = this.props;
        const { activeFields, fields: known } = extractFieldsFromArchInfo(archInfo, fields);
        this.activeFields = { display_name: makeActiveField(), ...activeFields };
        this.fields = { ...fields, ...known };
        this.place = this.place.bind(this);
        onMounted(() => {
            engine.map.on("move zoom resize", this.place);
            this.place();
        });
        onPatched(() => this.place());
        onWillUnmount(() => engine.map.off("move zoom resize", this.place));
        useExternalListener(window, "keydown", (ev) => {
            if (ev.key === "Escape") {
                this.props.onClose();
            }
        });
    }

    get lines() {
        return Object.values(this.props.archInfo.fieldNodes).filter(
            ({ invisible }) => invisible !== "True" && invisible !== "1",
        );
    }

    isEmpty(record, { name }) {
        const value = record.data[name];
        return !value || value.count === 0;
    }

    /** Above the point, below it where there is no room; on a phone the style puts it at the foot. */
    place() {
        const { engine, id } = this.props;
        const { el } = this.ref;
        const index = engine.points.indexOf(id);
        if (!el || index < 0 || this.env.isSmall) {
            return;
        }
        const { x, y } = engine.toContainer(index);
        const { offsetWidth: width, offsetHeight: height } = el;
        const room = engine.map.getSize().x - width - MARGIN;
        const left = Math.max(MARGIN, Math.min(x - width / 2, room));
        const above = y - height - GAP;
        el.style.left = `${left}px`;
        el.style.top = `${above > MARGIN ? above : y + GAP}px`;
    }
}
