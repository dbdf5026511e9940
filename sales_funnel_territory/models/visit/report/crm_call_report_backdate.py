from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmCallReport(models.Model):
    """A contact of long ago is reported by the leader, or not at all."""

    _inherit = "crm.call.report"

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._check_backdating()
        return reports

    def write(self, vals):
        result = super().write(vals)
        if "date" in vals:
            self._check_backdating()
        return result

    def _check_complete(self):
        super()._check_complete()
        # a visit that was entered late is no way around it
        made = self.visit_id.sudo().create_date or self.create_date  # sudo: a date
        self._check_dated(made)

    def _check_backdating(self):
        if not self.env.su:
            now = fields.Datetime.now()
            for report in self:
                report._check_dated(report._get_known_since() or now)

    def _get_known_since(self):
        """Return when the visit it is about was entered; nothing where it tells of another time.

        A report that comes late on a visit that was planned in time is late, and not dated back.
        """
        visit = self.visit_id.sudo()  # sudo: a date
        is_then = visit.start and abs(visit.start - self.date) < timedelta(days=1)
        return visit.create_date if is_then else None

    def _check_dated(self, noted_on):
        """Refuse a date too long before it was noted, but to leaders of the person.

        :raises UserError: naming report, days and remedy
        """
        days = self.company_id.call_report_backdate_days
        if self.date >= noted_on - timedelta(days=days) or self._is_backdater():
            return
        raise UserError(
            self.env._(
                "%(report)s tells of a contact more than %(days)s days ago: ask your team leader "
                "or a sales manager to enter it.",
                report=self.display_name,
                days=days,
            )
        )

    def _is_backdater(self):
        """Tell whether the user may date it back: a leader of its person, or an administrator."""
        user = self.env.user
        if user.has_group("sales_team.group_sale_manager"):
            return True
        return user != self.user_id and user._is_visit_decider(self.user_id)
