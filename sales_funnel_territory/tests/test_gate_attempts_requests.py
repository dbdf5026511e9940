from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_gate_attempts import AttemptCommon


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

    def test_asking_without_a_reason(self):
        blank = {"lead_id": self.lead.id, "gate_id": self.gate.id, "reason": " \n"}
        self._fails(UserError, lambda: self.Waiver.with_user(self.rep).create(blank), "Say why")
        waiver = self._ask()
        self._fails(UserError, lambda: waiver.write({"reason": " "}), "Say why")

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
        stranger = self._new_stranger()
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
