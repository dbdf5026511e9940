from odoo import models
from odoo.tools import SQL

from ..assign.crm_territory_reassign import Place


class CrmTerritoryRun(models.Model):
    """Back to where customers were; the rules stay, and wait for being applied again."""

    _inherit = "crm.territory.run"

    def action_undo(self):
        """Put back whom this run has moved, as far as nobody moved them since."""
        self._check_may_apply("done")
        self._check_alone()
        run = self.sudo()  # sudo: who may change the rules may apply and undo them
        before = run._read_former()
        Territory = run.env["crm.territory"]
        Territory._settle(list(before), lambda plan, rows: run._decide_former(before, rows))
        run.state = "undone"
        touched = Territory.browse(
            {one for former, _rule, after in before.values() for one in (former, after) if one}
        )
        touched.exists()._note_rules_changed()
        run._count_figures()
        return run._open()

    def _read_former(self):
        """Return {customer's id: (territory before, rule before, territory after)}."""
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, from_id, from_rule_id, to_id FROM crm_territory_move
                WHERE run_id = %s AND is_done""",
                self.id,
            )
        )
        return {row[0]: row[1:] for row in rows}

    def _decide_former(self, before, rows):
        Territory = self.env["crm.territory"]
        states, _columns = Territory._split_rows(rows)
        places = [self._find_former(state, *before[state["id"]]) for state in states]
        return states, places, Territory._read_claims(states)

    def _find_former(self, state, territory, rule, after):
        """Return where a customer was, unless he is elsewhere by now."""
        if state["is_by_hand"] or state["is_locked"] or state["territory"] != after:
            return Place(state["territory"], state["rule"], bool(state["is_by_hand"]))
        return Place(territory, rule)
