import datetime

from odoo import fields
from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon


@tagged("-at_install", "post_install")
class TestHandoverTerritory(TerritoryCommon):
    """Rosa leaves: her zones go on with Carl from today, and her time there stays on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["crm.territory"]._get_today()
        Assignment = cls.env["crm.territory.assignment"]
        cls.backup, cls.past = Assignment.create(
            [
                {
                    "territory_id": cls.zone_beside.id,
                    "user_id": cls.rep.id,
                    "role": "backup",
                    "date_from": cls.today + datetime.timedelta(days=30),
                },
                {
                    "territory_id": cls.region.id,
                    "user_id": cls.rep.id,
                    "role": "specialist",
                    "date_from": datetime.date(2020, 1, 1),
                    "date_to": datetime.date(2020, 12, 31),
                },
            ]
        )
        cls.env.cr.flush()

    def _hand_over(self, user=None):
        handover = (
            self.env["crm.handover"]
            .with_user(user or self.manager)
            .create(
                {
                    "from_user_id": self.rep.id,
                    "to_user_id": self.rep_beside.id,
                    "reason": "Leaves in May",
                }
            )
        )
        handover.action_preview()
        return handover

    def _find(self, handover):
        return handover.item_ids.filtered(lambda item: item.kind == "territory")

    def test_times_of_today_and_later_are_found(self):
        found = self._find(self._hand_over())
        self.assertEqual(set(found.mapped("res_id")), {self.ownership.id, self.backup.id})

    def test_what_has_begun_goes_on_with_the_other_one(self):
        handover = self._hand_over()
        handover.action_apply()
        self.env.cr.flush()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self.ownership.user_id, self.rep, "she was it until yesterday")
        self.assertEqual(self.ownership.date_to, self.today - datetime.timedelta(days=1))
        own = self.zone.assignment_ids - self.ownership
        self.assertEqual((own.user_id, own.role), (self.rep_beside, "owner"))
        self.assertEqual((own.date_from, own.date_to), (self.today, False))
        self.assertEqual(self.backup.user_id, self.rep_beside)
        self.assertEqual(self.past.user_id, self.rep)

    def test_undone_it_is_as_before(self):
        before = self.env["crm.territory.assignment"].search([]).read()
        handover = self._hand_over()
        handover.action_apply()
        handover.action_undo()
        self.env.cr.flush()
        self.assertEqual(set(self._find(handover).mapped("state")), {"undone"})
        after = self.env["crm.territory.assignment"].search([]).read()
        kept = ("id", "user_id", "role", "date_from", "date_to", "territory_id")
        self.assertEqual(
            [[row[name] for name in kept] for row in after],
            [[row[name] for name in kept] for row in before],
        )

    def test_people_changed_since_stay_and_it_is_said(self):
        handover = self._hand_over()
        handover.action_apply()
        (self.zone.assignment_ids - self.ownership).user_id = self.leader
        handover.action_undo()
        item = self._find(handover).filtered(lambda one: one.res_id == self.ownership.id)
        self.assertEqual(item.state, "kept")
        self.assertIn("Zone Harbour", item.sentence)
        self.assertEqual(
            fields.Date.to_string(self.ownership.date_to),
            fields.Date.to_string(self.today - datetime.timedelta(days=1)),
        )

    def test_a_leader_leaves_territories_to_a_manager_and_is_told(self):
        handover = (
            self.env["crm.handover"]
            .with_user(self.leader)
            .create(
                {"from_user_id": self.rep.id, "to_user_id": self.colleague.id, "reason": "Leaves"}
            )
        )
        handover.action_preview()
        self.assertFalse(self._find(handover))
        self.assertEqual(handover.hidden_count, 2)
        handover.action_apply()
        self.assertFalse(self.ownership.date_to)
