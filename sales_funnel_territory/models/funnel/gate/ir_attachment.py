from odoo import api, fields, models
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError

_MARK = frozenset({"signed_by_id", "signed_on"})
# Who changes these has another file, or the file of another record.
_IDENTITY = frozenset({"raw", "datas", "db_datas", "store_fname", "url", "res_model", "res_id"})


class IrAttachment(models.Model):
    """Our tick "signed" on a file: with who and when."""

    _inherit = "ir.attachment"

    signed_by_id = fields.Many2one(
        "res.users", string="Marked as Signed By", readonly=True, copy=False
    )
    signed_on = fields.Datetime("Marked as Signed On", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_mark(vals) for vals in vals_list])

    def write(self, vals):
        if _MARK & set(vals):
            raise AccessError(self.env._("A file is marked as signed with its button only."))
        if _IDENTITY & set(vals):
            self._unmark_changed()
        return super().write(vals)

    def _unmark_changed(self):
        """What was marked as signed is no longer this file: the mark goes."""
        # sudo: whether there is a mark, before it is known who may write
        if marked := self.sudo().filtered("signed_on"):
            marked._write_mark({"signed_by_id": False, "signed_on": False})

    def _to_store_defaults(self, target):
        """Tell the chatter's list of files which ones are marked as signed."""
        # sudo: whoever sees the file may know who marked it
        return [
            *super()._to_store_defaults(target),
            Store.Attr("signed_on", predicate=_is_of_lead),
            Store.Attr(
                "signed_by", lambda file: file.sudo().signed_by_id.name or "", predicate=_is_of_lead
            ),
        ]

    def action_mark_signed(self):
        """Mark files of opportunities as signed, by me, now."""
        return self._mark_signed({"signed_by_id": self.env.uid, "signed_on": self.env.cr.now()})

    def action_unmark_signed(self):
        return self._mark_signed({"signed_by_id": False, "signed_on": False})

    def _mark_signed(self, values):
        self.check_access("write")
        self.filtered(lambda file: file.res_model == "crm.lead")._write_mark(values)
        return True

    def _write_mark(self, values):
        super().write(values)  # pylint: disable=super-method-mismatch


def _is_of_lead(file):
    return file.res_model == "crm.lead"


def _without_mark(vals):
    """A copy, or a file that somebody sends, is not signed yet."""
    return {name: vals[name] for name in vals if name not in _MARK}
