from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

_SINCE = timedelta(days=365)
_MOST_NAMES = 3  # of us, for each person


class CrmRelationshipPicture(models.AbstractModel):
    """On the picture of a customer: who of us knows whom, and which competitors are there."""

    _inherit = "crm.relationship.picture"

    @api.model
    def _draw(self, title, roles_domain, companies, bases, is_organisation=False):
        picture = super()._draw(title, roles_domain, companies, bases, is_organisation)
        if is_organisation:
            self._add_encounters(picture["people"], companies)
            picture["competitors"] = self._list_competitors(companies)
        return picture

    @api.model
    def _add_encounters(self, people, customer):
        """Say of each person when somebody was last in touch, and who of us knows him."""
        encounters = self._read_encounters(customer) if people else []
        for person in people:
            mine = [one for one in encounters if one[1] == person["partner_id"]]
            names = [person["owner"], *(name for _moment, _person, name in mine), person["met_by"]]
            days = [self._get_day(mine[0][0])] if mine else []
            last = max(days + list(filter(None, [person["met_day"]])), default="")
            person["known_by"] = list(dict.fromkeys(filter(None, names)))[:_MOST_NAMES]
            person["last_contact"] = format_date(self.env, last) if last else ""
            # who plays no role has no day noted on which he was met
            person["is_met"] |= bool(mine) and not person["roles"]

    @api.model
    def _get_day(self, moment):
        """Return the day of a moment for the reader, as text."""
        return fields.Date.to_string(fields.Datetime.context_timestamp(self, moment))

    @api.model
    def _read_encounters(self, customer):
        """Return [(moment, person id, name of one of us)] of a year, the latest first."""
        since = self.env.cr.now() - _SINCE
        scope = customer._make_timeline_scope(False)
        sources = self.env["sales.funnel.source.timeline"]._get_timeline_sources()
        found = [
            one for source in sources.values() for one in source._read_encounters(scope, since)
        ]
        return sorted(found, key=lambda one: one[0], reverse=True)

    @api.model
    def _list_competitors(self, customer):
        rows = self.env["crm.customer.competitor"].search_fetch(
            [("partner_id", "in", customer.ids)], ["name", "share"]
        )
        return [
            {"id": row.id, "name": row.name or "", "share": round(row.share)}
            for row in rows.sorted(lambda row: (-row.share, row.id))
        ]
