from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_crm_lead_territory import LeadTerritoryCommon


@tagged("-at_install", "post_install")
class TestWonCredit(LeadTerritoryCommon):
    """Closed business stays with who closed it, and where."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.won = cls._create_lead(cls.stage_best, expected_revenue=1000)
        cls.won.action_set_won()
        cls.env.cr.flush()

    def _credit(self, lead=None):
        lead = lead or self.won
        return lead.won_user_id, lead.won_territory_id

    def _read_totals(self):
        """Return {(territory, person): won amount} as the pivot shows them."""
        groups = (
            self.env["crm.lead"]
            .with_user(self.manager)
            .formatted_read_group(
                [("won_status", "=", "won"), ("partner_id", "=", self.customer.id)],
                ["won_territory_id", "won_user_id"],
                ["expected_revenue:sum"],
            )
        )
        return {
            (group["won_territory_id"], group["won_user_id"]): group["expected_revenue:sum"]
            for group in groups
        }

    def test_stored_as_it_is_won_with_names_of_the_day(self):
        self.assertEqual(self._credit(), (self.rep, self.zone))
        self.assertEqual(self.won.won_user_name, "Rosa Rep")
        self.assertEqual(self.won.won_territory_name, "Region North / Zone Harbour")
        self.assertEqual(self.won.won_credit_on, self.won.date_closed)

    def test_totals_stay_whatever_moves_later(self):
        before = self._read_totals()
        self.assertEqual(list(before.values()), [1000])
        self._move(self.customer, self.zone_beside)
        self.won.user_id = self.colleague
        self.zone.name = "Zone Port"
        self.env.cr.flush()
        self.assertEqual(self._credit(), (self.rep, self.zone))
        self.assertEqual(self.won.won_territory_name, "Region North / Zone Harbour")
        after = {(where[0], who[0]): sum_ for (where, who), sum_ in self._read_totals().items()}
        self.assertEqual(after, {(self.zone.id, self.rep.id): 1000})

    def test_open_again_it_has_none_won_again_it_is_another(self):
        self.won.stage_id = self.stage_in
        self.env.cr.flush()
        self.assertFalse(any(self._credit()))
        self.assertFalse(self.won.won_credit_on)
        self._move(self.customer, self.zone_beside)
        self.won.user_id = self.colleague
        self.won.action_set_won()
        self.env.cr.flush()
        self.assertEqual(self._credit(), (self.colleague, self.zone_beside))

    def test_won_and_back_in_one_transaction_leaves_nothing(self):
        lead = self._create_open_lead()
        lead.action_set_won()
        lead.stage_id = self.stage_in
        self.env.cr.flush()
        self.assertFalse(any(self._credit(lead)))

    def test_won_when_it_came_into_being(self):
        lead = self._create_open_lead(stage_id=self.stage_won.id)
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(self._credit(lead), (self.rep, self.zone))

    def test_a_lost_one_has_none(self):
        lead = self._create_open_lead()
        lead.action_set_lost()
        self.env.cr.flush()
        self.assertFalse(any(self._credit(lead)))

    def test_not_by_hand(self):
        for person in (self.rep, self.leader, self.manager, self.administrator):
            with self.subTest(person=person.name), self.assertRaises(AccessError):
                self.won.with_user(person).write({"won_user_id": person.id})

    def test_a_manager_corrects_it_with_a_reason_that_stays(self):
        action = self.won.with_user(self.manager).action_correct_won_credit()
        Dialog = self.env["crm.won.credit.correct"].with_user(self.manager)
        form = Form(Dialog.with_context(**action["context"]))
        self.assertEqual(form.user_id, self.rep)
        form.user_id = self.colleague
        form.territory_id = self.zone_beside
        form.reason = "Both agreed"
        form.save().action_apply()
        self.env.cr.flush()
        self.assertEqual(self._credit(), (self.colleague, self.zone_beside))
        self.assertEqual(self.won.won_user_name, "Carl Colleague")
        change = self.won.won_credit_change_ids
        self.assertEqual(
            (change.user_from_name, change.user_to_name, change.reason, change.changed_by_name),
            ("Rosa Rep", "Carl Colleague", "Both agreed", "Mara Manager"),
        )
        self.assertIn("Both agreed", self.won.message_ids[0].body)
        self.won.name = "Corrected, and written again"
        self.env.cr.flush()
        self.assertEqual(self._credit(), (self.colleague, self.zone_beside))
        with self.assertRaises(AccessError):
            change.with_user(self.manager).write({"reason": "Another"})
        with self.assertRaises(AccessError):
            change.with_user(self.administrator).unlink()

    def test_nobody_below_a_manager_corrects(self):
        values = {"lead_ids": [(6, 0, self.won.ids)], "user_id": self.rep.id, "reason": "Mine"}
        for person in (self.rep, self.leader, self.portal, self.public):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                self.env["crm.won.credit.correct"].with_user(person).create(values)

    def test_only_what_is_won_is_corrected(self):
        lead = self._create_open_lead(name="New roof")
        dialog = (
            self.env["crm.won.credit.correct"]
            .with_user(self.manager)
            .create({"lead_ids": [(6, 0, lead.ids)], "reason": "Why not"})
        )
        with self.assertRaisesRegex(UserError, "New roof"):
            dialog.action_apply()

    def test_who_sees_the_opportunity_sees_the_correction(self):
        self.test_a_manager_corrects_it_with_a_reason_that_stays()
        change = self.won.won_credit_change_ids
        Change = self.env["crm.won.credit.change"]
        for person, sees in (
            (self.rep, True), (self.leader, True), (self.head, True), (self.manager, True),
            (self.rep_beside, False),
        ):  # fmt: skip
            with self.subTest(person=person.name):
                found = Change.with_user(person).search([("id", "=", change.id)])
                self.assertEqual(bool(found), sees)
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                Change.with_user(person).search([])

    def test_merged_opportunities_keep_credit_and_corrections(self):
        self.test_a_manager_corrects_it_with_a_reason_that_stays()
        other = self._create_open_lead()
        head = (self.won | other)._merge_opportunity(auto_unlink=True)
        self.env.cr.flush()
        self.assertEqual(head, self.won)
        self.assertEqual(self._credit(head), (self.colleague, self.zone_beside))
        self.assertEqual(len(head.won_credit_change_ids), 1)

    def test_an_erased_person_has_won_it_without_a_name(self):
        self.test_a_manager_corrects_it_with_a_reason_that_stays()
        before = self._read_totals()
        for person in (self.rep, self.colleague):
            self.env["crm.personal.data"]._erase_person(
                person.partner_id.ids, person.ids, person.name
            )
        change = self.won.won_credit_change_ids
        names = {self.won.won_user_name, change.user_from_name, change.user_to_name}
        self.assertEqual(names, {"Erased person"})
        self.assertEqual(change.changed_by_name, "Mara Manager")
        self.assertEqual(self._read_totals(), before)

    def test_at_installation_who_won_keeps_it(self):
        self.env.cr.execute("UPDATE crm_lead SET won_credit_on = NULL, won_user_id = NULL")
        self.env.invalidate_all()
        self.env["crm.lead"]._settle_credit()
        self.assertEqual(self.won.won_user_id, self.rep)
        self.assertEqual(self.won.won_credit_on, self.won.date_closed)
        self.assertFalse(self.env["crm.lead"]._settle_credit())
