import { Attachment } from "@mail/core/common/attachment_model";
import { fields } from "@mail/core/common/record";
import { patch } from "@web/core/utils/patch";

patch(Attachment.prototype, {
    setup() {
        super.setup(...arguments);
        /** When and by whom the file of an opportunity was marked as signed. */
        this.signed_on = fields.Datetime();
        this.signed_by = "";
    },
});
