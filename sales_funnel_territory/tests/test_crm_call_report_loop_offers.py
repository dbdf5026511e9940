from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .call_report_loop_story import TODAY, LoopCommon


@tagged("-at_install", "post_install")
class TestLoopOffers(LoopCommon):
    """What is offered is what the report says now, and nobody overwrites what he has not seen."""

    def test_offers_follow_what_the_report_says_until_it_is_submitted(self):
        deal = self._tell(expected_revenue=50000)
        first = [one for one in self._offer() if one["kind"] == "lead"]
        self.assertEqual(len(first), 2)
        deal.expected_revenue = 0
        again = [one for one in self._offer() if one["kind"] == "lead"]
        self.assertEqual([one["label"] for one in again], ["Stage"])
        self.assertEqual(len(self.report.change_ids), len(self._offer()))

    def test_what_the_profile_knows_is_not_offered_again(self):
        self.customer.write({"main_needs": "Less noise", "decision_model": "The board"})
        self.mine.write({"message_needs": "Less noise", "message_decision": "Vera proposes"})
        (offer,) = [one for one in self._offer() if one["kind"] == "profile"]
        self.assertEqual(offer["before"], "The board")
        self.assertEqual(offer["after"], "The board\nVera proposes")
        self.assertFalse(offer["is_suggested"], "adding to what is known is the rep's choice")

    def test_a_competitor_whom_the_message_names_is_offered(self):
        other = self.env["res.partner"].create({"name": "Ames", "user_id": self.rep.id})
        self.env["crm.customer.competitor"].create(
            [{"partner_id": other.id, "name": name} for name in ("Rival", "Cheap & Co")]
        )
        self.mine.message_competitors = "Rival has offered a used machine"
        (offer,) = [one for one in self._offer() if one["kind"] == "competitor"]
        self.assertEqual((offer["after"], offer["is_suggested"]), ("Rival", False))
        self._finish("competitor")
        self.assertEqual(self.customer.competitor_ids.name, "Rival")
        again = self._create_report(message_competitors="Rival still").with_user(self.rep)
        offers = self._offer(again)
        self.assertFalse([one for one in offers if one["kind"] == "competitor"], "known by now")

    def _hear_of(self, message, *rows):
        """Let competitors be known at another customer; return what is offered of the message."""
        other = self.env["res.partner"].create({"name": "Ames", "user_id": self.rep.id})
        self.env["crm.customer.competitor"].create(
            [{"partner_id": other.id, **row} for row in rows]
        )
        self.mine.message_competitors = message
        return [one for one in self._offer() if one["kind"] == "competitor"]

    def test_a_competitor_in_two_spellings_is_offered_once(self):
        bode = self.env["res.partner"].create({"name": "Bode", "user_id": self.rep.id})
        offers = self._hear_of(
            "KRONES was here",
            {"name": "KRONES"},
            {"name": "Krones"},
            {"name": "Krones", "partner_id": bode.id},
        )
        self.assertEqual([one["after"] for one in offers], ["Krones"], "as it is written mostly")

    def test_a_competitor_known_here_by_another_name_is_not_offered(self):
        krones = self.env["res.partner"].create({"name": "Krones", "is_company": True})
        self.customer.competitor_ids = [
            Command.create({"competitor_id": krones.id, "name": "Those of Neutraubling"})
        ]
        rows = ({"competitor_id": krones.id}, {"name": "Rival"})
        offers = self._hear_of("Krones was here, and Rival", *rows)
        self.assertEqual([one["after"] for one in offers], ["Rival"])

    def test_a_contact_with_two_names_in_the_message_is_offered_once(self):
        krones = self.env["res.partner"].create({"name": "Krones", "is_company": True})
        rows = ({"competitor_id": krones.id}, {"competitor_id": krones.id, "name": "Krones AG"})
        self.assertEqual(len(self._hear_of("Krones AG was here", *rows)), 1)

    def test_the_customer_is_not_offered_as_his_own_competitor(self):
        """Others buy from him, too; what is accepted must be possible to write."""
        rows = (
            {"competitor_id": self.customer.id, "name": "Old Name"},
            {"name": self.customer.name.upper()},
            {"name": "Rival"},
        )
        message = f"{self.customer.name} makes it himself (Old Name), Rival does not"
        offers = self._hear_of(message, *rows)
        self.assertEqual([one["after"] for one in offers], ["Rival"])
        self._finish("competitor")
        self.assertEqual(self.customer.competitor_ids.name, "Rival")

    def test_somebody_met_again_is_met_later(self):
        self.role.write({"met_on": date(2026, 11, 1), "met_by_id": self.leader.id})
        self._finish("met")
        self.assertEqual((self.role.met_on, self.role.met_by_id), (TODAY, self.rep))
        self._of("met").action_undo()
        self.assertEqual((self.role.met_on, self.role.met_by_id), (date(2026, 11, 1), self.leader))

    def test_people_met_and_their_rows_are_one_list(self):
        self.assertEqual(self.report.person_ids.contact_id, self.contact)
        paul = self.contact.copy({"name": "Paul Planner", "parent_id": self.customer.id})
        self.mine.contact_ids += paul
        self.assertEqual(self.report.person_ids.contact_id, self.contact | paul)
        self.mine.contact_ids -= paul
        self.assertEqual(self.report.person_ids.contact_id, self.contact)
        self.mine.person_ids = [Command.create({"contact_id": paul.id})]
        self.assertEqual(self.report.contact_ids, self.contact | paul)

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self):
        self._tell(expected_revenue=50000)
        ids = [one["id"] for one in self._offer()]
        self.lead.expected_revenue = 70000
        with self.assertRaisesRegex(UserError, "40,000.*70,000"):
            self.mine.finish(ids)

    def test_what_was_declined_can_be_accepted_later(self):
        self._tell(expected_revenue=50000)
        self.mine.finish([])
        amount = self._of("lead").filtered(lambda change: "expected_revenue" in change.after)
        amount.with_user(self.leader).action_accept()
        self.assertEqual(self.lead.expected_revenue, 50000)
        self.assertEqual((amount.state, amount.applied_by_id), ("accepted", self.leader))

    def test_submitting_without_a_look_leaves_the_offers_open(self):
        self._tell()
        self.mine.action_submit()
        self.assertEqual(set(self.mine.change_ids.mapped("state")), {"offered"})
        self.assertEqual(self.lead.stage_id, self.stage_in)
        self.mine.change_ids.action_accept()
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_best)

    def test_finish_shows_what_follows_or_submits(self):
        action = self.mine.action_finish()
        self.assertEqual(action["tag"], "sales_funnel_territory.call_report_finish")
        self.assertEqual(action["params"]["report_id"], self.report.id)
        self.mine.person_ids.unlink()
        self.mine.action_finish()
        self.assertEqual(self.report.state, "submitted")
