from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class CrmLead(models.Model):
    """Forecast categories in bulk, by SQL: a stage is another one, a database is brought up."""

    _inherit = "crm.lead"

    def _auto_init(self):
        """Add the columns empty: what they say is filled by one statement, not by the ORM."""
        for name, kind in (
            ("forecast_category", "varchar"),
            ("forecast_category_reason", "varchar"),
            ("forecast_category_stage", "int4"),
        ):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model
    def _fill_categories(self):
        """Give all leads the categories of their stages, as the column is new.

        A new type "using" an expression writes the table once and leaves no dead rows.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT id, forecast_category FROM crm_stage WHERE forecast_category IS NOT NULL")
        )
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """ALTER TABLE crm_lead ALTER COLUMN forecast_category TYPE varchar
                USING (CASE stage_id %s END)""",
                SQL(" ").join(SQL("WHEN %s THEN %s", *row) for row in rows),
            )
        )
        self.env["crm.lead"].invalidate_model()

    @api.model
    def _follow_categories(self, stages, anew=False):
        """Bring leads to the categories of their stages, in one statement; note the history.

        :param anew: also those set by hand (they came to the stage just now)
        """
        self.env["crm.lead"].flush_model()
        self.env["crm.stage"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """UPDATE crm_lead SET forecast_category = stage.forecast_category,
                    forecast_category_reason = NULL, forecast_category_stage = 0
                FROM crm_stage AS stage
                WHERE stage.id = crm_lead.stage_id AND stage.id = ANY(%s)
                  AND CASE WHEN crm_lead.forecast_category_reason IS NOT NULL THEN %s
                    ELSE crm_lead.forecast_category IS DISTINCT FROM stage.forecast_category END
                RETURNING crm_lead.id""",
                stages.ids,
                anew,
            )
        )
        self.env["crm.lead"].invalidate_model()
        if rows:
            self.browse([lead_id for (lead_id,) in rows])._note_for_history()
