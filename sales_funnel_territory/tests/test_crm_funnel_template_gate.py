from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_crm_funnel_setup import FunnelSetupCommon


@tagged("-at_install", "post_install")
class TestTemplateGates(FunnelSetupCommon):
    """The market team takes over project selling, with the exit criteria of its steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env.ref("sales_funnel_territory.crm_funnel_template_project")

    def _apply(self, **values):
        setup = self._new_setup(template_id=self.project.id, **values)
        setup.action_apply()
        return setup

    def _stage(self, setup, letter):
        return setup.new_stage_ids.filtered(lambda stage: stage.name.startswith(f"{letter} "))

    # ------------------------------------------------------------------ coming along

    def test_criteria_come_along_and_hold_nobody(self):
        lead = self._create_market_lead(self.new)
        setup = self._new_setup(template_id=self.project.id)
        self.assertIn("28 exit criteria come along", setup.preview["notes"][0])
        setup.action_apply()
        counts = [len(stage.gate_ids) for stage in setup.new_stage_ids.sorted("sequence")]
        self.assertEqual(counts, [5, 5, 6, 4, 3, 2, 3, 0])
        gates = setup.new_stage_ids.gate_ids
        self.assertEqual(set(gates.mapped("level")), {"advisory"})
        self.assertTrue(all(gates.mapped("help")), "each says what good looks like")
        lead.with_user(self.rep).stage_id = self._stage(setup, "A")
        self.env.cr.flush()
        self.assertEqual([lead.gate_done, lead.gate_total], [0, 3])

    def test_kinds_bring_what_they_say_besides(self):
        last = self._stage(self._apply(), "A")
        self.assertEqual(last.gate_ids.mapped("kind"), ["statement", "approval", "attachment"])
        self.assertTrue(last.gate_ids[2].must_be_signed)
        self.assertEqual(last.gate_ids[1].approver, "leader")

    def test_a_set_without_criteria_says_nothing(self):
        self.assertEqual(self._new_setup().preview["notes"], [])

    def test_texts_come_in_all_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        gate = self.env.ref("sales_funnel_territory.crm_funnel_template_project_g_gate_4")
        gate.with_context(lang="fr_FR").write({"name": "Rendez-vous confirmé", "help": "Par écrit"})
        copied = self._stage(self._apply(), "G").gate_ids[3]
        self.assertEqual(copied.name, "The appointment is confirmed")
        french = copied.with_context(lang="fr_FR")
        self.assertEqual([french.name, french.help], ["Rendez-vous confirmé", "Par écrit"])

    def test_copies_take_the_criteria_along(self):
        copied = self.project.copy()
        self.assertEqual(len(copied.stage_ids.gate_ids), 28)
        stage = self._stage(self._apply(), "A").copy()
        self.assertEqual(len(stage.gate_ids), 3)
        self.assertTrue(stage.gate_ids[2].must_be_signed)

    # ------------------------------------------------------------------ undo

    def test_undo_removes_them(self):
        lead = self._create_market_lead(self.new)
        setup = self._apply()
        gates = setup.new_stage_ids.gate_ids
        lead.with_user(self.rep).ask_waiver(gates[0].ids, "They are a friend's company")
        lead.waiver_ids.with_user(self.rep).action_withdraw()
        setup.action_undo()
        self.assertFalse(gates.exists())
        self.assertEqual(lead.stage_id, self.new)

    def test_undo_is_refused_while_something_was_stated(self):
        lead = self._create_market_lead(self.new, name="Talked of")
        setup = self._apply()
        gate = lead.stage_id.gate_ids[0]
        lead.with_user(self.rep).state_gate(gate.id, evidence="On our list since May")
        with self.assertRaisesRegex(UserError, "stated, waived or approved on Talked of"):
            setup.action_undo()
        lead.with_user(self.rep).unstate_gate(gate.id)
        setup.action_undo()
        self.assertFalse(gate.exists())

    def test_undo_is_refused_while_something_was_asked_or_decided(self):
        leads = [self._create_market_lead(self.new, name=f"No. {number}") for number in range(7)]
        setup = self._apply()
        gate = leads[0].stage_id.gate_ids[0]
        for lead in leads:
            lead.with_user(self.rep).ask_waiver(gate.ids, "It is urgent")
        with self.assertRaisesRegex(UserError, "and 2 more"):
            setup.action_undo()
        leads[0].waiver_ids.with_user(self.leader).action_refuse()
        with self.assertRaisesRegex(UserError, "cannot be undone"):
            setup.action_undo()

    # ------------------------------------------------------------------ who may, what may

    def test_a_won_stage_has_none(self):
        won = self.project.stage_ids[-1]
        values = {"name": "Paid"}
        with self.assertRaisesRegex(ValidationError, "end of the funnel"):
            self.env["crm.funnel.template.gate"].create({**values, "stage_id": won.id})
        with self.assertRaisesRegex(ValidationError, "end of the funnel"):
            self.project.stage_ids[0].write({"probability": 100, "is_won": True})

    def test_only_kinds_that_need_no_records_are_offered(self):
        offered = self.env["crm.funnel.template.gate"].fields_get(["kind"])["kind"]["selection"]
        kinds = {kind for kind, _label in offered}
        self.assertLessEqual({"statement", "attachment", "approval"}, kinds)
        self.assertFalse({"field", "filter", "activity"} & kinds)

    def test_templates_are_the_administrators(self):
        gate = self.project.stage_ids.gate_ids[0]
        self.assertTrue(gate.with_user(self.rep).name)
        for user in (self.rep, self.leader, self.manager):
            with self.assertRaises(AccessError):
                gate.with_user(user).name = "Easier"
        gate.with_user(self.administrator).name = "Harder"
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                gate.with_user(user).read(["name"])
