import contextlib

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
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

    def _move_and_flush(self, lead):
        """Move a lead such that it is judged with the caller's own context."""
        lead.write({"stage_id": self.stage_in.id})
        lead.flush_recordset()

    def test_a_company_of_ones_own_makes_no_deal_small(self):
        """A lead of no company: 10,000 are much here, and little in the other one's money."""
        yen = self.env["res.currency"].create({"name": "SFY", "symbol": "Y"})
        rate = {"name": "2020-01-01", "rate": 100, "company_id": False}
        yen.rate_ids = [Command.create(rate)]
        self.other_company.currency_id = yen
        self.gate.write({"amount_from": 5000, "currency_id": self.env.company.currency_id.id})
        self.lead.write({"company_id": False, "expected_revenue": 10000})
        self._end_transaction()
        self.assertFalse(self.lead.company_id)
        self.rep.company_ids += self.other_company
        for companies in (self.other_company, self.env.company | self.other_company):
            with self.subTest(companies=companies.mapped("name")):
                lead = self.lead.with_user(self.rep).with_context(allowed_company_ids=companies.ids)
                self._refused_then_back(lambda lead=lead: self._move_and_flush(lead))

    def test_a_language_of_ones_own_changes_no_filter(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        tag = self.env["crm.tag"].create({"name": "Strategic"})
        tag.with_context(lang="fr_FR").name = "Important"
        self.lead.tag_ids = tag
        self.gate.lead_domain = "[('tag_ids.name', '=', 'Strategic')]"
        self._end_transaction()
        for lang in ("en_US", "fr_FR", None):
            with self.subTest(lang=lang):
                lead = self.lead.with_user(self.rep).with_context(lang=lang)
                self._refused_then_back(lambda lead=lead: self._move_and_flush(lead))

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
            with contextlib.suppress(ZeroDivisionError), self.env.cr.savepoint():
                raise ZeroDivisionError

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
        with contextlib.suppress(ZeroDivisionError), self.env.cr.savepoint():
            self._move(self.lead, self.stage_in)
            raise ZeroDivisionError
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
        with contextlib.suppress(ZeroDivisionError), self.env.cr.savepoint():
            self.gate.active = False
            self.env.flush_all()
            self.assertFalse(self.env["crm.stage.gate"]._is_used())
            raise ZeroDivisionError
        self.assertStillHeld()
