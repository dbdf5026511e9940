import { Component, onMounted, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";
import { getLinks, layOut, radius } from "./relationship_layout";
import { RelationshipLegend } from "./relationship_legend";
import { RelationshipPerson } from "./relationship_person";
import { RelationshipTable } from "./relationship_table";

// signs of a name that fit below a circle, and beside one
const MOST_SIGNS = { tree: 17, lines: 36 };

/** Chinese signs take the place of two letters. */
function measure(signs) {
    return [...signs].reduce((width, sign) => width + (sign > "\u2e80" ? 2 : 1), 0);
}

/**
 * The people of an opportunity or of a customer by reporting line: fill = attitude, size =
 * influence, ring = relationship level, badge = role, hollow = not met, dashed = nobody yet.
 */
export class RelationshipPicture extends Component {
    static template = "sales_funnel_territory.RelationshipPicture";
    static components = { RelationshipLegend, RelationshipTable };
    static props = {
        resModel: String,
        resId: Number,
        version: { type: [Number, String], optional: true },
        isTableOpen: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.popover = usePopover(RelationshipPerson, { position: "bottom" });
        this.state = useState({ data: null, error: "", room: 0 });
        onWillStart(() => {
            this.load(this.props); // not awaited: what is around it need not wait
        });
        onWillUpdateProps((props) => {
            const names = ["resModel", "resId", "version"];
            if (names.some((name) => props[name] !== this.props[name])) {
                this.load(props);
            }
        });
        onMounted(() => {
            this.state.room = this.root.el.clientWidth;
        });
    }

    async load({ resModel, resId }) {
        this.state.error = "";
        try {
            this.state.data = await this.orm.call(resModel, "get_relationship_picture", [[resId]]);
        } catch (error) {
            this.state.error = error.data?.message || _t("no answer. Check your connection.");
        }
    }

    draw() {
        const { people, gaps } = this.state.data;
        const drawing = layOut(people, gaps, this.state.room);
        return { ...drawing, links: getLinks(drawing) };
    }

    get competitors() {
        return this.state.data.competitors
            .map(({ name, share }) => (share ? `${name} (${share} %)` : name))
            .join(", ");
    }

    get isEmpty() {
        return !this.state.data.people.length && !this.state.data.gaps.length;
    }

    radius(person) {
        return radius(person);
    }

    /** One letter for each role; languages without letters take the first sign of its name. */
    getInitials(person) {
        return [...new Set(person.roles.map(({ label }) => [...label][0]))].join(" ");
    }

    /** A name below its circle, in two lines where one has not room for it. */
    wrap(name) {
        const words = name.split(" ");
        let first = words.shift();
        while (words.length && measure(`${first} ${words[0]}`) <= MOST_SIGNS.tree) {
            first = `${first} ${words.shift()}`;
        }
        return [first, words.join(" ")].filter(Boolean).map((line) => this.shorten(line, "tree"));
    }

    shorten(text, kind) {
        const signs = [...text];
        while (measure(signs) > MOST_SIGNS[kind]) {
            signs.pop();
        }
        return signs.length === [...text].length ? text : `${signs.slice(0, -1).join("")}…`;
    }

    describe(person) {
        const roles = person.roles.map(({ label }) => label).join(", ");
        const met = person.is_met ? _t("met on %s", person.met_on) : _t("not met");
        return [person.name, roles, person.attitude_label, person.roles.length ? met : ""]
            .filter(Boolean)
            .join(", ");
    }

    sign(person) {
        return { opponent: "− −", skeptic: "−", neutral: "0", friendly: "+", supporter: "+ +" }[
            person.attitude
        ];
    }

    open(person, ev) {
        this.popover.open(ev.currentTarget, { person });
    }

    onKey(person, ev) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.open(person, ev);
        }
    }
}
