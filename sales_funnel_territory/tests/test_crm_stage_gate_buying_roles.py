from odoo import fields
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .test_crm_buying_role import BuyingRoleCommon


@tagged("-at_install", "post_install")
class TestCrmStageGateBuyingRoles(BuyingRoleCommon):
    """Nobody closes before the people who decide were met."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False  # the demo's
        cls.gate = cls.env["crm.stage.gate"].create(
            {
                "name": "All bases are covered",
                "stage_id": cls.stage_in.id,
                "kind": "buying_roles",
            }
        )
        cls._end_transaction()

    @classmethod
    def _end_transaction(cls):
        cls.env.cr.flush()
        cls.env.cr.postcommit.clear()

    def _try(self, lead=None, user=None):
        """Tell whether a lead may go on; it is where it was afterwards."""
        try:
            with self.env.cr.savepoint() as savepoint:
                (lead or self.lead).with_user(user or self.rep).stage_id = self.stage_best
                self.env.cr.flush()
                savepoint.rollback()
        except ExitCriteriaError:
            return False
        finally:
            self.env.cr.postcommit.clear()
            self.env.cr.precommit.clear()
            self.env.invalidate_all()
        return True

    def test_all_that_the_team_demands(self):
        self.assertFalse(self._try())
        rows = self._cover_all()
        self.assertTrue(self._try())
        rows[0].met_on = False
        self.assertFalse(self._try())
        self.gate.buying_role_met = False
        self.assertTrue(self._try(), "named is enough")
        rows[1].attitude = "opponent"
        self.assertFalse(self._try())
        rows[1].handling = "Dora talks to her"
        self.assertTrue(self._try())

    def test_an_opponent_in_a_role_that_is_not_demanded(self):
        self._cover_all()
        self._name(
            self.env["res.partner"].create({"name": "Ed"}), "influencer"
        ).attitude = "opponent"
        self.assertFalse(self._try())

    def test_one_role(self):
        self.gate.buying_role = "coach"
        row = self._name(self.ann, "coach")
        self._name(self.bo, "user", attitude="opponent")
        self.assertFalse(self._try())
        row.action_mark_met()
        self.assertTrue(self._try(), "opponents elsewhere are another matter")
        row.active = False
        self.assertFalse(self._try())

    def test_attitude_of_at_least(self):
        self.gate.write({"buying_role": "coach", "buying_role_attitude": "friendly"})
        skeptic = self._name(self.ann, "coach", attitude="skeptic", met_on=fields.Date.today())
        self.assertFalse(self._try())
        self._name(self.bo, "coach", attitude="supporter")
        self.assertFalse(self._try(), "the friend was not met")
        self._name(self.bo, "user", met_on=fields.Date.today())
        self.assertTrue(self._try(), "met in another role is met")
        skeptic.unlink()
        self.assertTrue(self._try())

    def test_taken_back_after_the_move(self):
        """Met, moved, and not met after all, in one transaction."""
        rows = self._cover_all()
        self._end_transaction()
        for change in (
            lambda: rows[0].write({"met_on": False}),
            rows[0].unlink,
            lambda: rows[0].write({"active": False}),
        ):
            with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
                self.lead.with_user(self.rep).stage_id = self.stage_best
                self.env.cr.flush()
                change()
                self.env.cr.flush()
            self.env.cr.postcommit.clear()
            self.env.cr.precommit.clear()
            self.env.invalidate_all()

    def test_said_where_and_by_whom(self):
        remedy = self.env["crm.stage.gate.kind.buying_roles"]._get_remedy(self.gate)
        self.assertEqual(remedy["tab"], "buying_roles")
        self.assertIn("Close the gaps", remedy["where"])
        self.gate.write({"buying_role": "coach", "buying_role_attitude": "friendly"})
        remedy = self.env["crm.stage.gate.kind.buying_roles"]._get_remedy(self.gate)
        self.assertIn("Name the Coach", remedy["where"])
        self.assertIn("at least: Friendly", remedy["where"])
        self._name(self.ann, "coach", attitude="friendly", met_on=fields.Date.today())
        item = self.lead.with_user(self.rep).gate_checklist[0]
        self.assertIn("Ann Lee (Coach)", str(item))
        self.assertIn("Rosa Rep", str(item))

    def test_queries_do_not_grow_with_leads(self):
        leads = self._create_lead(self.stage_in)
        for _number in range(11):
            leads |= self._create_lead(self.stage_in)
        for lead in leads:
            self._cover_all(lead)
        self._end_transaction()
        kind = self.env["crm.stage.gate.kind.buying_roles"].sudo()

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(kind._judge(self.gate, some.sudo())), len(some))
            return self.cr.sql_log_count - before

        count(leads)
        self.assertEqual(count(leads[:6]), count(leads))
