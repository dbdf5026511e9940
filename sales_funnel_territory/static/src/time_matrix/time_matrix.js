import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSortable } from "@web/core/utils/sortable_owl";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { DelegateDialog } from "./delegate_dialog";
import { TimeMatrixCard } from "./time_matrix_card";
import { TimeMatrixServer } from "./time_matrix_server";
import { TimeShare } from "./time_share";

const KEYS = { 1: "do", 2: "plan", 3: "delegate", 4: "drop" };

/** What first? Important and urgent things in four quadrants; below, where the time goes. */
export class TimeMatrix extends Component {
    static template = "sales_funnel_territory.TimeMatrix";
    static components = { Layout, TimeMatrixCard, TimeShare };
    static props = { ...standardActionServiceProps };

    setup() {
        this.display = { controlPanel: {} };
        this.root = useRef("root");
        this.dialog = useService("dialog");
        const services = {
            orm: useService("orm"),
            notification: useService("notification"),
            action: useService("action"),
        };
        const past = this.props.state?.timeMatrix;
        this.model = useState(new TimeMatrixServer(services, past?.filters));
        this.state = useState({ chosen: past?.chosen || "do", over: "" });
        useSetupAction({
            getLocalState: () => ({
                timeMatrix: { filters: { ...this.model.filters }, chosen: this.state.chosen },
            }),
        });
        useSortable({
            ref: this.root,
            elements: ".o_time_matrix_card",
            groups: ".o_time_matrix_cards",
            connectGroups: true,
            ignore: "button:not(.o_time_matrix_open), a, input", // a card is grabbed by its title
            cursor: "grabbing",
            enable: () => Boolean(this.data?.can_edit) && !this.env.isSmall,
            onGroupEnter: ({ group }) => (this.state.over = group.dataset.quadrant),
            onDragEnd: () => (this.state.over = ""),
            onDrop: ({ element, parent }) => this.onDrop(element, parent),
        });
        // not awaited: the skeleton shows while the board is on its way
        onWillStart(() => {
            this.model.load();
        });
    }

    get data() {
        return this.model.data;
    }

    get quadrants() {
        const { quadrants } = this.data;
        return this.env.isSmall
            ? quadrants.filter((one) => one.key === this.state.chosen)
            : quadrants;
    }

    get isEmpty() {
        return !this.data.quadrants.some((quadrant) => quadrant.count);
    }

    /** What a quadrant is, and what happens to what is dropped there. */
    about(key) {
        const day = this.data.calm_day;
        return {
            do: [_t("Important and urgent"), _t("Drop here: due today")],
            plan: [_t("Important, not urgent"), _t("Drop here: due %(day)s", { day })],
            delegate: [_t("Urgent, not important"), _t("Drop here: ask a colleague")],
            drop: [_t("Neither"), _t("Drop here: cancel it, with a way back")],
        }[key];
    }

    /** On whom, and until when: one sentence, for languages that say it the other way round. */
    aboutRequest({ document, date_label: day }) {
        return document
            ? _t("%(document)s, due %(day)s", { document, day })
            : _t("Due %(day)s", { day });
    }

    find(id) {
        for (const quadrant of this.data.quadrants) {
            const card = quadrant.cards.find((one) => one.id === id);
            if (card) {
                return { card, quadrant };
            }
        }
        return {};
    }

    onDrop(element, parent) {
        const { card, quadrant } = this.find(Number(element.dataset.id));
        const wanted = parent?.dataset.quadrant;
        if (card && wanted && wanted !== quadrant.key) {
            this.moveTo(card, wanted);
        }
    }

    moveTo(card, wanted) {
        if (wanted === "delegate") {
            return this.delegate(card);
        }
        return wanted === "drop"
            ? this.model.act("drop", card.id)
            : this.model.act("move", card.id, wanted);
    }

    delegate(card) {
        this.dialog.add(DelegateDialog, {
            card,
            find: (words) => this.model.findColleagues(card, words),
            onAsk: (colleagueId, note) => this.model.act("delegate", card.id, colleagueId, note),
        });
    }

    onKeydown(ev, card) {
        const isOwn = ev.target === ev.currentTarget && !(ev.ctrlKey || ev.metaKey || ev.altKey);
        if (!isOwn) {
            return;
        }
        if (KEYS[ev.key] && this.data.can_edit) {
            ev.preventDefault();
            this.moveTo(card, KEYS[ev.key]);
        } else if (ev.key === "Enter") {
            this.model.openDocument(card);
        } else if (ev.key === "u") {
            this.model.undo();
        }
    }

    onPerson(ev) {
        this.model.show({ userId: Number(ev.target.value), limits: {} });
    }

    accept(request) {
        return this.model.callOn("crm.activity.delegation", "action_accept", [request.id]);
    }

    decline(request) {
        return this.model.callOn("crm.activity.delegation", "action_decline", [request.id]);
    }
}

registry.category("actions").add("sales_funnel_territory.time_matrix", TimeMatrix);
