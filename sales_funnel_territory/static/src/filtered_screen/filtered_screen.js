import { _t } from "@web/core/l10n/translation";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { describeError } from "../customer_facets/money";

/** A screen over the server's answer to filters, which last while the user is elsewhere. */
export class FilteredScreen extends Component {
    static props = { ...standardActionServiceProps };

    /**
     * Called once in `setup`: what the server is asked with (filters, pages), what only the screen
     * shows by, and the name under which both are kept.
     */
    keep(name, asked, shown = {}) {
        this.asked = Object.keys(asked);
        const kept = [...this.asked, ...Object.keys(shown)];
        this.state = useState({
            ...asked,
            ...shown,
            data: null,
            error: "",
            ...this.props.state?.[name],
        });
        useSetupAction({
            getLocalState: () => ({
                [name]: { ...this.valuesOf(kept), filters: { ...this.state.filters } },
            }),
        });
        // not awaited: the skeleton shows while the figures are on their way
        onWillStart(() => {
            this.load();
        });
    }

    valuesOf(names) {
        return Object.fromEntries(names.map((name) => [name, this.state[name]]));
    }

    /** Each screen's own: a promise of what the server says to what is asked now. */
    ask() {
        throw new Error("A filtered screen says itself what it asks the server.");
    }

    /** What is done with the answer. */
    take(data) {
        this.state.data = data;
    }

    /** Ask the server; the answer to an earlier question does not count. */
    async load() {
        const before = this.valuesOf(this.asked);
        const isCurrent = () => this.asked.every((name) => before[name] === this.state[name]);
        this.state.error = "";
        try {
            const data = await this.ask();
            if (isCurrent()) {
                this.take(data);
            }
        } catch (error) {
            if (isCurrent()) {
                this.state.error = describeError(
                    error,
                    _t("the server gave no answer. Check your connection."),
                );
            }
        }
    }

    onFilter(changes) {
        this.state.filters = { ...this.state.filters, ...changes };
        return this.load();
    }
}
