from odoo import api, models

from .values import read_values


class CrmCallReportChangeMade(models.AbstractModel):
    """Changes that make a record of their own: a role, an opportunity, a visit.

    The record that is seen to change is the one it hangs on; ``made_id`` is what was made.
    """

    _name = "crm.call.report.change.made"
    _inherit = "crm.call.report.change.kind"
    _description = "Records Made by a Call Report"

    _made_model = ""
    _made_text = "display_name"  # the field whose value stands in ``after_text``

    @api.model
    def _find_forbidden(self, changes, current):
        """Return the changes whose record the user may not create, by its rules."""
        Made = self.env[self._made_model]
        if not Made.has_access("create"):
            return changes
        domain = self.env["ir.rule"]._compute_domain(self._made_model, "create")
        # sudo: rules look at records that the user need not see
        return changes.filtered(
            lambda change: not Made.sudo().new(change.after).filtered_domain(domain)
        )

    @api.model
    def _apply(self, changes):
        made = self._get_quiet(self._made_model).create(
            [self._prepare_made(one) for one in changes]
        )
        for change, record in zip(changes, made, strict=True):
            # sudo: rows of a report's changes are written by nobody's hand
            change.sudo().made_id = record.id

    @api.model
    def _prepare_made(self, change):
        """Return the values to create with; by default all of ``after``."""
        return dict(change.after)

    @api.model
    def _current(self, changes):
        records = self._find_made(changes.filtered("made_id"))
        return {
            change: read_values(records[change.made_id], self._get_compared(change))
            if change.made_id in records
            else None
            for change in changes
        }

    @api.model
    def _read_written(self, change):
        made = self.env[self._made_model].browse(change.made_id)
        return read_values(made, self._get_compared(change))

    @api.model
    def _get_compared(self, change):
        """Return the fields by which one sees that what was made was touched since."""
        return change.after

    @api.model
    def _find_made(self, changes):
        """Return {id: record} of what was made and is still there and in use."""
        return self._find_records(self._made_model, changes.mapped("made_id"))

    @api.model
    def _undo(self, changes):
        self._get_quiet(self._made_model).browse(changes.mapped("made_id")).unlink()

    @api.model
    def _get_words(self, change, values):
        made = self.env[self._made_model].browse(change.made_id)
        # sudo: a name, as many2one fields show it
        return made.sudo()[self._made_text] or ""
