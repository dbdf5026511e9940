from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_lead_gated import GateCommon

MODELS = ("crm.stage.waiver", "crm.stage.approval", "crm.stage.gate.statement")


class RequestCommon(GateCommon):
    """A rep asks his leader; the mail that goes out is written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.customer.email = "hale@hale.example"
        cls.lead = cls.lead.with_env(cls.env)
        cls.lead.partner_id = cls.customer
        cls.lead.phone = False
        cls.lead.message_subscribe(cls.customer.ids)
        cls.approval_gate = cls._create_gate(
            "Price is approved", kind="approval", approver="leader"
        )
        cls.ticked = cls._create_gate("Budget is known", kind="statement")
        (cls.approval_gate | cls.ticked).active = False
        cls._end_transaction()

    def _ask(self, user=None, lead=None, gate=None, model="crm.stage.waiver"):
        request = (
            self.env[model]
            .with_user(user or self.rep)
            .create(
                {
                    "lead_id": (lead or self.lead).id,
                    "gate_id": (gate or self.gate).id,
                    "reason": "He never answers",
                }
            )
        )
        self._end_transaction()
        return request


@tagged("-at_install", "post_install")
class TestAskAndDecide(RequestCommon):
    def test_asked_granted_moved(self):
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        asked = self.lead.with_user(self.rep).ask_waiver(self.gate.ids, "He never answers")
        self._end_transaction()
        self.assertEqual(asked, "Leo Leader")
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        activity = self.lead.waiver_ids.activity_ids
        self.assertEqual((activity.user_id, activity.summary[:13]), (self.leader, "Waiver asked:"))
        waiver = self.lead.waiver_ids.with_user(self.leader)
        self.assertTrue(waiver.can_decide)
        waiver.decide("granted", "Call him after the fair")
        self._end_transaction()
        self.assertFalse(waiver.activity_ids, "nothing is left to do")
        self.assertEqual(waiver.comment, "Call him after the fair")
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)
        item = self.lead.with_user(self.rep).get_gate_items(self.gate.ids)[0]
        self.assertEqual((item["state"], item["evidence"]["author"]), ("waived", "Leo Leader"))

    def test_a_waiver_is_for_one_lead_and_one_criterion(self):
        other = self._create_lead(stage=self.stage_above, name="Other", partner_id=False)
        self._create_gate("Email", kind="field", field_id=self._lead_field("email_from").id)
        self.lead.email_from = False
        self._end_transaction()
        self._ask().with_user(self.leader).action_grant()
        self._end_transaction()
        error = self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        self.assertNotIn("Phone is known", str(error))
        self._refused_then_back(lambda: self._move(other, self.stage_in))

    def test_refused_with_a_comment_that_the_rep_reads(self):
        waiver = self._ask()
        waiver.with_user(self.leader).decide("refused", "Call him first")
        self._end_transaction()
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        item = self.lead.with_user(self.rep).get_gate_items(self.gate.ids)[0]
        self.assertEqual(
            (item["state"], item["refused"]),
            ("missing", [{"by": "Leo Leader", "comment": "Call him first"}]),
        )
        again = self._ask()
        self.assertEqual(again.state, "requested", "one may ask again after a refusal")

    def test_asked_once(self):
        self._ask()
        with self.assertRaisesRegex(UserError, "was asked before"), self.env.cr.savepoint():
            self._ask()

    def test_the_leader_reads_the_reason_as_it_was_written(self):
        reason = "Price < 5 & volume > 3\n<b>Urgent</b>"
        self.lead.with_user(self.rep).ask_waiver(self.gate.ids, reason)
        note = self.lead.waiver_ids.activity_ids.note
        self.assertIn("Price &lt; 5 &amp; volume &gt; 3", note)
        self.assertIn("&lt;b&gt;Urgent", note)

    def test_without_a_reason(self):
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.lead.with_user(self.rep).ask_waiver(self.gate.ids, reason)

    def test_whom_it_asks(self):
        """The nearest leader who neither asked nor sells; else a sales manager."""

        def decider(**values):
            self.lead.write(values)
            return (
                self.env["crm.stage.waiver"]
                .new(
                    {
                        "lead_id": self.lead.id,
                        "gate_id": self.gate.id,
                        "requested_by_id": self.rep.id,
                    }
                )
                ._find_decider()
            )

        self.assertEqual(decider(), self.leader)
        self.assertEqual(decider(user_id=self.leader.id, team_id=self.team.id), self.head)
        self.leader.active = False
        self.assertEqual(decider(user_id=self.rep.id), self.head)
        self.head.active = False
        found = decider()
        self.assertTrue(found.has_group("sales_team.group_sale_salesman_all_leads"))
        self.assertNotEqual(found, self.env.ref("base.user_root"))

    def test_a_manager_only_approval(self):
        self.approval_gate.write({"active": True, "approver": "manager"})
        self.lead.phone = "1"
        self._end_transaction()
        approval = self._ask(gate=self.approval_gate, model="crm.stage.approval")
        waiver = self._ask(gate=self.approval_gate)
        for request in (approval, waiver):
            for user in (self.leader, self.head):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    request.with_user(user).action_grant()
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        approval.with_user(self.manager).action_grant()
        self._end_transaction()
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_mail_reaches_colleagues_only(self):
        mails = self.env["mail.mail"].sudo().search([])
        notified = self.env["mail.notification"].sudo().search([])
        self.approval_gate.active = self.ticked.active = True
        for model, gate in (
            ("crm.stage.waiver", self.gate),
            ("crm.stage.approval", self.approval_gate),
        ):
            request = self._ask(gate=gate, model=model)
            request.with_user(self.leader).decide("granted", "Fine")
        self.lead.with_user(self.rep).state_gate(self.ticked.id, evidence="Mail of Monday")
        self.lead.with_user(self.rep).unstate_gate(self.ticked.id)
        self._end_transaction()
        new = self.env["mail.notification"].sudo().search([]) - notified
        self.assertTrue(new, "whoever asked is told")
        self.assertIn(self.rep.partner_id, new.res_partner_id)
        reached = (
            new.res_partner_id | (self.env["mail.mail"].sudo().search([]) - mails).recipient_ids
        )
        self.assertNotIn(self.customer, reached)
        self.assertFalse(reached.filtered(lambda partner: partner.partner_share))
        addresses = (self.env["mail.mail"].sudo().search([]) - mails).mapped("email_to")
        self.assertFalse([address for address in addresses if address and "hale" in address])


@tagged("-at_install", "post_install")
class TestRights(RequestCommon):
    """Who may read, make, change and delete what: model by model, person by person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.company_id = cls.env.company
        cls.stranger = cls._new_stranger()
        cls.insiders = cls.rep | cls.leader | cls.head | cls.manager | cls.administrator
        cls.outsiders = (
            cls.colleague | cls.rep_beside | cls.foreigner | cls.stranger | cls.portal | cls.public
        )
        (cls.approval_gate | cls.ticked).active = True
        cls._end_transaction()

    def _values(self, model):
        gates = {"crm.stage.approval": self.approval_gate, "crm.stage.gate.statement": self.ticked}
        text = "evidence" if model == "crm.stage.gate.statement" else "reason"
        return {
            "lead_id": self.lead.id,
            "gate_id": gates.get(model, self.gate).id,
            text: "Because",
        }

    def _is_refused(self, call):
        try:
            with self.env.cr.savepoint():
                call()
        except AccessError:
            return True
        except UserError:
            return False
        return False

    def test_criteria(self):
        values = {"name": "New", "stage_id": self.stage_above.id, "kind": "statement"}
        for user in self.insiders | self.outsiders:
            gate, is_sales = self.gate.with_user(user), not user.share
            with self.subTest(user.login):
                self.assertEqual(self._is_refused(lambda g=gate: g.read(["name"])), not is_sales)
                is_held = user != self.administrator
                for call in (
                    lambda g=gate: g.create(values),
                    lambda g=gate: g.write({"name": "Other"}),
                    lambda g=gate: g.copy().unlink(),
                ):
                    self.assertEqual(self._is_refused(call), is_held)

    def test_insiders_make_and_read(self):
        for model in MODELS:
            for user in self.insiders:
                with self.subTest(model=model, user=user.login), self.env.cr.savepoint() as undo:
                    record = self.env[model].with_user(user).create(self._values(model))
                    for reader in self.insiders:
                        own = record.with_user(reader)
                        self.assertTrue(own.read(["lead_id", "gate_id", "display_name"]))
                        self.assertEqual(own.search([("lead_id", "=", self.lead.id)]), record)
                    undo.rollback()

    def test_outsiders_reach_nothing(self):
        for model in MODELS:
            for user in self.outsiders:
                own = self.env[model].with_user(user)
                self.assertTrue(
                    self._is_refused(lambda own=own, m=model: own.create(self._values(m)))
                )
            record = self.env[model].with_user(self.rep).create(self._values(model))
            self._end_transaction()
            other = {"crm.stage.gate.statement": {"evidence": "x"}}.get(model, {"reason": "x"})
            for user in self.outsiders:
                own = record.with_user(user)
                with self.subTest(model=model, user=user.login):
                    for call in (
                        lambda own=own: own.read(["gate_id"]),
                        lambda own=own, other=other: own.write(other),
                        own.unlink,
                    ):
                        self.assertTrue(self._is_refused(call))
                    try:
                        self.assertFalse(own.search([("id", "=", record.id)]))
                    except AccessError:
                        self.assertTrue(user.share)

    def test_outsiders_reach_nothing_through_the_lead(self):
        lead = self.lead
        for user in self.outsiders:
            own = lead.with_user(user)
            with self.subTest(user.login):
                for call in (
                    lambda own=own: own.get_gate_items(self.gate.ids),
                    lambda own=own: own.ask_waiver(self.gate.ids, "Because"),
                    lambda own=own: own.ask_approval(self.approval_gate.ids, "Because"),
                    lambda own=own: own.state_gate(self.ticked.id, evidence="x"),
                    lambda own=own: own.move_or_stay([[lead.id, self.stage_in.id]]),
                ):
                    self.assertTrue(self._is_refused(call))

    def test_a_lead_of_nobody_is_everybodys_in_sales(self):
        self.lead.user_id = False
        self.lead.team_id = self.team
        self._end_transaction()
        waiver = self._ask(user=self.colleague)
        self.assertTrue(waiver.with_user(self.rep).read(["reason"]))
        with self.assertRaisesRegex(UserError, "Carl Colleague, who alone"):
            waiver.with_user(self.rep).unlink()
        waiver.with_user(self.colleague).unlink()
