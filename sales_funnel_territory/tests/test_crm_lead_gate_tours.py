from odoo.tests import HttpCase, tagged

from .test_crm_lead_gated import GateCommon

PIPELINE = "/odoo/action-crm.crm_lead_action_pipeline"


@tagged("-at_install", "post_install")
class TestCrmLeadGateTours(GateCommon, HttpCase):
    """Reps and leaders with exit criteria, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([("id", "!=", cls.lead.id)]).active = False
        cls._end_transaction()

    def _require_survey(self):
        self._create_gate("Survey was done", kind="statement")
        self._end_transaction()

    def test_drag_meet_one_ask_a_waiver_grant_move(self):
        self._require_survey()
        self.start_tour(PIPELINE, "gate_rep_asks", login="sft_rep")
        self.assertEqual(self.lead.phone, "+49 40 1234")
        self.assertEqual(self.lead.stage_id, self.stage_above)
        self.start_tour("/odoo/waivers", "gate_leader_grants", login="sft_leader")
        self.assertEqual(self.lead.waiver_ids.state, "granted")
        self.assertEqual(self.lead.waiver_ids.decided_by_id, self.leader)
        self.start_tour(PIPELINE, "gate_rep_moves", login="sft_rep")
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_form_and_checklist(self):
        self._require_survey()
        self.start_tour(f"/odoo/crm.lead/{self.lead.id}", "gate_form_checklist", login="sft_rep")
        self.assertEqual(self.lead.stage_id, self.stage_in)
        self.assertEqual(self.lead.gate_statement_ids.user_id, self.rep)

    def test_on_a_phone(self):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._require_survey()
        self.start_tour(f"/odoo/crm.lead/{self.lead.id}", "gate_form_on_a_phone", login="sft_rep")
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_mass_edit_moves_the_rest(self):
        self._create_lead(stage=self.stage_above, name="Old hall", phone="1")
        self._create_lead(stage=self.stage_above, name="Barn", phone="1")
        self._end_transaction()
        self.start_tour(f"{PIPELINE}?view_type=list", "gate_mass_edit", login="sft_rep")
        self.assertEqual(self.lead.stage_id, self.stage_above)

    def test_creation_is_offered_in_the_first_stage(self):
        self.start_tour(PIPELINE, "gate_create", login="sft_rep")
        created = self.env["crm.lead"].search([("name", "=", "Late comer")])
        self.assertEqual(created.stage_id, self.stage_above)
        self.assertEqual(created.user_id, self.rep)

    def test_stage_tells_whom_it_would_hold(self):
        self._create_lead(stage=self.stage_above, name="Old hall", phone="1")
        self._end_transaction()
        url = f"/odoo/funnel-stages/{self.stage_above.id}"
        self.start_tour(url, "gate_stage_test", login="sft_administrator")

    def test_a_file_is_marked_as_signed_where_it_is_listed(self):
        self._create_gate("Contract is signed", kind="attachment", must_be_signed=True)
        self.lead.phone = "1"
        file = self.env["ir.attachment"].create(
            {
                "name": "contract.txt",
                "raw": b"signed",
                "res_model": "crm.lead",
                "res_id": self.lead.id,
            }
        )
        self._end_transaction()
        self.start_tour(f"/odoo/crm.lead/{self.lead.id}", "gate_signed_file", login="sft_rep")
        self.assertEqual(file.signed_by_id, self.rep)

    def test_import_as_inherited(self):
        self.start_tour(
            "/odoo/import?active_model=crm.lead", "gate_import", login="sft_administrator"
        )
        old, new = self.env["crm.lead"].search([("name", "like", "mill")], order="name desc")
        self.assertEqual((old | new).stage_id, self.stage_in)
        self.assertEqual(old.waiver_ids.origin, "import")
        self.assertFalse(new.waiver_ids)

    def test_import_into_the_first_stage(self):
        self.start_tour("/odoo/import?active_model=crm.lead", "gate_import_rep", login="sft_rep")
        lead = self.env["crm.lead"].search([("name", "=", "Old mill")])
        self.assertEqual(lead.stage_id, self.stage_above)

    def test_import_without_criteria(self):
        self.env["crm.stage.gate"].search([]).active = False
        self._end_transaction()
        self.start_tour("/odoo/import?active_model=crm.lead", "gate_import_plain", login="sft_rep")
