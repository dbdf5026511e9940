from lxml import etree
from odoo.tests import Form, tagged

from .common import FunnelCommon

AI_NODES = (
    "//a[@name='action_set_automated_probability']",
    "//widget[@name='pls_tooltip_button']",
)
OURS = ("//div[@name='funnel_strip']", "//div[@name='weighted']", "//page[@name='product_lines']")


@tagged("post_install", "-at_install")
class TestCrmLeadViews(FunnelCommon):
    """What a rep sees of the funnel on an opportunity."""

    def _arch(self, view_type, user=None):
        lead = self.env["crm.lead"].with_user(user or self.rep)
        return etree.fromstring(lead.get_view(view_type=view_type)["arch"])

    def test_form_tells_where_the_probability_comes_from(self):
        lead = self._create_lead(self.stage_in, expected_revenue=1000)
        with Form(lead.with_user(self.rep)) as form:
            self.assertEqual(form.prorated_revenue, 400)
            self.assertFalse(form.is_set_by_hand)
            form.probability = 55
            self.assertTrue(form.is_set_by_hand)
            self.assertEqual(form.prorated_revenue, 550)
        lead.with_user(self.rep).action_set_automated_probability()
        self.assertEqual(lead.probability, 40)
        self.assertFalse(lead.is_set_by_hand)

    def test_scoring_buttons_are_for_scored_leads_only(self):
        arch = self._arch("form")
        for path in AI_NODES:
            [node] = arch.xpath(path)
            self.assertIn(" or (probability_source == 'stage')", node.get("invisible"))

    def test_subject_switched_off_hides_what_is_ours(self):
        for path in OURS:
            self.assertTrue(self._arch("form").xpath(path), path)
        self.assertTrue(self._arch("kanban").xpath("//div[hasclass('o_funnel_card')]"))
        subject = self.env.ref("sales_funnel_territory.group_subject_funnel")
        self.env.ref("base.group_user").implied_ids -= subject
        self.assertFalse(self.rep.has_group("sales_funnel_territory.group_subject_funnel"))
        for path in OURS:
            self.assertFalse(self._arch("form").xpath(path), path)
        self.assertFalse(self._arch("kanban").xpath("//div[hasclass('o_funnel_card')]"))
        self.assertFalse(self._arch("list").xpath("//field[@name='grade']"))

    def test_search_for_hand_set_probabilities(self):
        Lead = self.env["crm.lead"].with_user(self.rep)
        follows, by_hand, won, lead = (
            self._create_lead(self.stage_in, expected_revenue=1) for _number in range(4)
        )
        by_hand.probability = 41
        won.action_set_won()
        lead.write({"type": "lead", "probability": 3})
        self.env.flush_all()
        mine = [("id", "in", [follows.id, by_hand.id, won.id, lead.id])]
        self.assertEqual(Lead.search([("is_set_by_hand", "=", True), *mine]), by_hand)
        others = Lead.search([("is_set_by_hand", "=", False), *mine])
        self.assertEqual(others, (follows | won | lead).sorted())
        self.assertEqual(by_hand.filtered_domain([("is_set_by_hand", "=", True)]), by_hand)
        self.assertFalse(follows.filtered_domain([("is_set_by_hand", "=", True)]))

    def test_search_panel_counts_by_position_and_grade(self):
        for stage in (self.stage_above, self.stage_in, self.stage_in):
            self._create_lead(stage)
        Lead = self.env["crm.lead"].with_user(self.rep)
        mine = [("user_id", "=", self.rep.id)]
        for name, expected in [
            ("funnel_position", {"above": 1, "in": 2}), ("grade", {"d": 1, "c": 2})
        ]:  # fmt: skip
            values = Lead.search_panel_select_multi_range(
                name, search_domain=mine, enable_counters=True, group_by=False
            )["values"]
            counts = {value["id"]: value["__count"] for value in values if value["__count"]}
            self.assertEqual(counts, expected)

    def test_forecast_list_shows_weighted_revenue_once(self):
        view = self.env.ref("crm.crm_lead_view_tree_forecast")
        arch = etree.fromstring(self.env["crm.lead"].get_view(view.id, "list")["arch"])
        shown = arch.xpath("//field[@name='prorated_revenue'][not(@column_invisible)]")
        self.assertEqual(len(shown), 1)

    def test_start_activity_plan_from_the_list(self):
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "Cover",
                "res_model": "crm.lead",
                "template_ids": [
                    (0, 0, {
                        "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                        "summary": "Meet the user buyer",
                        "responsible_type": "on_demand",
                    })
                ],
            }
        )  # fmt: skip
        leads = self._create_lead(self.stage_in) | self._create_lead(self.stage_in)
        self.stage_in.activity_plan_id = plan
        action = self.env.ref("sales_funnel_territory.crm_lead_action_start_plan")
        for _twice in range(2):
            action.with_user(self.rep).with_context(
                active_model="crm.lead", active_ids=leads.ids, active_id=leads[:1].id
            ).run()
        self.assertEqual(leads.activity_ids.mapped("summary"), ["Meet the user buyer"] * 2)
        self.assertEqual(leads.activity_ids.user_id, self.rep)

    def test_stage_form_links_to_the_set_up(self):
        arch = etree.fromstring(
            self.env["crm.stage"].with_user(self.administrator).get_view(view_type="form")["arch"]
        )
        self.assertTrue(arch.xpath("//button[@name='action_open_funnel_setup']"))
        with Form(self.env["crm.stage"].with_user(self.administrator)) as form:
            form.name = "Shortlist"
            form.probability = 60
            self.assertEqual(form.funnel_position, "best_few")
