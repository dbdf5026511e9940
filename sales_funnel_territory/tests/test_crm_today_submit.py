from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import tagged

from .test_crm_today import TodayCommon


class SubmitCommon(TodayCommon):
    """The visit is over; Rosa has 24 hours to report."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit.start = datetime(2026, 12, 8, 6)
        cls.contact = cls.env["res.partner"].create(
            {"name": "Hugo Hale", "parent_id": cls.customer.id, "function": "Buyer"}
        )
        cls.env.flush_all()
        cls.report = cls.env["crm.call.report"].with_user(cls.rep)._prepare_for_visit(cls.visit)

    def _today(self, user=None):
        return self.env["crm.today"].with_user(user or self.rep)

    def _submit(self, key="a", user=None, **values):
        return self._today(user).submit(key, {"report_id": self.report.id, **values})


@tagged("-at_install", "post_install")
class TestPhoneReport(SubmitCommon):
    def test_what_the_phone_shows(self):
        data = self._today().get_report(visit_id=self.visit.id)
        self.assertEqual(data["id"], self.report.id)
        self.assertEqual(data["values"]["purpose"], "Agree on the trial")
        self.assertEqual((data["day"], data["start"], data["end"]), ("Today", 420, 510))
        self.assertIn(self.contact.id, [one["id"] for one in data["contacts"]])
        self.assertTrue(data["can_write"])
        self.assertTrue(any(part["is_usual"] for part in data["parts"]))
        self.assertEqual(data["people"][0]["user_id"], self.rep.id)
        self.assertEqual(data["dates"][0]["date"], "2026-12-09")

    def test_purposes_are_those_of_the_industry(self):
        industry = self.env["res.partner.industry"].create({"name": "Packing"})
        self.customer.industry_id = industry
        self.env["crm.call.report.template"].create(
            {"name": "Packers", "industry_ids": industry.ids, "purposes": "See the line"}
        )
        self.report.template_id = False
        data = self._today().get_report(self.report.id)
        self.assertEqual(data["purposes"], ["See the line"])

    def test_days_to_choose_are_no_weekends(self):
        with freeze_time("2026-12-11 09:00:00"):  # a Friday
            dates = self._today().get_report(self.report.id)["dates"]
        self.assertEqual(dates[0]["date"], "2026-12-14")

    def test_saving_as_one_goes(self):
        today = self._today()
        values = {
            "message_needs": "A second line",
            "contact_ids": self.contact.ids,
            "next_step": "Send the offer",
            "next_step_date": "2026-12-15",
            "actions": [
                {
                    "uid": "row-1",
                    "name": "Send the offer",
                    "user_id": self.rep.id,
                    "contact_id": False,
                    "date_due": "2026-12-11",
                },
                {"uid": "row-2", "name": "  ", "user_id": self.rep.id},
            ],
        }
        added = today.save_report(self.report.id, values)["actions"]
        self.assertEqual(list(added), ["row-1"], "an empty line is none")
        action = self.report.action_ids
        self.assertEqual((action.id, action.name), (added["row-1"], "Send the offer"))
        self.assertEqual(self.report.contact_ids, self.contact)
        self.assertEqual(self.report.message_needs, "A second line")
        again = [{"id": action.id, "uid": "row-1", "name": "Send it", "user_id": self.rep.id}]
        known = today.save_report(self.report.id, {"actions": again})["actions"]
        self.assertEqual(known, {"row-1": action.id})
        self.assertEqual(action.name, "Send it")
        self.assertEqual(action.date_due, Date.to_date("2026-12-11"))
        today.save_report(self.report.id, {"removed_action_ids": action.ids})
        self.assertFalse(self.report.action_ids)

    def _save(self, **values):
        return self._today().save_report(self.report.id, values)["actions"]

    def _item(self, **values):
        return {"uid": "a-1", "name": "Send the offer", "user_id": self.rep.id, **values}

    def test_an_item_sent_again_is_the_same_item(self):
        """The answer was lost on the way: the phone knows no id, and sends what it has now."""
        first = self._save(actions=[self._item()])
        again = self._save(actions=[self._item(name="Send it"), self._item(uid="a-2")])
        self.assertEqual(again["a-1"], first["a-1"])
        self.assertEqual(self.report.action_ids.mapped("name"), ["Send it", "Send the offer"])
        self._save(actions=[self._item(id=again["a-2"], uid="b", name="Call")])  # opened again
        self.assertEqual(self.report.action_ids.mapped("name"), ["Send it", "Call"])

    def test_an_item_of_a_lost_answer_is_taken_away(self):
        self._save(actions=[self._item(), self._item(uid="a-2")])
        self._save(removed_action_uids=["a-1"], actions=[self._item(), self._item(uid="a-2")])
        self.assertEqual(self.report.action_ids.mapped("device_key"), ["a-2"])

    def test_the_same_name_of_a_device_on_another_report_is_another_item(self):
        other = self.report.copy({"visit_id": False})
        self._save(actions=[self._item()])
        self._today().save_report(other.id, {"actions": [self._item()]})
        self.assertEqual(len((self.report | other).action_ids), 2)

    def test_an_item_that_is_being_retyped_stays_as_it_was(self):
        added = self._save(actions=[self._item(date_due="2026-12-11")])
        self._save(actions=[self._item(id=added["a-1"], name=" ", date_due="")])
        action = self.report.action_ids
        self.assertEqual((action.name, str(action.date_due)), ("Send the offer", "2026-12-11"))

    def test_what_nobody_may_write_is_not_written(self):
        self._today().save_report(
            self.report.id, {"state": "submitted", "user_id": self.leader.id, "risk": "None"}
        )
        self.assertEqual((self.report.state, self.report.risk), ("prepared", "None"))
        self.assertEqual(self.report.user_id, self.rep)

    def test_submitted_with_the_times_of_device_and_server(self):
        answer = self._submit(reaction="Glad", written_on="2026-12-08T08:10:00+01:00")
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(self.report.reaction, "Glad")
        self.assertEqual(self.report.written_on, datetime(2026, 12, 8, 7, 10))
        self.assertEqual(self.report.submitted_on, datetime(2026, 12, 8, 7, 30))
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(answer["state"], "submitted")
        self.assertEqual(answer["written_on"], "2026-12-08 07:10:00")
        self.assertFalse(answer["is_repeated"])

    def test_a_device_that_is_ahead_of_its_time(self):
        self._submit(written_on="2027-01-01T00:00:00Z")
        self.assertEqual(self.report.written_on, datetime(2026, 12, 8, 7, 30))

    def test_the_same_key_counts_once(self):
        first = self._submit("k-1", risk="Price")
        again = self._submit("k-1", risk="Another")
        self.assertTrue(again.pop("is_repeated"))
        first.pop("is_repeated")
        self.assertEqual(again, first)
        self.assertEqual(self.report.risk, "Price")
        self.assertEqual(self.env["crm.phone.submission"].search_count([("key", "=", "k-1")]), 1)
        with self.assertRaises(UserError):
            self._submit("k-2", risk="Another")
        self.assertFalse(self.env["crm.phone.submission"].search([("key", "=", "k-2")]))

    def test_a_key_is_ones_own(self):
        self._submit("k-1", is_finished=False)
        self.assertFalse(self._submit("k-1", self.leader)["is_repeated"])
        self.assertEqual(self.report.state, "submitted")

    def test_what_was_refused_may_be_sent_again(self):
        self.report.purpose = False
        with self.assertRaisesRegex(UserError, "What was the purpose"), self.cr.savepoint():
            self._submit("k-1")
        self.assertFalse(self._submit("k-1", purpose="Trial")["is_repeated"])

    def test_a_report_on_a_call_without_a_visit(self):
        answer = self._today().submit(
            "call",
            {
                "partner_id": self.customer.id,
                "kind": "phone",
                "date": "2026-12-08T07:00:00Z",
                "date_end": "2026-12-08T07:10:00Z",
                "purpose": "Ask for the date",
            },
        )
        report = self.env["crm.call.report"].browse(answer["report_id"])
        self.assertEqual((report.kind, report.state), ("phone", "submitted"))
        self.assertEqual(report.user_id, self.rep)
        self.assertEqual(report.date, datetime(2026, 12, 8, 7))

    def _offer(self):
        values = {"next_visit_on": "2026-12-15", "message_needs": "A second line"}
        return self._today().offer_changes(self.report.id, values)["changes"]

    def test_what_was_accepted_is_written_once(self):
        changes = {one["kind"]: one["id"] for one in self._offer()}
        visit = [changes["next_visit"]]
        for is_repeated in (False, True):
            answer = self._submit("k-1", accepted_ids=visit)
            self.assertEqual(answer["is_repeated"], is_repeated)
        self.assertEqual(
            {one.kind: one.state for one in self.report.change_ids},
            {"next_visit": "accepted", "profile": "declined"},
        )
        proposed = self.env["crm.visit"].search(
            [("partner_id", "=", self.customer.id), ("state", "=", "proposed")]
        )
        self.assertEqual(proposed.window_from, Date.to_date("2026-12-15"))
        self.assertFalse(self.customer.main_needs)

    def test_what_is_suggested_is_accepted_without_a_look(self):
        self._submit("k-1", accepted_ids="suggested", message_needs="A second line")
        self.assertEqual(self.customer.main_needs, "A second line")

    def test_what_was_offered_anew_is_looked_at_again(self):
        seen = [one["id"] for one in self._offer()]
        self._offer()  # on another screen
        with self.assertRaisesRegex(UserError, "look at it again"), self.cr.savepoint():
            self._submit("k-1", accepted_ids=seen)
        self.assertEqual(self.report.state, "prepared")
        fresh = [one["id"] for one in self._offer()]
        self.assertFalse(self._submit("k-1", accepted_ids=fresh)["is_repeated"])
        self.assertEqual(self.customer.main_needs, "A second line")

    def test_what_is_no_submission(self):
        for key in ("", "x" * 65, False, 7):
            with self.assertRaises(ValidationError):
                self._submit(key)
        with self.assertRaisesRegex(ValidationError, "is no date and time"):
            self._submit(written_on="yesterday")
        with self.assertRaisesRegex(UserError, "Which customer"):
            self._today().submit("none", {})
        with self.assertRaisesRegex(UserError, "is gone"):
            self._today().submit("gone", {"report_id": 0, "visit_id": 10**9})

    # ------------------------------------------------------------------ rights

    def test_a_colleagues_report_is_not_touched(self):
        for person in (self.colleague, self.rep_beside, self.foreigner):
            with self.assertRaises(AccessError):
                self._submit(user=person, risk="Mine")
            with self.assertRaises(AccessError):
                self._today(person).get_report(self.report.id)
            with self.assertRaises(AccessError):
                self._today(person).get_report(visit_id=self.visit.id)
        for person in (self.portal, self.public):
            for call in (
                lambda today: today.submit("a", {"report_id": self.report.id}),
                lambda today: today.save_report(self.report.id, {"risk": "Mine"}),
                lambda today: today.offer_changes(self.report.id, {}),
                lambda today: today.get_report(self.report.id),
            ):
                with self.assertRaisesRegex(AccessError, "Only people in sales"):
                    call(self._today(person))
        self.assertEqual(self.report.state, "prepared")

    def test_submissions_are_read_by_their_person_and_written_by_nobody(self):
        self._submit("k-1")
        Submission = self.env["crm.phone.submission"]
        own = Submission.with_user(self.rep).search([])
        self.assertEqual(own.report_id, self.report)
        self.assertFalse(Submission.with_user(self.colleague).search([("key", "=", "k-1")]))
        for attempt in (
            lambda: own.write({"key": "other"}),
            own.unlink,
            lambda: Submission.with_user(self.rep).create(
                {"user_id": self.rep.id, "key": "x", "submitted_on": datetime(2026, 1, 1)}
            ),
            lambda: Submission.with_user(self.portal).search([]),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_old_submissions_go(self):
        self._submit("k-1")
        with freeze_time("2028-01-01"):
            self.env["crm.phone.submission"]._gc_submissions()
        self.assertFalse(self.env["crm.phone.submission"].search([("key", "=", "k-1")]))
        self.assertEqual(self.report.state, "submitted", "the report stays")
