from odoo import api, fields, models

from ....planning.forecast import commit

DEMANDS = [
    (commit.ECONOMIC_BUYER, "The economic buyer was met"),
    (commit.CRITERIA, "The exit criteria of the stage are met"),
    (commit.DATE_IN_PERIOD, "The closing lies in the period"),
    (commit.SLIPS, "The closing was not put off too often"),
]


class CrmForecastWaiver(models.Model):
    """An opportunity may be committed without one of its team's demands."""

    _name = "crm.forecast.waiver"
    _inherit = ["crm.lead.request"]
    _description = "Waiver for Commit"
    _rec_name = "demand"

    _subject = "demand"

    demand = fields.Selection(DEMANDS, required=True, index=True, tracking=True)

    _alive_index = models.Index("(lead_id, demand) WHERE state = 'granted'")

    @api.depends("demand")
    def _compute_display_name(self):
        return super()._compute_display_name()

    def _get_subject_name(self):
        return dict(self._fields["demand"]._description_selection(self.env)).get(self.demand, "")

    def _get_activity_summary(self):
        return self.env._("Waiver for commit asked: %(request)s", request=self.display_name)

    # ------------------------------------------------------------------ the client's view

    def _prepare_granted(self):
        """Return who granted it and why, as evidence is told; nothing where nobody did."""
        if self.state != "granted":
            return None
        return {
            "text": self.reason or "",
            "author": self.decided_by_id.name or "",
            "moment": fields.Datetime.to_string(self.decided_on),
            "url": "",
        }

    def _prepare_refused(self):
        if self.state != "refused":
            return []
        return [{"by": self.decided_by_id.name or "", "comment": self.comment or ""}]
