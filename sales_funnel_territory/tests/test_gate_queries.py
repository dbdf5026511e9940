import threading

from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .test_crm_lead_gated import GateCommon


class QueryCommon(GateCommon):
    def _create_leads(self, number, stage=None, **values):
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {index}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "user_id": self.rep.id,
                    "stage_id": (stage or self.stage_above).id,
                    "phone": "1",
                    "expected_revenue": 10,
                    **values,
                }
                for index in range(number)
            ]
        )
        self._end_transaction()
        self.env.invalidate_all()
        return leads

    def _listen(self, work):
        """Return the queries that something makes."""
        queries, thread = self.queries = [], threading.current_thread()

        def hook(_cr, query, _params, _start, _delay):
            queries.append(str(query))

        hooks = getattr(thread, "query_hooks", ())
        thread.query_hooks = (*hooks, hook)
        try:
            work()
        finally:
            thread.query_hooks = hooks
        return queries


@tagged("-at_install", "post_install")
class TestQueries(QueryCommon):
    """Criteria of every kind: as many queries for one lead as for many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        call = cls.env.ref("mail.mail_activity_data_call")
        other = cls.env["res.currency"].create({"name": "HAL", "symbol": "H"})
        cls.gates = cls.gate | cls.env["crm.stage.gate"].create(
            [
                {"name": f"{kind} {index}", "stage_id": cls.stage_above.id, "kind": kind, **values}
                for index in range(2)
                for kind, values in (
                    ("field", {"field_id": cls._lead_field("expected_revenue").id}),
                    ("field", {"field_id": cls._lead_field("tag_ids").id}),
                    ("filter", {"domain": "[('expected_revenue', '>', 1)]"}),
                    ("statement", {"lead_domain": "[('phone', '!=', False)]"}),
                    ("statement", {"amount_from": 1, "currency_id": other.id}),
                    ("attachment", {"must_be_signed": bool(index)}),
                    ("activity", {"activity_type_id": call.id}),
                    ("approval", {"team_ids": cls.team.ids}),
                )
            ]
        )
        cls._end_transaction()

    def _make_met(self, leads):
        """Meet every criterion of every lead, a waiver for the last ones."""
        statements = self.gates.filtered(lambda gate: gate.kind == "statement")
        tag = self.env["crm.tag"].search([], limit=1) or self.env["crm.tag"].create({"name": "x"})
        leads.tag_ids = tag
        self.env["crm.stage.gate.statement"].create(
            [
                {"lead_id": lead.id, "gate_id": gate.id, "evidence": "x"}
                for lead in leads
                for gate in statements
            ]
        )
        files = self.env["ir.attachment"].create(
            [
                {"name": "x", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
                for lead in leads
            ]
        )
        files.action_mark_signed()
        decided = {
            "reason": "x",
            "state": "granted",
            "requested_by_id": self.rep.id,
            "decided_by_id": self.leader.id,
        }
        for model, kind in (("crm.stage.approval", "approval"), ("crm.stage.waiver", "activity")):
            self.env[model]._create_decided(
                [
                    {"lead_id": lead.id, "gate_id": gate.id, **decided}
                    for lead in leads
                    for gate in self.gates.filtered(lambda gate, kind=kind: gate.kind == kind)
                ]
            )
        self._end_transaction()
        self.env.invalidate_all()

    def _count_judging(self, number):
        leads = self._create_leads(number)
        self._make_met(leads)
        leads.stage_id = self.stage_in
        self.env.flush_all()
        self.env.invalidate_all()
        queries = self._listen(self.env["crm.lead"]._judge_noted)
        self._end_transaction()
        self.assertEqual(leads.stage_id, self.stage_in)
        return len(queries)

    def test_a_move(self):
        self._count_judging(2)  # caches
        once, twice = self._count_judging(10), self._count_judging(20)
        self.assertEqual(once, twice)
        self.assertLess(once, 60)

    def _count_refusing(self, number):
        leads = self._create_leads(number)
        leads.stage_id = self.stage_in
        self.env.flush_all()
        self.env.invalidate_all()
        # not assertRaises: its savepoint would judge before we listen
        try:
            self._listen(self.env["crm.lead"]._judge_noted)
        except ExitCriteriaError as error:
            self.assertEqual(len(error.context["refusals"]), number)
        else:
            self.fail("nobody was refused")
        self.env.cr.clear()
        self.env.cr.postcommit.clear()
        return len(self.queries)

    def test_a_refusal(self):
        self._count_refusing(2)
        self.assertEqual(self._count_refusing(10), self._count_refusing(20))

    def _count_moving(self, number):
        leads = self._create_leads(number)
        targets = [[lead.id, self.stage_in.id] for lead in leads]
        queries = self._listen(lambda: leads.move_or_stay(targets))
        self._end_transaction()
        self.assertEqual(leads.stage_id, self.stage_in)
        return len(queries)

    def test_a_move_of_those_that_may(self):
        """Leads that go to the same stage go together."""
        (self.gates - self.gate).active = False
        self._end_transaction()
        self._count_moving(2)
        self.assertEqual(self._count_moving(5), self._count_moving(10))

    def _count_cards(self, number):
        leads = self._create_leads(number).with_user(self.rep)
        return len(
            self._listen(lambda: leads.web_read({"name": {}, "gate_done": {}, "gate_total": {}}))
        )

    def test_cards(self):
        self._count_cards(2)
        self.assertEqual(self._count_cards(10), self._count_cards(20))

    def test_test_on_open_leads(self):
        def count(number):
            self._create_leads(number)
            return len(self._listen(self.stage_above.get_gate_test))

        count(2)
        self.assertEqual(count(10), count(20))


@tagged("-at_install", "post_install")
class TestSwitchedOff(QueryCommon):
    """Without a criterion, leads cost what they cost without us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.active = False
        cls._end_transaction()

    def assertNoneOfOurs(self, work):
        work()  # caches
        self._end_transaction()
        self.env.invalidate_all()
        queries = self._listen(lambda: (work(), self._end_transaction()))
        ours = [
            query
            for query in queries
            if any(f"crm_stage_{name}" in query for name in ("gate", "waiver", "approval"))
            or "won_status FROM crm_lead" in query
        ]
        self.assertTrue(queries)
        self.assertEqual(ours, [])

    def test_create(self):
        self.assertNoneOfOurs(lambda: self._create_leads(2, stage=self.stage_in))

    def test_write(self):
        leads = self._create_leads(4)
        stages = [self.stage_in, self.stage_best]

        def move():
            leads.write({"stage_id": stages.pop().id, "phone": "2"})

        self.assertNoneOfOurs(move)

    def test_cards(self):
        leads = self._create_leads(4)
        self.assertNoneOfOurs(lambda: leads.web_read({"gate_done": {}, "gate_total": {}}))
