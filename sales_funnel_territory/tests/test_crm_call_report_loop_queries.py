from datetime import date

from odoo import Command
from odoo.tests import tagged

from .call_report_loop_story import TODAY, LoopCommon


@tagged("-at_install", "post_install")
class TestLoopQueries(LoopCommon):
    """What submitting costs, the second time: rules and settings are known by then."""

    def _prepare(self, **values):
        """Return a report of the rep with 12 changes on 4 records, and their ids."""
        report = self._create_report(
            opportunity_ids=[Command.set(self.lead.ids)],
            message_needs=f"Less noise {values}",
            **values,
        )
        self.role.write({"met_on": date(2026, 12, 1), "attitude": "neutral"})
        self.lead.write({"stage_id": self.stage_above.id, "expected_revenue": 1})
        self.contact.write({"interests": False, "relationship_level": "1"})
        self.customer.write({"main_needs": False, "head_count": 0, "founded_year": 0})
        self.customer.write({"main_products": False, "payment_habits": False})
        mine = report.with_user(self.rep)
        mine.person_ids.write({"attitude": "friendly", "relationship_level": "3"})
        mine.deal_ids = [
            Command.create(
                {
                    "lead_id": self.lead.id,
                    "expected_revenue": 55000,
                    "date_deadline": date(2027, 2, report.id % 28 + 1),
                    "stage_id": self.stage_in.id,
                }
            )
        ]
        facts = {
            "head_count": {"value_number": 240},
            "founded_year": {"value_number": 1970},
            "main_products": {"value_text": "Saws"},
            "payment_habits": {"value_text": "Late"},
            "interests": {"value_text": "Sailing", "contact_id": self.contact.id},
        }
        mine.fact_ids = [
            Command.create({"field_name": name, **more}) for name, more in facts.items()
        ]
        ids = [one["id"] for one in mine.get_offered_changes()]
        self.assertEqual(len(ids), 12)
        self.assertEqual(len({(one.model, one.res_id) for one in report.change_ids}), 4)
        self._end_transaction()
        self.env.invalidate_all()
        return mine.with_env(self.env(user=self.rep, context={})), ids

    def _count_submit(self, **values):
        report, ids = self._prepare(**values)
        before = self.env.cr.sql_log_count
        report.finish(ids)
        self.env.cr.flush()
        self.assertEqual(self.lead.stage_id, self.stage_in)
        return self.env.cr.sql_log_count - before

    def test_twelve_changes_on_four_records(self):
        self._count_submit()
        self.assertLessEqual(self._count_submit(), 60)

    def test_each_further_action_item_costs_one_query(self):
        self._count_submit(action_ids=self._make_items(1))
        counts = [self._count_submit(action_ids=self._make_items(number)) for number in (1, 2, 5)]
        self.assertEqual(counts[1] - counts[0], 1)
        self.assertEqual(counts[2] - counts[0], 4)

    def _make_items(self, number):
        return [
            Command.create({"name": f"Item {index}", "user_id": self.rep.id, "date_due": TODAY})
            for index in range(number)
        ]
