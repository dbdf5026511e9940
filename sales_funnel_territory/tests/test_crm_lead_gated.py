from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import ExitCriteriaError
from .common import FunnelCommon


class GateCommon(FunnelCommon):
    """The team's first stage asks for a phone number; each step is a transaction of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.stage.gate"].search([]).active = False  # the demo's
        cls.gate = cls._create_gate(
            "Phone is known", kind="field", field_id=cls._lead_field("phone").id
        )
        cls.lead = cls._create_lead(stage=cls.stage_above, partner_id=False, phone=False)
        cls._end_transaction()

    @classmethod
    def _lead_field(cls, name):
        return cls.env["ir.model.fields"]._get("crm.lead", name)

    @classmethod
    def _create_gate(cls, name, stage=None, **values):
        return cls.env["crm.stage.gate"].create(
            {"name": name, "stage_id": (stage or cls.stage_above).id, **values}
        )

    @classmethod
    def _end_transaction(cls):
        """Do what a commit does: flush, judge, and forget where leads stood before."""
        cls.env.cr.flush()
        cls.env.cr.postcommit.clear()

    def _move(self, lead, stage, user=None):
        lead.with_user(user or self.rep).stage_id = stage

    def _refused_then_back(self, move):
        """Run a move in a savepoint that its refusal rolls back; return the error.

        Nothing of it may stay: no lead moved, and the history knows nothing of it.
        """
        before = self._read_rows()
        with self.assertRaises(ExitCriteriaError) as caught, self.env.cr.savepoint():
            move()
        self._end_transaction()
        self.assertEqual(self._read_rows(), before)
        return caught.exception

    def _read_rows(self):
        """Return every lead and every row of the history as the database has them."""
        self.env.cr.execute(
            "SELECT id, stage_id, team_id, user_id, type, won_status, active FROM crm_lead"
        )
        leads = sorted(self.env.cr.fetchall())
        self.env.cr.execute("SELECT id, lead_id, stage_id, valid_to FROM crm_lead_history")
        return leads, sorted(self.env.cr.fetchall())


@tagged("-at_install", "post_install")
class TestGated(GateCommon):
    def test_a_lead_that_misses_a_criterion_stays(self):
        error = self._refused_then_back(lambda: self._move(self.lead, self.stage_in))
        self.assertIn("New hall cannot go to In yet", str(error))
        self.assertIn("Phone is known", str(error))
        self.assertIn("Fill \u201cPhone\u201d", str(error))
        self.assertEqual(self.lead.stage_id, self.stage_above)

    def test_filled_in_the_same_call_counts(self):
        self.lead.with_user(self.rep).write({"stage_id": self.stage_in.id, "phone": "1"})
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_fill_move_empty_in_one_transaction_is_refused(self):
        def move():
            self.lead.phone = "1"
            self.lead.stage_id = self.stage_in
            self.env.cr.flush()
            self.lead.phone = False
            self.env.cr.flush()

        self._refused_then_back(move)

    def test_skipped_stages_count(self):
        self._create_gate(
            "Email is known",
            stage=self.stage_in,
            kind="field",
            field_id=self._lead_field("email_from").id,
        )
        self.lead.phone = "1"
        error = self._refused_then_back(lambda: self._move(self.lead, self.stage_best))
        self.assertIn("Email is known", str(error))
        self.assertNotIn("Phone is known", str(error))

    def test_backwards_and_lost_are_free(self):
        lead = self._create_lead(stage=self.stage_above, phone="1")
        self._move(lead, self.stage_in)
        self._end_transaction()
        lead.phone = False
        self._end_transaction()
        self._move(lead, self.stage_above)
        self._end_transaction()
        lead.action_set_lost()
        self._end_transaction()
        self.assertEqual(lead.won_status, "lost")

    def test_losing_it_first_opens_no_way(self):
        self.lead.action_set_lost()
        self._end_transaction()
        self._refused_then_back(lambda: self.lead.write({"stage_id": self.stage_best.id}))

    def test_advisory_holds_nobody_until_its_day(self):
        self.gate.level = "advisory"
        self._move(self.lead, self.stage_in)
        self._end_transaction()
        self._move(self.lead, self.stage_above)
        self._end_transaction()
        self.gate.blocking_from = "2020-01-01"
        self._refused_then_back(lambda: self._move(self.lead, self.stage_in))

    def test_a_swallowed_error_moves_nothing(self):
        self._move(self.lead, self.stage_in)
        for _attempt in range(2):
            self.assertTrue(self._is_flush_refused())
        self.lead.phone = "1"
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def _is_flush_refused(self):
        try:
            self.env.cr.flush()
        except ExitCriteriaError:
            return True
        return False

    def test_neither_context_nor_sudo_opens_it(self):
        keys = ("gate_import", "gate_landing", "funnel_setup_moves_leads", "import_file")
        for context in (dict.fromkeys(keys, "inherited"), {"install_mode": True}):
            with self.subTest(context=context):
                lead = self.lead.sudo().with_context(**context)
                self._refused_then_back(
                    lambda lead=lead: lead.write({"stage_id": self.stage_in.id})
                )

    def test_landing_puts_it_back(self):
        self.lead.with_context(gate_landing="first").stage_id = self.stage_best
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_above)

    def test_a_lead_put_back_starts_no_plan(self):
        todo = self.env.ref("mail.mail_activity_data_todo")
        template = {"summary": "Call", "responsible_type": "on_demand", "activity_type_id": todo.id}
        self.stage_in.activity_plan_id = self.env["mail.activity.plan"].create(
            {"name": "Go", "res_model": "crm.lead", "template_ids": [(0, 0, template)]}
        )
        self.lead.with_context(gate_landing="first").stage_id = self.stage_in
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_above)
        self.assertFalse(self.lead.activity_ids)

    def test_mass_edit_reports_all_and_moves_the_rest_when_asked(self):
        other = self._create_lead(stage=self.stage_above, name="Old hall", phone="1")
        third = self._create_lead(stage=self.stage_above, name="Barn", partner_id=False)
        self._end_transaction()
        leads = self.lead | other | third
        error = self._refused_then_back(
            lambda: leads.with_user(self.rep).web_save_multi(
                [{"stage_id": self.stage_in.id}] * 3, {"stage_id": {}}
            )
        )
        self.assertIn("New hall", str(error))
        self.assertIn("Barn", str(error))
        self.assertNotIn("Old hall", str(error))
        stay = self.env["crm.lead"].move_or_stay([[lead.id, self.stage_in.id] for lead in leads])
        self.assertEqual(set(stay), {self.lead.id, third.id})
        self.assertEqual(other.stage_id, self.stage_in)
        self.assertEqual((self.lead | third).stage_id, self.stage_above)

    def test_a_refusal_tells_the_client_who_stays_and_who_may_move(self):
        other = self._create_lead(stage=self.stage_above, name="Old hall", phone="1")
        still = self._create_lead(stage=self.stage_above, name="Barn", phone="1")
        self._end_transaction()
        leads = (self.lead | other).with_user(self.rep)

        def move():
            leads.stage_id = self.stage_in
            still.with_user(self.rep).expected_revenue = 7

        context = self._refused_then_back(move).context
        [refusal] = context["refusals"]
        self.assertEqual(refusal["lead_id"], self.lead.id)
        self.assertTrue(refusal["is_move"])
        self.assertEqual([gate["name"] for gate in refusal["gates"]], ["Phone is known"])
        self.assertEqual(context["movable"], [[other.id, self.stage_in.id]])

    def test_what_was_more_than_a_move_is_not_offered_as_one(self):
        self._create_gate("Met", stage=self.stage_beside, kind="statement")
        late = self._create_stage("Late", 50, sequence=2, teams=self.team_beside)
        self._end_transaction()
        changed = {"team_id": self.team_beside.id, "stage_id": late.id}
        context = self._refused_then_back(lambda: self.lead.write(changed)).context
        self.assertFalse(context["refusals"][0]["is_move"])

    def test_a_refused_creation_takes_its_defaults_along(self):
        Lead = self.env["crm.lead"].with_user(self.rep)
        column = {
            "default_stage_id": self.stage_in.id,
            "default_type": "opportunity",
            "default_team_id": self.team.id,
        }
        error = self._refused_then_back(
            lambda: Lead.with_context(**column).create({"name": "From a column"})
        )
        [refusal] = error.context["refusals"]
        self.assertFalse(refusal["lead_id"])
        lead = Lead.browse(Lead.create_in_first_stage(refusal["values"]))
        self._end_transaction()
        self.assertEqual((lead.stage_id, lead.team_id), (self.stage_above, self.team))

    def test_the_checklist_tells_whom_was_asked(self):
        lead = self.lead.with_user(self.rep)
        lead.ask_waiver(self.gate.ids, "Only by post")
        [item] = lead.get_gate_items(self.gate.ids)
        [asked] = item["asked"]
        self.assertEqual((item["state"], asked["of"]), ("asked", "Leo Leader"))
        self.assertTrue(asked["is_mine"])
        [item] = self.lead.with_user(self.leader).get_gate_items(self.gate.ids)
        self.assertFalse(item["asked"][0]["is_mine"])

    def test_creating_beyond_the_first_stage(self):
        values = {"name": "Late", "team_id": self.team.id, "type": "opportunity"}
        late = {**values, "stage_id": self.stage_in.id}
        Lead = self.env["crm.lead"].with_user(self.rep)
        self._refused_then_back(lambda: Lead.create(late))
        lead = Lead.browse(Lead.create_in_first_stage(late))
        self._end_transaction()
        self.assertEqual(lead.stage_id, self.stage_above)
        lead = Lead.create({**late, "phone": "1"})
        self._end_transaction()
        self.assertEqual(lead.stage_id, self.stage_in)

    def test_a_stage_made_won(self):
        in_stage = self._create_lead(stage=self.stage_above)
        self._end_transaction()
        with self.assertRaises(ExitCriteriaError), self.env.cr.savepoint():
            self.stage_above.is_won = True
        self.env.cr.postcommit.clear()
        (self.lead | in_stage).phone = "1"
        self._end_transaction()
        self.stage_above.is_won = True
        self._end_transaction()
        self.assertFalse(self.gate.active)

    def test_a_won_stage_has_no_criteria(self):
        with self.assertRaisesRegex(UserError, "won stage"):
            self._create_gate("Too late", stage=self.stage_won, kind="statement")

    def test_queries_do_not_grow_with_leads(self):
        def count(number):
            leads = self.env["crm.lead"].create(
                [
                    {
                        "name": f"Lead {index}",
                        "type": "opportunity",
                        "team_id": self.team.id,
                        "stage_id": self.stage_above.id,
                        "phone": "1",
                    }
                    for index in range(number)
                ]
            )
            self._end_transaction()
            self.env.invalidate_all()
            leads.stage_id = self.stage_in
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["crm.lead"]._judge_noted()
            return self.env.cr.sql_log_count - before

        count(2)  # caches
        self.assertEqual(count(5), count(40))
