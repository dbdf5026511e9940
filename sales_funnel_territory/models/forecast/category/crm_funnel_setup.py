from odoo import fields, models
from odoo.tools import SQL

from ...funnel.crm_stage import FORECAST_CATEGORIES


class CrmFunnelSetupLead(models.Model):
    """The category of a lead before a set-up, where it was set by hand."""

    _inherit = "crm.funnel.setup.lead"

    forecast_category = fields.Selection(FORECAST_CATEGORIES, readonly=True)
    forecast_category_reason = fields.Char(readonly=True)


class CrmFunnelSetup(models.Model):
    """A set-up moves leads by SQL: their categories move with them, and come back."""

    _inherit = "crm.funnel.setup"

    def _move_leads(self):
        super()._move_leads()
        self.env["crm.lead"]._follow_categories(self.new_stage_ids, anew=True)

    def _get_kept_of_leads(self):
        return (
            *super()._get_kept_of_leads(),
            "forecast_category",
            "forecast_category_reason",
        )

    def _restore_leads(self):
        stages = self.line_ids.stage_id
        super()._restore_leads()
        self.env["crm.lead"]._follow_categories(stages)

    def _figures_before_sql(self):
        """What was set by hand comes back, unless somebody has set it again since."""
        is_later = SQL("crm_lead.forecast_category_reason IS NOT NULL")
        is_back = SQL("kept.forecast_category_reason IS NOT NULL")
        return {
            **super()._figures_before_sql(),
            "forecast_category": SQL(
                "CASE WHEN NOT %s AND %s THEN kept.forecast_category"
                " ELSE crm_lead.forecast_category END",
                is_later,
                is_back,
            ),
            "forecast_category_reason": SQL(
                "COALESCE(crm_lead.forecast_category_reason, kept.forecast_category_reason)"
            ),
            "forecast_category_stage": SQL(
                "CASE WHEN %s OR %s THEN kept.stage_before ELSE 0 END", is_later, is_back
            ),
        }
