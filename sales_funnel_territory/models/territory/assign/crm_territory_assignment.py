from datetime import date
from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

WATCHED = frozenset(("territory_id", "user_id", "role", "date_from", "date_to"))


class CrmTerritoryAssignment(models.Model):
    """Dates of people: told in a sentence what the database would refuse; the owner of today
    follows at once.
    """

    _inherit = "crm.territory.assignment"

    # ------------------------------------------------------------------ checks

    @api.model
    def _check_one_owner(self, rows):
        """Name persons and dates, before the database refuses two owners on one day.

        :param rows: values of assignments as they are going to be
        """
        owners = [self._prepare_days(row) for row in rows if row["role"] == "owner"]
        others = self.search(
            Domain("territory_id", "in", [owner[0] for owner in owners])
            & Domain("role", "=", "owner")
            & Domain("id", "not in", self.ids)
        )
        owners += [self._prepare_days(other) for other in others]
        for one, other in combinations(sorted(owners), 2):
            if one[0] == other[0] and other[1] <= one[2]:
                raise ValidationError(self._tell_overlap(one, other))

    @api.model
    def _prepare_days(self, row):
        """Return territory, first and last day, and the person, of values or a record."""
        territory, user = row["territory_id"], row["user_id"]
        return (
            getattr(territory, "id", territory),
            fields.Date.to_date(row["date_from"]),
            fields.Date.to_date(row["date_to"]) or date.max,
            getattr(user, "id", user),
        )

    @api.model
    def _tell_overlap(self, one, other):
        # sudo: names only, of whom one may put into a territory
        users = {user.id: user.name for user in self.sudo().user_id.browse([one[3], other[3]])}
        return self.env._(
            "%(territory)s would have two owners on one day: %(one)s (%(days)s) and %(other)s "
            "(%(other_days)s). End the time of one before the other begins.",
            territory=self.territory_id.browse(one[0]).name,
            one=users[one[3]],
            days=self._tell_days(*one[1:3]),
            other=users[other[3]],
            other_days=self._tell_days(*other[1:3]),
        )

    @api.model
    def _tell_days(self, first, last):
        first = format_date(self.env, first)
        if last == date.max:
            return self.env._("from %(first)s", first=first)
        return self.env._("%(first)s to %(last)s", first=first, last=format_date(self.env, last))

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        usual = self.default_get(["territory_id", "user_id", "role", "date_from"])
        nothing = dict.fromkeys(WATCHED, False)
        self.browse()._check_one_owner([{**nothing, **usual, **vals} for vals in vals_list])
        rows = super().create(vals_list)
        rows.territory_id._refresh_owners(rows.territory_id.ids)
        return rows

    def write(self, vals):
        if not WATCHED.isdisjoint(vals):
            self._check_one_owner([{name: row[name] for name in WATCHED} | vals for row in self])
        territories = self.territory_id
        result = super().write(vals)
        territories |= self.territory_id
        territories._refresh_owners(territories.ids)
        return result

    def unlink(self):
        territories = self.territory_id
        result = super().unlink()
        territories._refresh_owners(territories.ids)
        return result
