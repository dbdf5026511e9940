from datetime import timedelta

from odoo.tests import tagged

from .test_crm_territory_assign import AssignCommon


@tagged("-at_install", "post_install")
class TestTerritoryJob(AssignCommon):
    """Each night everything about territories is as it should be."""

    def _run(self):
        told = self.env["crm.funnel.job"]._job_territories()
        self.env.invalidate_all()
        return told

    def test_the_owner_of_a_new_day(self):
        today = self.env["crm.territory"]._get_today()
        self.env.cr.execute(
            "UPDATE crm_territory_assignment SET date_to = %s WHERE id = %s",
            [today - timedelta(days=1), self.ownership.id],
        )
        self.env.cr.execute(
            """INSERT INTO crm_territory_assignment (territory_id, user_id, role, date_from)
            VALUES (%s, %s, 'owner', %s)""",
            [self.zone.id, self.colleague.id, today],
        )
        self.env.invalidate_all()
        self.assertEqual(self.zone.user_id, self.rep)
        self.assertIn("1 new owners", self._run())
        self.assertEqual(self.zone.user_id, self.colleague)

    def test_a_day_that_begins_after_the_nightly_check(self):
        self.env.cr.execute(
            "DELETE FROM crm_territory_assignment WHERE id = %s", [self.ownership.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.zone.user_id, self.rep)
        self.env["crm.funnel.job"]._job_territory_runs()
        self.env.invalidate_all()
        self.assertFalse(self.zone.user_id)

    def test_what_was_changed_behind_our_back_is_found(self):
        self._move_to("20457")
        self.env.cr.execute(
            "UPDATE res_partner SET zip = '80331' WHERE id = %s", [self.customer.id]
        )
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = NULL WHERE id = %s", [self.person.id]
        )
        self.env.invalidate_all()
        self.assertIn("1 customers moved", self._run())
        self.assertEqual(self.customer.territory_id, self.zone_beside)
        self.assertEqual(self.person.territory_id, self.zone_beside)
        self.assertIn("0 customers moved, 0 people", self._run())

    def test_while_changed_rules_wait_only_what_is_shown_is_repaired(self):
        self._move_to("20457")
        self.rule_harbour.zip_to = "20"
        self.rule_harbour.zip_from = "20"
        self.env.cr.execute(
            "UPDATE res_partner SET territory_id = NULL, zip = '80331' WHERE id = %s",
            [self.customer.id],
        )
        self.env.invalidate_all()
        self.assertIn("wait", self._run())
        self.assertEqual(self.customer.territory_id, self.zone)

    def test_lists_have_their_counts(self):
        told = self._run()
        counts = self.env["crm.territory"]._count_exceptions()
        self.assertGreaterEqual(counts["nowhere"], 1)
        self.assertIn(f"Without territory: {counts['nowhere']}", told)
        self._move_to("20457")
        self.assertEqual(self.env["crm.territory"]._count_exceptions()["claimed"], 1)
        self.assertEqual(self.region.with_user(self.rep).claimed_count, 2)
        self.assertEqual(self.zone_beside.with_user(self.rep).claimed_count, 1)
