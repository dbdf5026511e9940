import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { CommitItems, useCommitItems } from "../commit_rules/commit_items";

/** Why is it not what the stage says? And, before a commit, what the team demands for it. */
export class CategoryDialog extends Component {
    static template = "sales_funnel_territory.CategoryDialog";
    static components = { Dialog, CommitItems };
    static props = {
        category: String,
        label: String,
        // of one opportunity that is stored; several, and new ones, are judged as they are saved
        leadId: { type: Number, optional: true },
        stageLabel: { type: String, optional: true },
        count: { type: Number, optional: true },
        onSet: Function,
        close: Function,
    };
    static defaultProps = { count: 1 };

    setup() {
        this.state = useState({ reason: "" });
        this.commit = useCommitItems(() => this.props.category === "commit" && this.props.leadId);
        this.leave = () => this.props.close();
        useAutofocus({ refName: "reason", mobile: true });
    }

    get title() {
        const { label, count } = this.props;
        return count > 1
            ? _t("Why are %(count)s opportunities %(category)s?", { count, category: label })
            : _t("Why is it %(category)s?", { category: label });
    }

    get setLabel() {
        return _t("Set to %(category)s", { category: this.props.label });
    }

    get isReady() {
        return Boolean(this.state.reason.trim()) && !this.commit.isHeld;
    }

    set() {
        if (this.isReady) {
            this.props.onSet({
                reason: this.state.reason.trim(),
                hasChanged: this.commit.hasChanged,
            });
            this.props.close();
        }
    }
}

/** Ask why; nothing where somebody thinks better of it. */
export function askWhy(dialog, props) {
    return new Promise((resolve) => {
        dialog.add(
            CategoryDialog,
            { ...props, onSet: resolve },
            { onClose: () => resolve(undefined) },
        );
    });
}
