from odoo import api, fields, models
from odoo.fields import Domain

from .crm_forecast_board import NUMBERS_OF

MOST = 4


class CrmForecastBoard(models.AbstractModel):
    """Which numbers were set since a day: what is expected moves with them, whatever deals do."""

    _inherit = "crm.forecast.board"

    @api.model
    def get_changes(self, filters=None, since=None, key=""):
        """Tell of the board as a whole who expects another number now, too."""
        changes = super().get_changes(filters, since, key)
        if not key:
            first = fields.Date.to_date(changes["first"])
            changes["numbers"] = self._read_set_numbers(self._read_asked(filters), first)
        return changes

    @api.model
    def _read_set_numbers(self, asked, first):
        """Return the latest numbers that others set, each with the one that counted before."""
        Number = self.env["crm.forecast.adjustment"]
        begin = self.env["crm.forecast.waterfall"]._to_moment(first)
        counts = Domain(Number._current_domain(self.env.company, asked.period))
        of_board = Domain("category", "=", NUMBERS_OF)
        found = Number.search(
            counts & of_board & Domain("date", ">=", begin) & Domain("user_id", "!=", self.env.uid),
            limit=MOST,
        )
        earlier = Number.search(
            of_board
            & Domain("company_id", "=", self.env.company.id)
            & Domain("period_kind", "=", asked.period.kind)
            & Domain("date_from", "=", asked.period.first)
            & Domain("date", "<", begin)
        )
        before = {_subject(one): one.amount for one in reversed(earlier)}
        labels = dict(Number._fields["level"]._description_selection(self.env))
        # sudo: names of whom a number that the reader may read is about, and of who set it
        return [
            {
                "id": one.id,
                "about": one.about_user_id.name or one.about_team_id.name or one.company_id.name,
                "level": labels[one.level],
                "by": one.user_id.name,
                "before": before.get(_subject(one)),
                "after": one.amount,
                "note": one.note,
            }
            for one in found.sudo()
        ]


def _subject(one):
    return one.level, one.about_user_id.id, one.about_team_id.id
