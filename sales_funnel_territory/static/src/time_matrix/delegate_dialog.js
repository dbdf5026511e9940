import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Component, onWillStart, useState } from "@odoo/owl";

/** Who may take it? It stays with whoever asks until the colleague accepts. */
export class DelegateDialog extends Component {
    static template = "sales_funnel_territory.DelegateDialog";
    static components = { Dialog };
    static props = { close: Function, card: Object, find: Function, onAsk: Function };

    setup() {
        useAutofocus();
        this.state = useState({ words: "", people: [], chosen: false, note: "", isBusy: false });
        this.searchLater = useDebounced(() => this.search(), 250);
        onWillStart(() => this.search());
    }

    get title() {
        return _t("Delegate: %(name)s", { name: this.props.card.name });
    }

    async search() {
        const { words } = this.state;
        const people = await this.props.find(words.trim());
        if (words === this.state.words) {
            this.state.people = people;
            if (!people.some(([id]) => id === this.state.chosen)) {
                this.state.chosen = false;
            }
        }
    }

    /** What was refused leaves the dialog open, with the message: another one may be asked. */
    async ask() {
        this.state.isBusy = true;
        const isAsked = await this.props.onAsk(this.state.chosen, this.state.note);
        this.state.isBusy = false;
        if (isAsked) {
            this.props.close();
        }
    }
}
