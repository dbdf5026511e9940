from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....planning.preparation import Suggestion
from .crm_preparation_part import Content

_MOST = 10
_MOST_CRITERIA = 4  # of one opportunity; the rest stands there


class CrmPreparationPartOpportunity(models.AbstractModel):
    """Open opportunities: what their stage still needs, and whom nobody of us has met."""

    _name = "crm.preparation.part.opportunity"
    _inherit = "crm.preparation.part"
    _description = "Preparation: Opportunities"

    _part_model = "crm.lead"
    _part_icon = "fa-filter"
    _part_sequence = 30

    @api.model
    def _get_label(self):
        return self.env._("Opportunities")

    @api.model
    def _get_empty(self):
        return self.env._("No open opportunity: a new need would be the first.")

    @api.model
    def _read(self, scope):
        return self.env["crm.lead"].search_fetch(
            Domain("partner_id.commercial_partner_id", "=", scope.customer.id)
            & Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "pending"),
            [
                "name",
                "stage_id",
                "team_id",
                "type",
                "won_status",
                "expected_revenue",
                "probability",
                "date_deadline",
                "company_id",
                "user_id",
            ],
            order="expected_revenue DESC, id DESC",
        )

    @api.model
    def _get_named(self, found):
        return found.user_id.browse(), found.buying_role_ids.partner_id

    @api.model
    def _tell(self, scope, found):
        leads, wanted = found, scope.lead | scope.about.opportunity_ids
        ordered = (leads & wanted) + (leads - wanted)
        shown = ordered[:_MOST]
        missing, gaps = self._read_missing(shown), self._read_gaps(shown)
        return Content(
            items=[self._describe(lead, missing[lead], gaps[lead]) for lead in shown],
            has_more=len(leads) > _MOST,
            suggestions=[
                suggestion
                for lead in shown
                for suggestion in self._suggest(lead, missing[lead], gaps[lead])
            ],
        )

    @api.model
    def _read_missing(self, leads):
        """Return {lead: [criterion in words]} of what its stage still needs."""
        _demands, unmet = leads._find_unmet(leads._get_gates_here())
        names = {lead.id: gates.mapped("name") for lead, gates in unmet.items()}
        return {lead: names.get(lead.id, []) for lead in leads}

    @api.model
    def _read_gaps(self, leads):
        """Return {lead: [what keeps its bases from being covered]}."""
        return {lead: [gap["text"] for gap in lead.bases_gaps or ()] for lead in leads}

    @api.model
    def _describe(self, lead, missing, gaps):
        day = lead.date_deadline
        amount = self._format_amount(lead.expected_revenue, lead.company_currency)
        more = len(missing) - _MOST_CRITERIA
        return self._make_item(
            lead.name,
            lead,
            when=format_date(self.env, day) if day else "",
            text=" · ".join([amount, f"{lead.probability:.0f} %"]),
            badges=[self._make_badge(lead.stage_id.name or "")],
            lines=[
                *(
                    self._make_line(one, "attention", self.env._("Missing"))
                    for one in missing[:_MOST_CRITERIA]
                ),
                *self._tell_more(more),
                *(self._make_line(gap, "attention", self.env._("Buying role")) for gap in gaps),
            ],
        )

    @api.model
    def _tell_more(self, count):
        return (
            [self._make_line(self.env._("… and %(count)s more", count=count))] if count > 0 else []
        )

    @api.model
    def _suggest(self, lead, missing, gaps):
        return [
            *(
                Suggestion("role", self.env._("Cover the bases: %(gap)s", gap=gap), lead.name)
                for gap in gaps[:2]
            ),
            *(
                Suggestion("criterion", self.env._("Get: %(criterion)s", criterion=one), lead.name)
                for one in missing[:2]
            ),
        ]
