from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import ExitCriteriaError
from .common import MANAGER
from .test_crm_lead_gated import GateCommon


class AttemptCommon(GateCommon):
    """A rep, in whose way a criterion stands, tries what he can think of."""

    def setUp(self):
        super().setUp()
        self.Waiver = self.env["crm.stage.waiver"]

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

    def assertStillHeld(self):
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))

    def _fails(self, error, call, sentence=""):
        with self.assertRaisesRegex(error, sentence), self.env.cr.savepoint():
            call()
        self._end_transaction()


@tagged("-at_install", "post_install")
class TestAttemptsOnLeads(AttemptCommon):
    def test_context_keys(self):
        keys = (
            "gate_import",
            "gate_landing",
            "import_file",
            "install_mode",
            "module",
            "mail_notrack",
            "funnel_setup_moves_leads",
            "active_test",
        )
        every = (dict.fromkeys(keys, value) for value in (True, False, "inherited", "report"))
        for context in (*every, {"active_test": False}, {"gate_import": "inherited"}):
            with self.subTest(context=context):
                lead = self.lead.with_user(self.rep).with_context(**context)
                self._refused_then_back(
                    lambda lead=lead: lead.write({"stage_id": self.stage_in.id})
                )

    def test_a_time_zone_of_ones_own_puts_no_day_off(self):
        """The criterion holds from today in the company; it is yesterday still elsewhere."""
        self.env.company.partner_id.tz = "Pacific/Kiritimati"
        company_day = fields.Datetime.context_timestamp(
            self.env.user.with_context(tz="Pacific/Kiritimati"), fields.Datetime.now()
        ).date()
        self.gate.write({"level": "advisory", "blocking_from": company_day})
        self._end_transaction()
        for zone in ("Pacific/Niue", "UTC", "Pacific/Kiritimati"):
            with self.subTest(zone=zone):
                lead = self.lead.with_user(self.rep).with_context(tz=zone)
                self._refused_then_back(
                    lambda lead=lead: lead.write({"stage_id": self.stage_in.id})
                )
        self.env.company.partner_id.tz = "Pacific/Niue"
        self._end_transaction()
        if company_day > fields.Date.today():
            return
        niue = fields.Datetime.context_timestamp(
            self.env.user.with_context(tz="Pacific/Niue"), fields.Datetime.now()
        ).date()
        if niue < company_day:
            self._move(self.lead, self.stage_in)
            self._end_transaction()
            self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_sudo_in_a_server_action_run_by_a_rep(self):
        action = self._create_action(
            f"records.sudo().write({{'stage_id': {self.stage_in.id}}})\nrecords.flush_recordset()"
        )
        self._refused_then_back(lambda: self._run(action))

    def test_a_server_action_that_swallows_the_refusal(self):
        action = self._create_action(
            "try:\n"
            f"    records.sudo().write({{'stage_id': {self.stage_in.id}}})\n"
            "    env.cr.flush()\n"
            "except Exception:\n"
            "    log('never mind')\n"
        )
        self._refused_then_back(lambda: self._run(action))

    def _create_action(self, code):
        return self.env["ir.actions.server"].create(
            {
                "name": "Move",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": code,
                "group_ids": False,
            }
        )

    def _run(self, action, lead=None):
        context = {"active_model": "crm.lead", "active_ids": (lead or self.lead).ids}
        action.with_user(self.rep).with_context(**context).sudo().run()

    def test_a_savepoint_that_is_rolled_back_forgets_no_move(self):
        def move():
            self._move(self.lead, self.stage_in)
            self.env.flush_all()
            try:
                with self.env.cr.savepoint():
                    raise UserError("something else")
            except ExitCriteriaError:
                raise
            except UserError:
                pass

        self._refused_then_back(move)

    def test_a_refusal_swallowed_within_savepoints(self):
        def move():
            with self.env.cr.savepoint():
                try:
                    self._move(self.lead, self.stage_in)
                    with self.env.cr.savepoint():
                        self.lead.description = "later"
                except ExitCriteriaError:
                    self.lead.description = "swallowed"

        self._refused_then_back(move)

    def test_a_savepoint_without_flush(self):
        def move():
            self._move(self.lead, self.stage_in)
            self.env.flush_all()
            savepoint = self.env.cr.savepoint(flush=False)
            savepoint.close(rollback=True)

        self._refused_then_back(move)

    def test_moved_in_a_savepoint_that_was_rolled_back_it_is_free_again(self):
        with mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    self._move(self.lead, self.stage_in)
                    raise UserError("something else")
            except UserError:
                pass
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_above)
        self.assertStillHeld()

    def test_by_way_of_a_lead(self):
        """An opportunity made a lead, moved, and converted again, each in its own transaction."""
        self.lead.with_user(self.rep).type = "lead"
        self._end_transaction()
        self._move(self.lead, self.stage_best)
        self._end_transaction()
        lead = self.lead.with_user(self.rep)
        self._refused_then_back(lambda: lead.write({"type": "opportunity"}))
        self._refused_then_back(lambda: lead.convert_opportunity(self.customer))

    def test_by_way_of_the_archive(self):
        self.lead.with_user(self.rep).action_archive()
        self._end_transaction()
        self._refused_then_back(
            lambda: self.lead.with_user(self.rep).write(
                {"stage_id": self.stage_in.id, "active": True}
            )
        )
        self.assertStillHeld()

    def test_by_way_of_another_team(self):
        """Out of the team, and back into it further on."""
        lead = self.lead.with_user(self.rep)
        lead.write({"team_id": self.team_beside.id, "stage_id": self.stage_beside.id})
        self._end_transaction()
        self._refused_then_back(
            lambda: lead.write({"team_id": self.team.id, "stage_id": self.stage_best.id})
        )

    def test_without_a_team_and_back(self):
        lead = self.lead.with_user(self.rep)
        lead.write({"team_id": False})
        self._end_transaction()
        self._refused_then_back(
            lambda: lead.write({"team_id": self.team.id, "stage_id": self.stage_best.id})
        )

    def test_landing_leaves_no_lead_where_a_stage_was_made_won(self):
        stage = self.stage_above.with_user(self.administrator).with_context(gate_landing="first")
        self._refused_then_back(lambda: stage.write({"is_won": True}))

    def test_a_rep_touches_no_criterion(self):
        gate = self.gate.with_user(self.rep)
        for name, call in {
            "write": lambda: gate.write({"active": False}),
            "soften": lambda: gate.write({"level": "advisory"}),
            "put off": lambda: gate.write({"blocking_from": "2999-01-01"}),
            "delete": gate.unlink,
            "copy": gate.copy,
            "through the stage": lambda: self.stage_above.with_user(self.rep).write(
                {"gate_ids": [Command.clear()]}
            ),
        }.items():
            with self.subTest(name):
                self._fails(AccessError, call)
        self.assertStillHeld()

    def test_nobody_writes_history(self):
        row = self.env["crm.lead.history"].search([("lead_id", "=", self.lead.id)], limit=1)
        for user in (self.rep, self.leader, self.manager, self.administrator):
            with self.subTest(user.login):
                own = row.with_user(user)
                for call in (
                    lambda own=own: own.write({"stage_id": self.stage_in.id}),
                    lambda own=own: own.sudo().write({"stage_id": self.stage_in.id}),
                    lambda own=own: own.copy({"stage_id": self.stage_in.id}),
                    own.unlink,
                ):
                    self._fails((AccessError, UserError), call, "history|allowed")
        self.assertStillHeld()

    def test_what_a_rolled_back_change_said_is_not_remembered(self):
        """All criteria archived, a lead moved, all undone: the criterion holds as before."""
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.gate.active = False
            self.env.flush_all()
            self.assertFalse(self.env["crm.stage.gate"]._is_used())
            raise UserError("undo")
        self.assertStillHeld()


@tagged("-at_install", "post_install")
class TestAttemptsOnRequests(AttemptCommon):
    def test_creating_it_as_granted(self):
        forged = {
            "lead_id": self.lead.id,
            "gate_id": self.gate.id,
            "reason": "Please",
            "state": "granted",
            "origin": "import",
            "requested_by_id": self.leader.id,
            "requested_on": "2020-01-01",
            "decided_by_id": self.manager.id,
            "decided_on": "2020-01-01",
            "comment": "Granted by myself",
        }
        creations = {
            "create": lambda: self.Waiver.with_user(self.rep).create(forged),
            "sudo": lambda: self.Waiver.with_user(self.rep).sudo().create(forged),
            "through the lead": lambda: self.lead.with_user(self.rep).write(
                {"waiver_ids": [Command.create(forged)]}
            ),
            "web_save": lambda: self.Waiver.with_user(self.rep).web_save(forged, {"state": {}}),
            "defaults": lambda: (
                self.Waiver.with_user(self.rep)
                .with_context(default_state="granted", default_decided_by_id=self.manager.id)
                .create({name: forged[name] for name in ("lead_id", "gate_id", "reason")})
            ),
        }
        for name, create in creations.items():
            with self.subTest(name):
                create()
                self._end_transaction()
                waiver = self.lead.waiver_ids
                self.assertEqual(waiver.state, "requested")
                self.assertEqual(waiver.origin, "request")
                self.assertEqual(waiver.requested_by_id, self.rep)
                self.assertGreater(str(waiver.requested_on), "2026")
                self.assertFalse(waiver.decided_by_id or waiver.decided_on or waiver.comment)
                self.assertStillHeld()
                waiver.sudo().unlink()
                self._end_transaction()

    def test_importing_it_as_granted(self):
        result = self.Waiver.with_user(self.rep).load(
            ["lead_id/.id", "gate_id/.id", "reason", "state"],
            [[str(self.lead.id), str(self.gate.id), "Please", "granted"]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(self.Waiver.browse(result["ids"]).state, "requested")
        self.assertStillHeld()

    def test_writing_the_decision(self):
        waiver = self._ask()
        decisions = (
            {"state": "granted"},
            {"decided_by_id": self.leader.id},
            {"decided_on": "2026-01-01"},
            {"requested_by_id": self.colleague.id},
            {"comment": "Fine"},
        )
        for values in decisions:
            with self.subTest(values=values):
                self._fails(AccessError, lambda v=values: waiver.write(v), "with its buttons")
                self._fails(AccessError, lambda v=values: waiver.sudo().write(v), "buttons")
                self._fails(
                    AccessError,
                    lambda v=values: self.lead.with_user(self.rep).write(
                        {"waiver_ids": [Command.update(waiver.id, v)]}
                    ),
                    "buttons",
                )
        waiver.write({"origin": "import"})
        self.assertEqual(waiver.origin, "request")
        self.assertStillHeld()

    def test_who_may_not_decide(self):
        waiver = self._ask()
        beside = self._create_leader_beside()
        for user in (self.rep, self.colleague, self.rep_beside, beside, self.portal, self.public):
            with self.subTest(user.login):
                own = waiver.with_user(user)
                self._fails(AccessError, own.action_grant)
                self._fails(AccessError, lambda own=own: own.decide("granted", "Fine"))
        self._fails(AccessError, waiver.with_user(self.rep).sudo().action_grant, "nobody decides")
        self._fails(AccessError, waiver.with_user(self.env.ref("base.user_root")).action_grant)
        self.assertEqual(waiver.state, "requested")
        self.assertStillHeld()

    def _create_leader_beside(self):
        self.team_beside.user_id = new_test_user(
            self.env, "sft_beside_leader", groups="sales_funnel_territory.group_team_leader"
        )
        self._end_transaction()
        return self.team_beside.user_id

    def test_the_sentence_names_who_can(self):
        waiver = self._ask()
        self._fails(AccessError, waiver.action_grant, "Leo Leader can")

    def test_a_manager_of_another_company(self):
        stranger = new_test_user(
            self.env,
            "sft_stranger",
            groups=MANAGER,
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        self.lead.company_id = self.env.company
        self._end_transaction()
        waiver = self._ask()
        self._fails(AccessError, waiver.with_user(stranger).action_grant)
        self._fails(AccessError, waiver.with_user(stranger).sudo().action_grant, "nobody decides")
        self.assertFalse(self.Waiver.with_user(stranger).search([("id", "=", waiver.id)]))

    def test_a_leader_decides_neither_what_he_asked_nor_what_he_sells(self):
        waiver = self._ask(user=self.leader)
        self._fails(AccessError, waiver.action_grant, "Hanna Head can")
        waiver.action_withdraw()
        self._end_transaction()
        self.lead.user_id = self.leader
        self.lead.team_id = self.team
        self._end_transaction()
        waiver = self._ask(user=self.manager)
        self._fails(AccessError, waiver.with_user(self.leader).action_grant, "Hanna Head can")
        self._fails(AccessError, waiver.with_user(self.manager).action_grant, "nobody decides")
        waiver.with_user(self.head).action_grant()
        self.assertEqual((waiver.state, waiver.decided_by_id), ("granted", self.head))

    def test_reusing_a_granted_one(self):
        waiver = self._ask()
        waiver.with_user(self.leader).action_grant()
        other = self._create_lead(stage=self.stage_above, name="Other", phone=False)
        email = self._create_gate("Email", kind="field", field_id=self._lead_field("email_from").id)
        self._end_transaction()
        for name, call in {
            "lead": lambda: waiver.write({"lead_id": other.id}),
            "criterion": lambda: waiver.write({"gate_id": email.id}),
            "sudo": lambda: waiver.sudo().write({"lead_id": other.id}),
            "link": lambda: other.with_user(self.rep).write(
                {"waiver_ids": [Command.link(waiver.id)]}
            ),
            "set": lambda: other.with_user(self.rep).write(
                {"waiver_ids": [Command.set(waiver.ids)]}
            ),
            "reason": lambda: waiver.write({"reason": "Other"}),
        }.items():
            with self.subTest(name):
                self._fails(UserError, call, "ask anew|Ask anew")
        self._refused_then_back(lambda: self._move(other, self.stage_in))

    def test_an_open_request_is_not_turned_into_another(self):
        """What the leader reads is what he grants."""
        waiver = self._ask()
        other = self._create_lead(stage=self.stage_above, name="Other")
        self._fails(UserError, lambda: waiver.write({"lead_id": other.id}), "ask anew")
        waiver.write({"reason": "He answers on Mondays only"})
        self._fails(
            UserError,
            lambda: waiver.with_user(self.leader).write({"reason": "Because"}),
            "only by who asked",
        )

    def test_deleting(self):
        waiver = self._ask()
        self._fails(UserError, waiver.with_user(self.leader).unlink, "Rosa Rep, who alone")
        waiver.with_user(self.leader).decide("refused", "Call him")
        self._fails(UserError, waiver.unlink, "stays on record")
        self._fails(UserError, waiver.with_user(self.administrator).unlink, "stays on record")
        self._fails(UserError, waiver.sudo().unlink, "stays on record")
        forced = waiver.with_context(_force_unlink=True)
        self._fails(UserError, forced.unlink, "stays on record")
        self._fails(UserError, self.gate.with_user(self.administrator).unlink, "Archive it instead")
        self.assertStillHeld()

    def test_deciding_twice(self):
        waiver = self._ask()
        waiver.with_user(self.leader).decide("refused", "Call him")
        self._fails(UserError, waiver.with_user(self.manager).action_grant, "already decided")
        self._fails(
            UserError, lambda: waiver.with_user(self.manager).decide("requested"), "not requested"
        )
        waiver.action_withdraw()
        self.assertEqual(waiver.state, "refused", "what was decided is not withdrawn")
        self.assertStillHeld()

    def test_withdrawn_it_counts_no_more(self):
        waiver = self._ask()
        waiver.action_withdraw()
        self.assertEqual(waiver.state, "withdrawn")
        self.assertStillHeld()

    def test_private_ways_are_private(self):
        for model, method in (
            ("crm.stage.waiver", "_create_decided"),
            ("crm.stage.waiver", "_write_as_is"),
            ("crm.stage.waiver", "_inherit_on_import"),
            ("crm.stage.gate.statement", "_write_as_is"),
            ("crm.lead", "_move_past_gates"),
            ("ir.attachment", "_write_mark"),
        ):
            self.assertTrue(hasattr(self.env[model], method), f"{model}.{method}")
            self.assertTrue(method.startswith("_"), "a call from outside reaches it")


@tagged("-at_install", "post_install")
class TestAttemptsOnEvidence(AttemptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.phone = "1"
        cls.ticked = cls._create_gate("Budget is approved", kind="statement")
        cls.signed = cls._create_gate("Signed order", kind="attachment", must_be_signed=True)
        cls.signed.active = False
        cls.other = cls._create_lead(stage=cls.stage_above, name="Other", phone="1")
        cls._end_transaction()

    def _state(self, user=None, **values):
        return (
            self.env["crm.stage.gate.statement"]
            .with_user(user or self.rep)
            .create({"lead_id": self.lead.id, "gate_id": self.ticked.id, **values})
        )

    def test_who_states_it_and_when_cannot_be_forged(self):
        statement = self._state(evidence="Mail", user_id=self.leader.id, stated_on="2020-01-01")
        self.assertEqual(statement.user_id, self.rep)
        self.assertGreater(str(statement.stated_on), "2026")
        statement.write({"user_id": self.manager.id, "stated_on": "2020-01-01"})
        self.assertEqual(statement.user_id, self.rep)
        self.assertGreater(str(statement.stated_on), "2026")
        statement.with_user(self.leader).write({"evidence": "Letter"})
        self.assertEqual(statement.user_id, self.leader, "who changes it states it")

    def test_nothing_is_no_evidence(self):
        for values in ({}, {"evidence": "  "}, {"url": " "}, {"attachment_ids": [(6, 0, [])]}):
            with self.subTest(values=values):
                self._fails(
                    ValidationError,
                    lambda v=values: self._state(**v),
                    "needs evidence|is no link",
                )
        self._fails(
            ValidationError, lambda: self._state(url="javascript:alert(1)"), "begins with https"
        )
        self.assertStillHeld()

    def test_evidence_taken_away_later(self):
        statement = self._state(evidence="Mail")
        self._fails(ValidationError, lambda: statement.write({"evidence": False}), "evidence")
        statement.unlink()
        self._end_transaction()
        self.assertStillHeld()
        file = self._attach(self.rep, self.lead)
        self._state(attachment_ids=[Command.link(file.id)])
        self._end_transaction()
        file.unlink()
        self._end_transaction()
        self.assertStillHeld()

    def _attach(self, user, lead, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "order.pdf",
                    "raw": b"order",
                    "res_model": "crm.lead",
                    "res_id": lead.id,
                    **values,
                }
            )
        )

    def test_a_file_that_one_may_not_read_shows_nothing(self):
        secret = self._create_lead(name="Secret", user_id=self.colleague.id)
        file = self._attach(self.colleague, secret, name="secret.pdf")
        self._end_transaction()
        self._fails(AccessError, lambda: self._state(attachment_ids=[Command.link(file.id)]))

    def test_re_pointing_a_statement(self):
        statement = self._state(evidence="Mail")
        another = self._create_gate("Another", kind="statement")
        self._end_transaction()
        for name, call in {
            "lead": lambda: statement.write({"lead_id": self.other.id}),
            "criterion": lambda: statement.write({"gate_id": another.id}),
            "link": lambda: self.other.with_user(self.rep).write(
                {"gate_statement_ids": [Command.link(statement.id)]}
            ),
        }.items():
            with self.subTest(name):
                self._fails(UserError, call, "evidence of its own")
        self._refused_then_back(lambda: self._move(self.other, self.stage_in))

    def test_a_statement_about_another_kind_of_criterion(self):
        self._fails(
            ValidationError,
            lambda: self._state(gate_id=self.gate.id, evidence="I know it"),
            "Fill \u201cPhone",
        )

    def test_a_statement_on_a_colleagues_lead(self):
        theirs = self._create_lead(stage=self.stage_above, user_id=self.colleague.id)
        self._end_transaction()
        for user in (self.rep, self.rep_beside, self.portal, self.public):
            with self.subTest(user.login):
                self._fails(
                    AccessError,
                    lambda u=user: self._state(user=u, lead_id=theirs.id, evidence="x"),
                )

    def test_the_mark_as_signed(self):
        self.ticked.active = False
        self.signed.active = True
        self._end_transaction()
        file = self._attach(
            self.rep, self.lead, signed_by_id=self.leader.id, signed_on="2026-01-01"
        )
        self._end_transaction()
        self.assertFalse(file.signed_on or file.signed_by_id)
        for call in (
            lambda: file.write({"signed_on": "2026-01-01"}),
            lambda: file.sudo().write({"signed_by_id": self.leader.id}),
        ):
            self._fails(AccessError, call, "with its button")
        self.assertStillHeld()
        self._fails(AccessError, file.with_user(self.portal).action_mark_signed)
        self._fails(AccessError, file.with_user(self.rep_beside).action_mark_signed)
        file.action_mark_signed()
        self._end_transaction()
        self.assertEqual(file.signed_by_id, self.rep)
        self.assertFalse(file.copy().signed_on, "a copy is not signed")

    def test_another_file_under_the_mark(self):
        file = self._attach(self.rep, self.lead)
        for values in ({"raw": b"another"}, {"res_id": self.other.id}, {"datas": b"YQ=="}):
            with self.subTest(values=values):
                file.action_mark_signed()
                self.assertTrue(file.signed_on)
                file.write(values)
                self.assertFalse(file.signed_on)
                file.write({"res_id": self.lead.id})
        file.action_mark_signed()
        file.write({"name": "signed order.pdf"})
        self.assertTrue(file.signed_on)
