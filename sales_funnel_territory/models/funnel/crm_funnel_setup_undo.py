from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_NAMED_LEADS = 5
_WEIGHTED_OF = {
    "prorated_revenue": "expected_revenue",
    "recurring_revenue_prorated": "recurring_revenue",
    "recurring_revenue_monthly_prorated": "recurring_revenue_monthly",
}


class CrmFunnelSetup(models.Model):
    """Undoing: everything as it was, as long as no lead was moved since."""

    _inherit = "crm.funnel.setup"

    # ------------------------------------------------------------------ may it be undone

    def _check_can_undo(self):
        if later := self._find_later_setup():
            raise UserError(
                self.env._(
                    "%(setup)s was applied to the same stages afterwards. Undo that one first.",
                    setup=later.display_name,
                )
            )
        if moved := self._read_moved_lead_ids():
            raise UserError(self._get_moved_sentence(moved))

    def _find_later_setup(self):
        # sudo: a later set-up stands in the way whatever company it was made in
        return self.sudo().search(
            [
                ("state", "=", "applied"),
                ("id", ">", self.id),
                ("line_ids.stage_id", "in", self.new_stage_ids.ids),
            ],
            limit=1,
        )

    def _read_moved_lead_ids(self):
        """Return the leads that were moved, merged, or created in a new stage since."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT lead.id FROM crm_funnel_setup_lead AS kept
                JOIN crm_lead AS lead ON lead.id = kept.lead_id
                WHERE kept.setup_id = %(setup)s
                  AND (kept.is_merged OR lead.stage_id IS DISTINCT FROM kept.stage_after)
                UNION
                SELECT lead.id FROM crm_lead AS lead
                WHERE lead.stage_id = ANY(%(stages)s) AND NOT EXISTS (
                    SELECT FROM crm_funnel_setup_lead AS kept
                    WHERE kept.setup_id = %(setup)s AND kept.lead_id = lead.id)
                ORDER BY 1""",
                setup=self.id,
                stages=self.new_stage_ids.ids,
            )
        )
        return [lead_id for (lead_id,) in rows]

    def _get_moved_sentence(self, lead_ids):
        # sudo: an administrator is told the names of the leads that stand in the way
        leads = self.env["crm.lead"].sudo().browse(lead_ids[:_NAMED_LEADS])
        names = ", ".join(leads.mapped("name"))
        if more := len(lead_ids) - len(leads):
            return self.env._(
                "%(setup)s cannot be undone: %(leads)s and %(more)s more were moved, merged or "
                "created in a new stage since. Set up the funnel again instead.",
                setup=self.display_name,
                leads=names,
                more=more,
            )
        return self.env._(
            "%(setup)s cannot be undone: since then, there was a move, a merge or a creation in "
            "a new stage of %(leads)s. Set up the funnel again instead.",
            setup=self.display_name,
            leads=names,
        )

    # ------------------------------------------------------------------ undo

    def _undo(self):
        self._restore_leads()
        self._restore_sources()
        self._restore_stages()
        self.write({"state": "undone", "undone_on": fields.Datetime.now()})
        self.env.registry.clear_cache()

    def _restore_leads(self):
        """Put back stage and figures by SQL; what somebody changed by hand since stays."""
        self.env.flush_all()
        columns = {"stage_id": SQL("kept.stage_before"), **self._figures_before_sql()}
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET %s FROM crm_funnel_setup_lead AS kept"
                " WHERE kept.lead_id = crm_lead.id AND kept.setup_id = %s",
                self.env["crm.lead"]._assignments_sql(columns),
                self.id,
            )
        )
        self.env.cr.execute(SQL("DELETE FROM crm_funnel_setup_lead WHERE setup_id = %s", self.id))
        self.env["crm.lead"].invalidate_model()
        self.env["crm.funnel.setup.lead"].invalidate_model()

    def _figures_before_sql(self):
        untouched = SQL(
            """(crm_lead.probability IS NOT DISTINCT FROM kept.probability_after
                OR (kept.was_open AND crm_lead.active AND crm_lead.won_status = 'pending'
                    AND round(COALESCE(crm_lead.probability, 0)::numeric, 2)
                      = round(COALESCE(crm_lead.automated_probability, 0)::numeric, 2)))"""
        )
        figures = {
            column: SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                untouched,
                SQL.identifier("kept", column),
                SQL.identifier("crm_lead", column),
            )
            for column in ("probability", "automated_probability")
        }
        weighted = self.env["crm.lead"]._weighted_sql(probability=figures["probability"])
        for column, amount in _WEIGHTED_OF.items():
            figures[column] = SQL(
                "CASE WHEN %s AND %s IS NOT DISTINCT FROM %s THEN %s ELSE %s END",
                untouched,
                SQL.identifier("crm_lead", amount),
                SQL.identifier("kept", amount),
                SQL.identifier("kept", column),
                weighted[column],
            )
        return figures

    def _restore_sources(self):
        for team_id, source in (self.sources_before or {}).items():
            team = self.env["crm.team"].browse(int(team_id)).exists()
            team.with_context(funnel_setup_moves_leads=True).probability_source = source

    def _restore_stages(self):
        """Give replaced and kept stages back to their teams and remove the new ones."""
        for line in self.line_ids.filtered("stage_before"):
            before = dict(line.stage_before)
            # sudo: the stage goes back to teams of all companies
            teams = self.env["crm.team"].sudo().browse(before.pop("team_ids")).exists()
            stage = line.stage_id.sudo().with_context(active_test=False)
            stage.write({**before, "team_ids": [Command.set(teams.ids)]})
        self.new_stage_ids.unlink()
