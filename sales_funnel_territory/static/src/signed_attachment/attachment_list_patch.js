import { AttachmentList } from "@mail/core/common/attachment_list";
import { _t } from "@web/core/l10n/translation";
import { formatDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { GATES_CHANGED } from "../gate_item/gate_navigation";

/** Files of an opportunity are marked as signed where they are listed. */
patch(AttachmentList.prototype, {
    canSign(attachment) {
        return (
            attachment.thread?.model === "crm.lead" &&
            attachment.thread.hasWriteAccess &&
            !attachment.uploading &&
            !this.env.inComposer
        );
    },

    getSignLabel(attachment) {
        return attachment.signed_on ? _t("Not Signed") : _t("Mark as Signed");
    },

    getSignedWords({ signed_on: moment, signed_by: who }) {
        const when = formatDateTime(moment);
        return who
            ? _t("Marked as signed by %(who)s, %(when)s", { who, when })
            : _t("Marked as signed, %s", when);
    },

    async onClickSign(attachment) {
        const { bus, services } = this.env;
        const method = attachment.signed_on ? "action_unmark_signed" : "action_mark_signed";
        await services.orm.call("ir.attachment", method, [[attachment.id]]);
        const [file] = await services.orm.read(
            "ir.attachment",
            [attachment.id],
            ["signed_on", "signed_by_id"],
        );
        attachment.signed_on = file.signed_on;
        attachment.signed_by = file.signed_by_id ? file.signed_by_id[1] : "";
        bus.trigger(GATES_CHANGED, { leadId: attachment.thread.id });
    },

    getActions(attachment) {
        const actions = super.getActions(attachment);
        if (this.canSign(attachment)) {
            actions.push({
                label: this.getSignLabel(attachment),
                icon: "fa fa-pencil-square-o",
                onSelect: () => this.onClickSign(attachment),
            });
        }
        return actions;
    },
});
