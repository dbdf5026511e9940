from odoo.tests import tagged

from ..models.funnel.history.crm_lead_history_check import CHECKED
from .test_crm_lead_history import HistoryCommon


@tagged("post_install", "-at_install")
class TestCrmLeadHistoryCheck(HistoryCommon):
    """Each night only leads are compared that anybody, by whatever means, wrote since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.History = cls.env["crm.lead.history"]

    def setUp(self):
        super().setUp()
        self.lead = self._create_lead(stage=self.stage_above, expected_revenue=100)
        self._end_transaction()
        self.History._check()

    def _raw(self, statement, *values):
        self.env.cr.execute(statement, values)
        self.env.invalidate_all()

    def test_a_change_by_raw_sql_since_the_last_check_is_found(self):
        self._raw("UPDATE crm_lead SET expected_revenue = 7 WHERE id = %s", self.lead.id)
        self.assertIn(self.lead.id, self.History._find_suspects())
        self.assertEqual(self.History._check(), 1)
        self.assertEqual(self._rows(self.lead)[-1].expected_revenue, 7)

    def test_a_lead_whose_row_was_lost_is_found(self):
        self._raw("DELETE FROM crm_lead_history WHERE lead_id = %s", self.lead.id)
        self.assertFalse(self._rows(self.lead))
        self.assertEqual(self.History._check(), 1)
        self.assertEqual(self._rows(self.lead).origin, "detected")

    def test_leads_written_before_are_not_looked_at(self):
        """The word of a check tells who was written before it, to the transaction."""
        self.env.cr.execute(
            """SELECT id FROM crm_lead
            WHERE xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"""
        )
        before = {lead_id for (lead_id,) in self.env.cr.fetchall()}
        self.assertFalse(before.intersection(self.History._find_suspects()))

    def test_all_are_compared_when_a_stage_changed_or_the_database_is_a_copy(self):
        stage = self.stage_in.id
        self._raw("UPDATE crm_stage SET probability = 41 WHERE id = %s", stage)
        self.assertIsNone(self.History._find_suspects())
        parameter = self.env["ir.config_parameter"]
        for word in ("1:1:5/", "nonsense", False):
            with self.subTest(word=word):
                parameter.set_param(CHECKED, word)
                self.assertIsNone(self.History._find_suspects())
                self.History._check()
                self.assertNotEqual(parameter.get_param(CHECKED), word)
