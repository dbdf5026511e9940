from datetime import timedelta

from markupsafe import Markup
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .test_crm_lead_history import HistoryCommon


class TimelineCommon(HistoryCommon):
    """Paul and Petra of Hale Tools: calls, mails, a meeting, two opportunities."""

    def setUp(self):
        super().setUp()
        self.customer.write({"is_sales_customer": True, "user_id": self.rep.id})
        self.paul, self.petra = self.env["res.partner"].create(
            [{"name": name, "parent_id": self.customer.id} for name in ("Paul", "Petra")]
        )
        self.lead = self._create_lead(self.stage_above, name="New hall", partner_id=self.paul.id)
        self.hidden = self._create_lead(
            self.stage_above, name="Carl's hall", user_id=self.colleague.id
        )
        self.env.cr.flush()
        self.now = Datetime.now()

    def _post(self, record, days, **values):
        values = {"body": "Good morning", "message_type": "email", **values}
        return record.message_post(date=self.now - timedelta(days=days), **values)

    def _meet(self, people, days, **values):
        start = self.now - timedelta(days=days)
        return (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Line walk",
                    "partner_ids": [Command.set(people.ids)],
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "user_id": self.rep.id,
                    **values,
                }
            )
        )

    def _read(self, user=None, partner=None, **options):
        partner = (partner or self.customer).with_user(user or self.rep)
        partner.env.invalidate_all()
        return partner.get_customer_timeline(**options)

    def _entries(self, *kinds, **options):
        return self._read(kinds=kinds, **options)["entries"]

    def _titles(self, *kinds, **options):
        return [entry["title"] for entry in self._entries(*kinds, **options)]


@tagged("-at_install", "post_install")
class TestTimeline(TimelineCommon):
    def test_everything_newest_first(self):
        call = self.env.ref("mail.mail_activity_data_call")
        call.contact_kind = "call"
        self._post(self.paul, 3, subject="Offer", author_id=self.paul.id)
        self._post(self.customer, 2, message_type="comment", subtype_xmlid="mail.mt_note")
        self._post(self.lead, 1, subject="Called", mail_activity_type_id=call.id)
        self._meet(self.petra, 4)
        entries = self._entries("mail", "note", "call", "meeting")
        self.assertEqual([one["kind"] for one in entries], ["call", "note", "mail", "meeting"])
        called, note, mail, meeting = entries
        self.assertEqual((called["model"], called["res_id"]), ("crm.lead", self.lead.id))
        self.assertEqual(note["title"], "Hale Tools")
        self.assertEqual((mail["title"], mail["who"]), ("Offer", "Paul"))
        self.assertEqual((meeting["people"], meeting["who"]), ("Petra", "Rosa Rep"))

    def test_stages_orders_and_classes(self):
        self.lead.stage_id = self.stage_in
        self.env.cr.flush()
        moves = self._entries("stage")
        self.assertIn("Above → In", [one["text"] for one in moves])
        self.lead.action_set_won()
        self.env.cr.flush()
        [won] = self._entries("outcome")
        self.assertEqual((won["title"], won["state"]), ("New hall", "won"))
        status = self.customer.customer_status_id
        status.class_id = self.env.ref("sales_funnel_territory.crm_customer_class_a")
        self.env.cr.flush()
        self.assertIn("A Focus", self._entries("class")[0]["text"])

    def test_a_visit_to_the_show_room(self):
        visitor = self.env["crm.lead"].create(
            {
                "is_visitor": True,
                "contact_name": "Paul",
                "partner_id": self.paul.id,
                "user_id": self.rep.id,
                "visitor_need": "A filler",
                "visited_on": self.now - timedelta(days=1),
            }
        )
        [entry] = self._entries("visitor")
        self.assertEqual((entry["res_id"], entry["text"]), (visitor.id, "A filler"))
        self.assertEqual(entry["people"], "Paul")

    def test_a_colleague_is_asked_for_help(self):
        request = self.env["crm.help.request"].with_user(self.rep)
        request.create(
            {
                "name": "Drawing",
                "helper_id": self.leader.id,
                "partner_id": self.customer.id,
                "asked_on": self.now,
            }
        )
        [entry] = self._entries("help")
        self.assertEqual((entry["title"], entry["text"]), ("Drawing", "Asked"))
        self.assertEqual(entry["who"], "Rosa Rep asked Leo Leader")
        self.assertFalse(self._entries("help", user=self.rep_beside))

    def test_of_one_person(self):
        self._post(self.paul, 1, subject="To Paul")
        self._post(self.lead, 2, subject="Petra writes", author_id=self.petra.id)
        self._meet(self.petra, 3)
        self.assertEqual(self._titles("mail", person_id=self.paul.id), ["To Paul"])
        self.assertEqual(
            self._titles("mail", "meeting", person_id=self.petra.id), ["Petra writes", "Line walk"]
        )
        self.assertEqual(len(self._titles("mail", "meeting")), 3)
        self.assertEqual(
            [one["name"] for one in self._read()["people"]], ["Paul", "Petra"], "to choose from"
        )

    def test_what_is_still_to_come_is_not_told(self):
        self._meet(self.paul, -3)
        self._meet(self.paul, 3, active=False)
        self.assertFalse(self._entries("meeting"))

    def test_pages_show_each_entry_once(self):
        for number in range(70):
            self._post(self.paul, 1 + number // 40, subject=f"Mail {number}")
        for _number in range(5):
            self._meet(self.paul, 1)
        seen, after, pages = [], None, 0
        while pages == 0 or after:
            page = self._read(kinds=["mail", "meeting"], after=after)
            seen += [one["key"] for one in page["entries"]]
            after, pages = page["after"], pages + 1
        self.assertEqual((len(seen), len(set(seen)), pages), (75, 75, 3))
        self.assertEqual(seen, sorted(seen, key=lambda key: key.split("|")[0], reverse=True))
        with self.assertRaisesRegex(UserError, "Open the timeline again"):
            self._read(after="nonsense")

    def test_texts_are_plain(self):
        self._post(self.paul, 1, subject="<b>x</b>", body=Markup("<p>One<br/>two</p>"))
        [entry] = self._entries("mail")
        self.assertEqual(entry["title"], "<b>x</b>", "escaped where it is shown")
        self.assertEqual(entry["text"], "One two")

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._read()
            return self.env.cr.sql_log_count - before

        self._fill(1)
        count()  # caches of rules and access
        few = count()
        self._fill(8)
        self.assertLessEqual(count(), few)

    def _fill(self, times):
        for number in range(times):
            person = self.env["res.partner"].create(
                {"name": f"P{number}", "parent_id": self.customer.id}
            )
            self._post(person, 1, author_id=person.id)
            self._post(self.lead, 1, message_type="comment", subtype_xmlid="mail.mt_note")
            self._meet(person | self.paul, 1)
            lead = self._create_lead(self.stage_above, partner_id=person.id)
            lead.stage_id = self.stage_in
            self._create_lead(self.stage_above, partner_id=person.id).action_set_won()
            self.env.cr.flush()


@tagged("-at_install", "post_install")
class TestTimelineRights(TimelineCommon):
    """Each source by the rules of the reader; nobody outside sales gets anything."""

    def test_opportunities_of_a_colleague_stay_his(self):
        self._post(self.hidden, 1, subject="Secret")
        self.hidden.action_set_won()
        self.env.cr.flush()
        kinds = ("mail", "outcome", "stage")
        for user in (self.rep, self.rep_beside):
            with self.subTest(user=user.login):
                titles = self._titles(*kinds, user=user)
                self.assertNotIn("Secret", titles)
                self.assertNotIn("Carl's hall", titles)
        for user in (self.colleague, self.leader, self.head, self.manager):
            with self.subTest(user=user.login):
                self.assertLessEqual(
                    {"Secret", "Carl's hall"}, set(self._titles(*kinds, user=user))
                )

    def test_a_private_meeting_is_busy(self):
        self._meet(self.paul, 1, name="Surgery", location="Ward 3", privacy="private")
        [entry] = self._entries("meeting", user=self.colleague)
        self.assertNotIn("Surgery", str(entry))
        self.assertNotIn("Ward 3", str(entry))
        self.assertIn("Surgery", self._titles("meeting"))

    def test_another_company(self):
        self._post(self.lead, 1, subject="Ours")
        self.lead.company_id = self.env.company
        self.env.flush_all()
        self.assertNotIn("Ours", self._titles("mail", user=self.foreigner), "a shared customer")
        (self.customer | self.paul | self.petra).company_id = self.env.company
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self._read(user=self.foreigner)

    def test_portal_and_public_get_nothing(self):
        own = self.portal.partner_id
        for user in (self.portal, self.public):
            for partner in (self.customer, own):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._read(user=user, partner=partner)

    def test_who_is_not_in_sales_gets_nothing(self):
        clerk = self.rep.copy({"login": "sft_clerk", "group_ids": [(6, 0, [])]})
        clerk.group_ids = self.env.ref("base.group_user")
        with self.assertRaises(AccessError):
            self._read(user=clerk)

    def test_somebody_elses_person_shows_nothing(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self._post(stranger, 1, subject="Elsewhere")
        self._post(self.paul, 1, subject="Here", partner_ids=stranger.ids)
        self.assertNotIn("Elsewhere", self._titles(person_id=stranger.id))
