from odoo import models
from odoo.exceptions import UserError


class CrmCallReportChange(models.Model):
    """Undoing: back to what it was, unless somebody has changed it since."""

    _inherit = "crm.call.report.change"

    def action_undo(self):
        """Put back changes that were accepted.

        :raises UserError: naming what the report had set and what it is now, where they differ
        """
        changes = self.filtered(lambda change: change.state == "accepted")
        changes._check_may_decide()
        changes._refuse_touched()
        for kind, some in reversed(changes._by_kind()):
            kind._undo(some)
        # sudo: rows of a report's changes are written by nobody's hand
        changes.sudo().write(
            {"state": "undone", "undone_by_id": self.env.uid, "undone_on": self.env.cr.now()}
        )
        changes._log(lambda link: self.env._("Undone what %(report)s had changed:", report=link))
        return True

    def _refuse_touched(self):
        """Refuse what is not as the report has left it."""
        for change, now in self._get_current().items():
            if now is None or not change.after:
                raise UserError(change._say_gone())
            if change._is_touched(now):
                raise UserError(
                    self.env._(
                        "%(field)s of %(record)s was changed after %(report)s: the report had "
                        "set “%(after)s”, now it is “%(now)s”. Change it there if you want.",
                        field=change.label,
                        record=change.record_label,
                        report=change.report_id.name,
                        after=change.after_label or self.env._("empty"),
                        now=change._say(now),
                    )
                )

    def _say_gone(self):
        return self.env._(
            "%(field)s of %(record)s cannot be undone: what %(report)s had made is gone, archived, "
            "or not for you to see.",
            field=self.label,
            record=self.record_label,
            report=self.report_id.name,
        )

    def _is_touched(self, now):
        """Tell whether values differ from those that the report has left."""
        return any(now.get(name) != value for name, value in self.after.items() if name in now)
