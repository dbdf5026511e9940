import hashlib

from odoo import api, models
from odoo.tools import SQL

from ....tools.unchanged import mark, written_since_sql
from .crm_lead_history_writer import STATE_COLUMNS

# Leads that a statement names one by one; of more, it looks at all.
FEW = 10_000
# When all leads were last found to agree with their history, in PostgreSQL's own time.
CHECKED = "sales_funnel_territory.history_checked"


class CrmLeadHistory(models.Model):
    """Leads that went away, and the nightly check of what happened behind the ORM."""

    _inherit = "crm.lead.history"

    @api.model
    def _record_removed(self, merged_into, origin="live"):
        """End the history of leads that are gone with a row that says how.

        :param merged_into: {lead id: id of the lead it was merged into, or None}
        """
        own = ("status", "is_entry", "deadline_from", "slipped_days")
        kept = [name for name in STATE_COLUMNS if name not in own]
        columns = SQL(", ").join(SQL.identifier(name) for name in kept)
        self.env.cr.execute(
            SQL(
                """
                WITH gone(lead_id, head_id) AS (
                    SELECT * FROM unnest(%(ids)s::int[], %(heads)s::int[])
                ),
                last AS (
                    UPDATE crm_lead_history AS past SET valid_to = %(now)s FROM gone
                    WHERE past.lead_id = gone.lead_id AND past.valid_to IS NULL
                    RETURNING past.*, gone.head_id
                )
                INSERT INTO crm_lead_history (valid_from, chain, origin, changed_by_id,
                    changed_by_name, status, merged_into_id, %(columns)s)
                SELECT %(now)s, 0, %(origin)s, %(uid)s, %(user)s,
                    CASE WHEN head_id IS NULL THEN 'removed' ELSE 'merged' END, head_id, %(columns)s
                FROM last
                """,
                ids=list(merged_into),
                heads=list(merged_into.values()),
                now=self.env.cr.now(),
                columns=columns,
                origin=origin,
                uid=self.env.uid,
                user=self.env.user.sudo().name,  # sudo: the name of who acts
            )
        )
        self.invalidate_model()

    @api.model
    def _record_found(self, origin="live"):
        """Record differences among all leads. Mostly there is none, and looking is quick."""
        self.env["crm.lead"].flush_model()
        self.env["crm.stage"].flush_model()
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        suspects = self._find_suspects()
        if suspects is not None and not suspects:
            return 0
        scope = self._scope_sql(suspects, company=None)
        different = self._different_sql(scope, with_scores=False)
        rows = self.env.execute_query(SQL("SELECT lead_id FROM (%s) AS different", different))
        if not rows:
            return 0
        return self._record([row[0] for row in rows] if len(rows) <= FEW else None, origin=origin)

    @api.model
    def _find_suspects(self):
        """Return ids of leads written since the last check, or without a row; None: any may be.

        The weekly close compares all leads again.
        """
        word, _sep, stages = (self._get_checked() or "").rpartition("/")
        written = written_since_sql(self.env.cr, word, "crm_lead")
        if written is None or stages != self._fingerprint_stages():
            return None
        rows = self.env.execute_query(
            SQL(
                """(SELECT id FROM crm_lead WHERE %(written)s LIMIT %(many)s)
                UNION
                (SELECT id FROM crm_lead WHERE NOT EXISTS (
                    SELECT FROM crm_lead_history AS past
                    WHERE past.lead_id = crm_lead.id AND past.valid_to IS NULL
                ) LIMIT %(many)s)""",
                written=written,
                many=FEW + 1,
            )
        )
        return [lead_id for (lead_id,) in rows] if len(rows) <= FEW else None

    @api.model
    def _fingerprint_stages(self):
        """Return a word for what a lead's state owes to its stage, and to whose word counts."""
        rows = self.env.execute_query(SQL("SELECT id, probability FROM crm_stage ORDER BY id"))
        source = self.env["crm.lead"]._stage_source_sql()
        told = repr((rows, source.code, source.params))
        return hashlib.sha256(told.encode()).hexdigest()

    @api.model
    def _get_checked(self):
        # sudo: a word of our own, that nobody else reads
        return self.env["ir.config_parameter"].sudo().get_param(CHECKED)

    @api.model
    def _check(self):
        """Record what changed behind the ORM as *detected*; return how many leads differed."""
        count = self._record_found(origin="detected") + self._record_gone()
        word = f"{mark(self.env.cr)}/{self._fingerprint_stages()}"
        # sudo: a word of our own, for the next check
        self.env["ir.config_parameter"].sudo().set_param(CHECKED, word)
        return count

    @api.model
    def _record_gone(self):
        """End the history of leads that were deleted behind the ORM; return how many."""
        rows = self.env.execute_query(
            SQL(
                """WITH gone AS MATERIALIZED (  -- from two indexes, without a look at the rows
                    SELECT lead_id FROM crm_lead_history AS past
                    WHERE valid_to IS NULL
                      AND NOT EXISTS (SELECT FROM crm_lead WHERE crm_lead.id = past.lead_id)
                )
                SELECT past.lead_id FROM gone
                JOIN crm_lead_history AS past ON past.lead_id = gone.lead_id
                WHERE past.valid_to IS NULL AND past.status IN ('open', 'won', 'lost')"""
            )
        )
        if rows:
            self._record_removed({lead_id: None for (lead_id,) in rows}, origin="detected")
        return len(rows)
