from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmSaidMixin(models.AbstractModel):
    """Numbers that somebody said: each is a row and stays; the latest about the same counts."""

    _name = "crm.said.mixin"
    _description = "Number That Was Said"
    _order = "date desc, id desc"

    # What a number is about: of the same, the latest counts.
    _said_about = ()

    user_id = fields.Many2one("res.users", "Set By", readonly=True, index=True)
    date = fields.Datetime("Set On", readonly=True)
    is_current = fields.Boolean("Counts", readonly=True, index=True)

    @api.model
    def _said_by_itself(self):
        """Return the values that a number has of itself, whatever its writer says."""
        return {"user_id": self.env.uid, "date": fields.Datetime.now(), "is_current": False}

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create([{**vals, **self._said_by_itself()} for vals in vals_list])
        for one in found:
            one._check_speaker()
            # sudo: the number before, whoever said it; this one takes its place
            one.sudo().search([*one._same_domain(), ("is_current", "=", True)])._keep_as(
                {"is_current": False}
            )
            one.sudo()._keep_as({"is_current": True})
        return found

    def _same_domain(self):
        self.ensure_one()
        return [
            (name, "=", self._fields[name].convert_to_write(self[name], self))
            for name in self._said_about
        ]

    def _keep_as(self, vals):
        """Write past our own refusal what only we know: whether it counts, what it stood over."""
        super().write(vals)  # pylint: disable=super-method-mismatch
        self.flush_recordset(list(vals))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    @api.model
    def _refusal(self):
        """Return why a number is neither changed nor removed, and what to do instead."""
        raise NotImplementedError

    def _check_speaker(self):
        """Let nobody speak for others."""
        raise NotImplementedError
