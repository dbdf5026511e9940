from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....planning.buying_roles import MISSING, NOT_MET, ROLES, USUAL_DEMAND

_DEPENDS = (
    "stage_id.work_kind",
    "team_id.demands_economic",
    "team_id.demands_technical",
    "team_id.demands_user",
    "team_id.demands_coach",
    "team_id.demands_influencer",
    "buying_role_ids.partner_id",
    "buying_role_ids.role",
    "buying_role_ids.is_met",
    "buying_role_ids.is_unhandled_opponent",
)
# what planning.buying_roles decides for one lead, for a search in all of them
_UNCOVERED = """(
    EXISTS (
        SELECT FROM (VALUES %(demand)s) AS demand(role, is_demanded)
        WHERE demand.is_demanded AND NOT EXISTS (
            SELECT FROM crm_buying_role AS filling
            JOIN crm_buying_role AS met
                ON met.lead_id = filling.lead_id
                AND (met.partner_id = filling.partner_id OR met.id = filling.id)
            WHERE filling.lead_id = %(lead)s AND filling.role = demand.role
                AND filling.active AND met.active AND met.is_met
        )
    )
    OR EXISTS (
        SELECT FROM crm_buying_role AS against
        WHERE against.lead_id = %(lead)s AND against.active AND against.is_unhandled_opponent
    )
)"""


class CrmLead(models.Model):
    """Are all bases covered, and if not, what is missing: computed, never stored."""

    _inherit = "crm.lead"

    bases_covered = fields.Boolean(
        compute="_compute_bases",
        search="_search_bases_covered",
        help="Every buying role that the team demands is filled and was met, and no opponent is "
        "left unhandled.",
    )
    bases_count = fields.Char(
        "Bases",
        compute="_compute_bases",
        help="How many of the demanded buying roles are covered. Shown once somebody is named, or "
        "when the stage is about covering the bases or closing.",
    )
    bases_gaps = fields.Json(compute="_compute_bases_gaps")

    @api.depends(*_DEPENDS)
    def _compute_bases(self):
        for lead, bases in self._get_bases().items():
            lead.bases_covered = bases.are_covered
            is_shown = lead.buying_role_ids or lead.work_kind in ("cover", "close")
            count = f"{len(bases.covered)}/{len(bases.demanded)}"
            lead.bases_count = count if bases.demanded and is_shown else False

    @api.depends(*_DEPENDS)
    def _compute_bases_gaps(self):
        for lead, bases in self._get_bases().items():
            lead.bases_gaps = [lead._describe_gap(gap) for gap in bases.gaps]

    def _get_bases(self):
        """Return {lead: its bases}; the rows of all leads are read together."""
        return {lead: lead._cover_bases_with(lead.buying_role_ids) for lead in self}

    def _describe_gap(self, gap):
        """Return a gap in words, with what a client needs to close it."""
        roles = dict(self.env["crm.buying.role"]._fields["role"]._description_selection(self.env))
        row = self.buying_role_ids.filtered(
            lambda row: gap.key and gap.key == row._get_holder_key()
        )
        return {
            "kind": gap.kind,
            "role": gap.role,
            "role_label": roles[gap.role],
            "row_id": row._origin.id,
            "text": self._word_gap(gap, roles[gap.role], row._get_person_name() if row else ""),
        }

    def _word_gap(self, gap, role, person):
        if gap.kind == MISSING:
            return self.env._("%(role)s: nobody named", role=role)
        if gap.kind == NOT_MET:
            return self.env._("%(role)s: %(person)s not met", role=role, person=person)
        return self.env._(
            "%(role)s: %(person)s is an opponent and nobody handles it", role=role, person=person
        )

    # ------------------------------------------------------------------ search

    def _search_bases_covered(self, operator, value):
        if operator != "in":
            return NotImplemented
        uncovered = self._bases_uncovered_domain()
        return Domain.OR([~uncovered if one else uncovered for one in value])

    @api.model
    def _bases_uncovered_domain(self):
        self.env["crm.buying.role"].flush_model()
        self.env["crm.team"].flush_model()
        return Domain.custom(
            to_sql=self._bases_uncovered_sql,
            predicate=lambda lead: not lead.bases_covered,
        )

    @staticmethod
    def _bases_uncovered_sql(model, alias, query):
        team = query.left_join(
            alias, "team_id", model.env["crm.team"]._table, "id", "buying_role_demand"
        )
        demand = [
            SQL(
                "(%s, COALESCE(%s, %s))",
                role,
                SQL.identifier(team, f"demands_{role}"),
                role in USUAL_DEMAND,
            )
            for role in ROLES
        ]
        return SQL(_UNCOVERED, demand=SQL(", ").join(demand), lead=SQL.identifier(alias, "id"))
