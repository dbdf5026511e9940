from itertools import islice

from odoo import api, models

from ....exceptions import CommitRulesError

_NAMED = 30  # leads in the sentence
_TOLD = 200  # leads that the client can list


class CrmLead(models.Model):
    """Saying which leads may not be committed, what each misses, and what to do about it."""

    _inherit = "crm.lead"

    @api.model
    def _get_demand_labels(self):
        return dict(
            self.env["crm.forecast.waiver"]._fields["demand"]._description_selection(self.env)
        )

    @api.model
    def _make_commit_refusal(self, refused, noted=()):
        """Return the error for leads that may not be committed.

        :param refused: {lead: demands it misses}
        :param noted: ids of all leads of the same operation
        """
        sentences = [lead._get_commit_sentence(demands) for lead, demands in refused.items()]
        more = len(sentences) - _NAMED
        if more > 0:
            sentences = [
                *sentences[:_NAMED],
                self.env._("And %(count)s more opportunities.", count=more),
            ]
        # sudo: only ids are told, of leads that this user was about to commit
        rest = self.sudo().browse(set(noted) - {lead.id for lead in refused}).exists()
        movable = rest.filtered(
            lambda lead: lead.forecast_category == "commit" and lead.forecast_category_reason
        )
        return CommitRulesError(
            "\n\n".join(sentences), self._prepare_commit_refusals(refused), movable.ids
        )

    def _get_commit_sentence(self, demands):
        self.ensure_one()
        where = self._get_commit_remedies()
        labels = self._get_demand_labels()
        lines = [f"\u2022 {labels[demand]}: {where[demand]['where']}" for demand in demands]
        head = self.env._(
            "%(lead)s cannot be committed yet. %(team)s demands for that:",
            lead=self.name,
            team=self.team_id.name,
        )
        return "\n".join([head, *lines])

    @api.model
    def _prepare_commit_refusals(self, refused):
        """Return what the web client needs to help: as plain values."""
        labels = self._get_demand_labels()
        return [
            {
                "lead_id": False if lead._is_created_here() else lead.id,
                "lead_name": lead.name,
                "stage_id": lead.stage_id.id,
                "stage_name": lead.stage_id.name,
                "reason": lead.forecast_category_reason or "",
                "is_move": not lead.forecast_category_reason,
                "count": len(refused),
                "demands": [{"id": demand, "name": labels[demand]} for demand in demands],
            }
            for lead, demands in islice(refused.items(), _TOLD)
        ]

    def _get_commit_remedies(self):
        """Return {demand: how it is met}, as a kind of exit criterion tells it."""
        self.ensure_one()
        return {
            "economic_buyer": {
                "widget": "tab",
                "tab": "buying_roles",
                "where": self.env._(
                    "Name the economic buyer in the tab Buying Roles, meet him, and submit a call "
                    "report on this opportunity that says so."
                ),
            },
            "criteria": {
                "widget": "tab",
                "tab": "",
                "where": self.env._("Close the checklist of its stage."),
            },
            "date_in_period": {
                "widget": "field",
                "field": "date_deadline",
                "where": self.env._(
                    "Set an expected closing that lies in the period, if it is the truth."
                ),
            },
            "slips": {
                "widget": "none",
                "where": self.env._("What was put off stays so: ask for a waiver."),
            },
        }
