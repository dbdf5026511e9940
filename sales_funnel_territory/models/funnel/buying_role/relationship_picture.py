from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ....planning.buying_roles import MISSING
from ....planning.reporting_lines import Person, lay_out

_ROW_FIELDS = ("partner_id", "role", "influence", "attitude", "attitude_date", "is_met", "met_on")
_PERSON_FIELDS = (
    "name",
    "function",
    "reports_to_id",
    "relationship_level",
    "personal_style",
    "relation_user_id",
    "commercial_partner_id",
)


class CrmRelationshipPicture(models.AbstractModel):
    """The people of a purchase or of a customer by reporting line, for the one that draws them.

    A fixed number of queries, whatever the number of people and opportunities; each reader gets
    the roles on opportunities that he may see.
    """

    _name = "crm.relationship.picture"
    _description = "Relationship Picture"

    @api.model
    def _draw(self, title, roles_domain, companies, bases, is_organisation=False):
        """Return the picture of the people with a role, and of those above them.

        :param companies: the customers whose reporting lines are followed
        :param bases: what judges the rows found: a function of them that returns the gaps
        :param is_organisation: everybody in a reporting line, and whomever one of us knows
        """
        rows = self.env["crm.buying.role"].search_fetch(
            roles_domain, _ROW_FIELDS, order="attitude_date DESC, id DESC"
        )
        people = self._find_people(rows, companies, is_organisation)
        played = rows.grouped(lambda row: row.partner_id.id or -row.id)
        shown = [*played, *people] if is_organisation else played
        return {
            "title": title,
            "people": [
                {
                    "key": place.key,
                    "column": place.column,
                    "row": place.row,
                    "order": place.order,
                    "reports_to": place.reports_to,
                    **self._describe_person(people.get(place.key), played.get(place.key, rows[:0])),
                }
                for place in self._place(people, shown)
            ],
            "gaps": [
                {"role": gap.role, "label": self._label(rows, "role", gap.role)}
                for gap in bases(rows)
                if gap.kind == MISSING
            ],
            "legend": self._get_legend(),
        }

    def _find_people(self, rows, companies, is_organisation):
        """Return {id: contact} of who plays a role and of who stands in a reporting line."""
        Partner = self.env["res.partner"]
        related = Domain("reports_to_id", "!=", False) | Domain("report_ids", "!=", False)
        if is_organisation:
            related |= Domain("relation_user_id", "!=", False)
            related |= Domain("relationship_level", "!=", False)
        inside = Domain("commercial_partner_id", "in", companies.ids) & related
        domain = Domain("is_company", "=", False) & (
            Domain("id", "in", rows.partner_id.ids) | inside
        )
        found = Partner.search_fetch(domain, _PERSON_FIELDS, order="id")
        return {partner.id: partner for partner in found}

    def _place(self, people, players):
        """Lay out these people and everybody above them."""
        managers = {
            key: partner.reports_to_id.id if partner.reports_to_id.id in people else None
            for key, partner in people.items()
        }
        shown = {}
        for player in players:
            key = player
            while key is not None and key not in shown:
                shown[key] = managers.get(key)
                key = shown[key]
        return lay_out(
            [
                Person(key, above, people[key].name or "" if key in people else "")
                for key, above in shown.items()
            ]
        )

    # ------------------------------------------------------------------ in words

    def _describe_person(self, partner, rows):
        """Return what is known of a contact, and of his latest and strongest role."""
        latest = rows[:1]
        met = max(rows.filtered("is_met"), key=lambda row: row.met_on, default=rows[:0])
        return {
            "partner_id": partner.id if partner else rows.partner_id.id,
            "name": (partner.name if partner else latest._get_person_name()) or "",
            "roles": [
                {
                    "row_id": row.id,
                    "role": row.role,
                    "label": self._label(row, "role", row.role),
                    "lead": row.lead_id.name,
                }
                for row in rows.sorted(lambda row: (self._role_rank(row), row.id))
            ],
            "influence": int(latest.influence or 0),
            "attitude": latest.attitude or "",
            "attitude_label": self._label(rows, "attitude", latest.attitude),
            "is_met": bool(met),
            "met_day": fields.Date.to_string(met.met_on) if met else "",
            "met_on": format_date(self.env, met.met_on) if met else "",
            "met_by": met.met_by_id.sudo().name or "",  # sudo: a name, as many2one fields show it
            "is_unhandled": any(rows.mapped("is_unhandled_opponent")),
            **self._describe_contact(partner),
        }

    def _describe_contact(self, partner):
        """Return what holds for a contact in every purchase; nothing of one not to be read."""
        partner = partner or self.env["res.partner"]
        return {
            "function": partner.function or "",
            "level": int(partner.relationship_level or 0),
            "level_label": self._label(partner, "relationship_level", partner.relationship_level),
            "style_label": self._label(partner, "personal_style", partner.personal_style),
            # sudo: a name, as many2one fields show it
            "owner": partner.relation_user_id.sudo().name or "",
        }

    def _get_legend(self):
        attitudes = self.env["crm.buying.role"]._fields["attitude"]
        return {"attitudes": attitudes._description_selection(self.env)}

    @api.model
    def _label(self, records, name, value):
        return dict(records._fields[name]._description_selection(self.env)).get(value, "")

    @api.model
    def _role_rank(self, row):
        return [key for key, _label in row._fields["role"].selection].index(row.role)
