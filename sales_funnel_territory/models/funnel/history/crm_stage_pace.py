from odoo import api, fields, models
from odoo.tools import SQL

# With fewer stays than these a median says more about single opportunities than about the stage.
STAYS_NEEDED = 5


class CrmStagePace(models.Model):
    """How long opportunities stay in a stage: measured each night from the history of leads.

    A table of its own, one row for each stage: stages are read by everybody all the time, and
    a figure that changes each night would bump them. Written by SQL only.
    """

    _name = "crm.stage.pace"
    _description = "Normal Time in a Stage"
    _rec_name = "stage_id"
    _log_access = False

    stage_id = fields.Many2one("crm.stage", required=True, readonly=True, ondelete="cascade")
    stay_count = fields.Integer("Stays Measured", readonly=True)
    normal_days = fields.Float(
        readonly=True, help="Half of the stays that have ended took no longer."
    )
    stuck_days = fields.Float(
        "Stuck After (Days)",
        readonly=True,
        help="Four of five stays that have ended took no longer.",
    )

    _stage_unique = models.Constraint("UNIQUE(stage_id)", "A stage has one normal time.")

    @api.model
    def _refresh(self):
        """Measure every stage anew, in one query; return how many have a normal time."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH measured AS (
                    SELECT stay.stage_id, COUNT(*) AS stay_count,
                        percentile_cont(0.5) WITHIN GROUP (ORDER BY stay.days) AS normal_days,
                        percentile_cont(0.8) WITHIN GROUP (ORDER BY stay.days) AS stuck_days
                    FROM (%(stays)s) AS stay
                    JOIN crm_stage AS stage ON stage.id = stay.stage_id
                    WHERE stay.days IS NOT NULL AND stage.is_won IS NOT TRUE
                    GROUP BY stay.stage_id HAVING COUNT(*) >= %(needed)s
                ),
                forgotten AS (
                    DELETE FROM crm_stage_pace WHERE stage_id NOT IN (SELECT stage_id FROM measured)
                )
                INSERT INTO crm_stage_pace (stage_id, stay_count, normal_days, stuck_days)
                SELECT stage_id, stay_count, normal_days, stuck_days FROM measured
                ON CONFLICT (stage_id) DO UPDATE SET stay_count = excluded.stay_count,
                    normal_days = excluded.normal_days, stuck_days = excluded.stuck_days
                """,
                stays=self.env["crm.stage.transition.report"]._table_query,
                needed=STAYS_NEEDED,
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model()
        return count

    @api.model
    def _limits(self, stages):
        """Return {stage: (normal days, days after which a lead is stuck)}, where known.

        While too few stays have ended, Odoo's own *Days to rot* of the stage stands for both.
        """
        # sudo: a figure of the stage, the same for everybody
        paces = self.sudo().search_fetch([("stage_id", "in", stages.ids)])
        measured = {pace.stage_id.id: (pace.normal_days, pace.stuck_days) for pace in paces}
        rotting = {
            stage.id: (stage.rotting_threshold_days,) * 2
            for stage in stages
            if stage.rotting_threshold_days and not stage.is_won
        }
        return rotting | measured
