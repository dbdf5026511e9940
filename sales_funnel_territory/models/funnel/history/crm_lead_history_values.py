from odoo import api, models
from odoo.tools import SQL

# Columns of a lead's state that carry the lead's own name for them in the history, too.
SAME_NAME = (
    "type", "stage_id", "expected_revenue", "recurring_revenue", "date_deadline",
    "date_closed", "user_id", "team_id", "company_id", "partner_id", "source_id", "campaign_id",
    "territory_id", "forecast_category",
)  # fmt: skip
STATE_COLUMNS = (
    "lead_id", "lead_name", "status", "is_active", *SAME_NAME, "stage_name", "stage_from_id",
    "stage_from_name", "stage_since", "is_entry", "deadline_from", "slipped_days",
    "funnel_position", "probability",
    "weighted_revenue", "currency_id", "is_scored", "user_name", "team_name", "company_name",
    "customer_id", "customer_name", "source_name", "campaign_name", "territory_name",
)  # fmt: skip


class CrmLeadHistory(models.Model):
    """What a row of the history says of a lead."""

    _inherit = "crm.lead.history"

    @api.model
    def _state_values_sql(self):
        special = {
            "lead_id": SQL("crm_lead.id"),
            "is_active": SQL("crm_lead.active"),
            "status": self._status_sql(),
            **self._moves_sql(),
            "funnel_position": SQL("stage.funnel_position"),
            "weighted_revenue": SQL("crm_lead.prorated_revenue"),
            "currency_id": SQL(
                "COALESCE(company.currency_id, %s)", SQL("(SELECT currency_id FROM own)")
            ),
            "is_scored": self._is_scored_sql(),
            "customer_id": SQL("customer.id"),
            **self._names_sql(),
        }
        return SQL(", ").join(
            special.get(name) or SQL.identifier("crm_lead", name) for name in STATE_COLUMNS
        )

    @api.model
    def _moves_sql(self):
        """Return {column: value} of what tells the row from the one before it."""
        moved = SQL("changed.base_stage_id IS DISTINCT FROM crm_lead.stage_id")
        slipped = SQL("changed.base_date_deadline <> crm_lead.date_deadline")
        known = SQL("(changed.past_id IS NOT NULL AND %s)", moved)
        # a lead that becomes an opportunity enters the funnel where it stands
        enters = SQL("(%s OR changed.base_type IS DISTINCT FROM crm_lead.type)", moved)
        return {
            "stage_from_id": SQL(
                "CASE WHEN %s THEN changed.base_stage_id ELSE changed.base_stage_from_id END", known
            ),
            "stage_from_name": SQL(
                "CASE WHEN %s THEN changed.base_stage_name ELSE changed.base_stage_from_name END",
                known,
            ),
            "stage_since": SQL(
                "CASE WHEN %s THEN %s ELSE changed.base_stage_since END", enters, self.env.cr.now()
            ),
            "is_entry": enters,
            "deadline_from": SQL("CASE WHEN %s THEN changed.base_date_deadline END", slipped),
            "slipped_days": SQL(
                "CASE WHEN %s THEN crm_lead.date_deadline - changed.base_date_deadline END",
                slipped,
            ),
        }

    @api.model
    def _names_sql(self):
        """Return {column: the name of the day}."""
        return {
            "lead_name": SQL("crm_lead.name"),
            "stage_name": self._name_of_day_sql("stage", "name"),
            "user_name": SQL("person.name"),
            "team_name": self._name_of_day_sql("team", "name"),
            "company_name": SQL("company.name"),
            "customer_name": SQL("COALESCE(customer.name, crm_lead.partner_name)"),
            "source_name": SQL("source.name"),
            "campaign_name": self._name_of_day_sql("campaign", "title"),
            "territory_name": SQL("territory.complete_name"),
        }
