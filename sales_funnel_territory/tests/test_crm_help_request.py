from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .test_crm_customer_status import CustomerCommon

FRIDAY = datetime(2026, 3, 6, 9)


@tagged("-at_install", "post_install")
class TestHelpRequest(CustomerCommon):
    """Rosa asks an engineer for a drawing; he is not in sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engineer = new_test_user(
            cls.env, "sft_engineer", groups="base.group_user", name="Enno Engineer", tz="UTC"
        )
        calendar = cls.env["resource.calendar"].create({"name": "Engineers", "tz": "UTC"})
        cls.env.company.resource_calendar_id = calendar
        cls.lead = cls._create_lead(stage=cls.stage_above)
        cls.department = cls.env.ref("sales_funnel_territory.crm_help_department_technical")

    def _ask(self, user=None, moment=FRIDAY, **values):
        with freeze_time(moment):
            request = (
                self.env["crm.help.request"]
                .with_user(user or self.rep)
                .create(
                    {
                        "name": "Drawing of the gate",
                        "helper_id": self.engineer.id,
                        "partner_id": self.customer.id,
                        **values,
                    }
                )
            )
            self.env.flush_all()
        return request

    def _answer(self, request, moment, user=None):
        with freeze_time(moment):
            self.env.cr._now = moment
            request = request.with_user(user or self.engineer)
            request.answer = "Here it is"
            request.action_answer()
            self.env.flush_all()

    def tearDown(self):
        self.env.cr._now = None
        super().tearDown()

    # ------------------------------------------------------------------ asking

    def test_24_hours_or_the_end_of_the_next_working_day(self):
        request = self._ask()
        self.assertEqual(request.due_on, datetime(2026, 3, 9, 17), "Monday evening")
        [activity] = request.sudo().activity_ids
        self.assertEqual(activity.user_id, self.engineer)
        self.assertEqual(str(activity.date_deadline), "2026-03-09")
        self.assertIn("Hale Tools", activity.summary)
        self.assertEqual(self._ask(due_on=FRIDAY + timedelta(hours=2)).due_on.hour, 11)
        late = self._ask(moment=datetime(2026, 3, 3, 20))
        self.assertEqual(late.due_on, datetime(2026, 3, 4, 20), "24 hours are later")

    def test_in_one_tap_from_customer_and_opportunity(self):
        for record, field in ((self.customer, "partner_id"), (self.lead, "lead_id")):
            action = record.with_user(self.rep).action_ask_help()
            self.assertEqual(action["target"], "new")
            Request = self.env["crm.help.request"].with_user(self.rep)
            form = Form(Request.with_context(**action["context"]), action["views"][0][0])
            form.name = "Price approval"
            form.helper_id = self.engineer
            request = form.save()
            self.assertEqual(request[field], record.with_user(self.rep))
            self.assertEqual(request.partner_id.sudo(), self.customer)
        self.assertEqual(request.lead_name, "New hall")
        self.assertEqual(self.lead.help_open_count, 1)
        self.assertEqual(self.customer.help_open_count, 2)

    def test_not_of_oneself_not_of_outsiders_not_in_the_past(self):
        with self.assertRaises(ValidationError):
            self._ask(helper_id=self.rep.id)
        with self.assertRaises(ValidationError):
            self._ask(helper_id=self.portal.id)
        with self.assertRaises(ValidationError):
            self._ask(helper_id=self.foreigner.id)
        with self.assertRaises(UserError):
            self._ask(due_on=FRIDAY - timedelta(hours=1))

    def test_the_department_is_remembered(self):
        self.assertFalse(self._ask().department_id)
        self._ask(department_id=self.department.id)
        self.assertEqual(self._ask().department_id, self.department)

    def test_another_helper_gets_the_activity(self):
        request = self._ask(moment=datetime.now())
        request.helper_id = self.colleague
        self.assertEqual(request.sudo().activity_ids.user_id, self.colleague)

    # ------------------------------------------------------------------ answering

    def test_the_answer_closes_it_and_is_measured_in_working_hours(self):
        request = self._ask(department_id=self.department.id)
        self._answer(request, datetime(2026, 3, 9, 10))
        self.assertEqual((request.state, request.timeliness), ("answered", "on_time"))
        self.assertEqual(request.answered_by_id, self.engineer)
        # Friday 9-12 and 13-17, Monday 8-10
        self.assertAlmostEqual(request.hours_to_answer, 9)
        self.assertFalse(request.sudo().activity_ids)
        told = self.env["mail.message"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)]
        )
        self.assertIn(self.rep.partner_id, told.notified_partner_ids)
        with self.assertRaises(UserError):
            request.with_user(self.engineer).answer = "Another"

    def test_who_asked_does_not_answer_and_nothing_is_forged(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            request.answer = "I know it myself"
        with self.assertRaises(AccessError):
            request.action_answer()
        for vals in ({"state": "answered"}, {"timeliness": "on_time"}, {"hours_to_answer": 1}):
            with self.assertRaises(AccessError):
                request.with_user(self.engineer).write(vals)
        with self.assertRaisesRegex(UserError, "write the answer"):
            request.with_user(self.engineer).action_answer()
        with self.assertRaises(AccessError):
            request.with_user(self.engineer).action_withdraw()
        request.action_withdraw()
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.sudo().activity_ids)

    def test_a_context_forges_nothing(self):
        defaults = {
            "default_requester_id": self.leader.id,
            "default_escalated_to_id": self.rep.id,
            "default_state": "answered",
            "default_timeliness": "on_time",
            "default_answer": "Done",
        }
        Request = self.env["crm.help.request"].with_user(self.rep).with_context(**defaults)
        request = Request.create({"name": "Mine", "helper_id": self.engineer.id})
        self.assertEqual(request.requester_id, self.rep)
        self.assertEqual(request.state, "asked")
        self.assertFalse(request.timeliness or request.answer or request.escalated_to_id)

    def test_an_opportunity_one_may_not_read_is_not_told(self):
        secret = self._create_lead(name="Secret hall", user_id=self.colleague.id)
        self.env.flush_all()
        asking = self.env["crm.help.request"].with_user(self.rep)
        told = asking.onchange({"lead_id": secret.id}, ["lead_id"], {"lead_name": {}})
        self.assertFalse(told["value"].get("lead_name"), "while it is entered")
        with self.assertRaises(AccessError):
            self._ask(lead_id=secret.id)
        request = self._ask(lead_id=self.lead.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            request.lead_id = secret
        request.sudo().lead_id = secret
        request.with_user(self.engineer).write({"answer": "Of a lead he may not open"})

    # ------------------------------------------------------------------ escalating

    def _escalate(self, moment):
        with freeze_time(moment):
            self.env.invalidate_all()
            return self.env["crm.funnel.job"]._job_help()

    def test_overdue_goes_to_a_leader_once(self):
        request = self._ask()
        self.assertIn("No help request", self._escalate(FRIDAY + timedelta(hours=20)))
        self.assertIn("1", self._escalate(datetime(2026, 3, 9, 18)))
        self.assertEqual(request.escalated_to_id, self.leader, "Enno has no team: Rosa's leader")
        self.assertIn(self.leader, request.sudo().activity_ids.user_id)
        self.assertIn("No help request", self._escalate(datetime(2026, 3, 10, 18)))
        self.assertTrue(request.is_overdue)
        overdue = self.env["crm.help.request"].search([("is_overdue", "=", True)])
        self.assertIn(request.sudo(), overdue)
        self._answer(request, datetime(2026, 3, 10, 10), self.leader)
        self.assertEqual(request.timeliness, "late")

    def test_the_helpers_leader_comes_first(self):
        request = self._ask(helper_id=self.rep_beside.id)
        self._escalate(datetime(2026, 3, 20))
        self.assertEqual(request.escalated_to_id, self.head, "Hills has no leader of its own")

    def test_shares_count_only_what_is_due(self):
        self.env["crm.help.request"].search([]).unlink()
        answered, _open, late = self._ask(), self._ask(), self._ask()
        _open.sudo().due_on = datetime(2999, 1, 1)
        self._answer(answered, datetime(2026, 3, 9, 10))
        self._escalate(datetime(2026, 3, 9, 18))
        self.assertEqual(late.timeliness, "late")
        [(count, hours, rate)] = self.env["crm.help.request"]._read_group(
            [], [], ["__count", "hours_to_answer:avg", "on_time_rate:avg"]
        )
        self.assertEqual((count, rate), (3, 50))
        self.assertAlmostEqual(hours, 9)

    # ------------------------------------------------------------------ rights

    def test_who_sees_it(self):
        request = self._ask()
        self.customer.user_id = self.colleague
        self.env.flush_all()
        for user in (
            self.rep | self.engineer | self.colleague | self.leader | self.head | self.manager
        ):
            with self.subTest(user=user.login):
                self.assertEqual(request.with_user(user).read(["name"])[0]["id"], request.id)
        for user in self.rep_beside | self.foreigner | self.portal | self.public:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            request.with_user(self.colleague).write({"name": "Only reads"})
        with self.assertRaises(AccessError):
            self._ask(self.engineer, helper_id=self.rep.id)
        with self.assertRaises(AccessError):
            request.with_user(self.manager).unlink()

    def test_the_helper_opens_it_without_rights_on_the_opportunity(self):
        request = self._ask(lead_id=self.lead.id)
        view = self.env.ref("sales_funnel_territory.crm_help_request_view_form")
        form = Form(request.with_user(self.engineer), view)
        self.assertEqual(form.lead_name, "New hall")
        with self.assertRaises(AccessError):
            request.with_user(self.engineer).read(["lead_id"])

    def test_departments_are_the_administrators(self):
        for user in self.rep | self.leader | self.manager | self.engineer:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.department.with_user(user).name = "Mine"
        self.department.with_user(self.administrator).name = "Engineering"

    def test_a_customer_is_never_told(self):
        self.customer.email = "hale@example.com"
        request = self._ask()
        request.message_subscribe(partner_ids=self.customer.ids)
        mails = self.env["mail.mail"].search([])
        request.message_post(
            body="Any news?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        sent = self.env["mail.mail"].search([]) - mails
        self.assertNotIn(self.customer, sent.recipient_ids)
        notified = self.env["mail.notification"].search([("res_partner_id", "=", self.customer.id)])
        self.assertFalse(notified.filtered(lambda one: one.mail_message_id.res_id == request.id))
        suggested = request._message_get_suggested_recipients()
        self.assertNotIn(self.customer.id, [one.get("partner_id") for one in suggested])

    # ------------------------------------------------------------------ merges, hand-over

    def test_merges_bring_it_along(self):
        other = self._create_lead(stage=self.stage_above, name="Same hall")
        request = self._ask(lead_id=other.id)
        (self.lead | other).merge_opportunity()
        self.assertEqual(request.lead_id.sudo(), self.lead.exists() or other)
        double = self.env["res.partner"].create({"name": "Hale Ltd", "is_company": True})
        second = self._ask(partner_id=double.id)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | double).ids, self.customer
        )
        self.env.invalidate_all()
        self.assertEqual(second.partner_id.sudo(), self.customer)

    def test_a_leavers_open_requests_are_handed_over(self):
        request = self._ask(
            self.colleague, helper_id=self.rep.id, moment=datetime.now(), partner_id=False
        )
        handover = (
            self.env["crm.handover"]
            .with_user(self.leader)
            .create(
                {
                    "from_user_id": self.rep.id,
                    "to_user_id": self.leader.id,
                    "reason": "Leaves in May",
                }
            )
        )
        handover.action_preview()
        self.assertIn("help", handover.item_ids.mapped("kind"))
        handover.action_apply()
        self.assertEqual(request.helper_id, self.leader)
        self.assertEqual(request.sudo().activity_ids.user_id, self.leader)
        handover.action_undo()
        self.assertEqual(request.helper_id, self.rep)
