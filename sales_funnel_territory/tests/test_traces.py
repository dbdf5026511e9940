from markupsafe import Markup
from odoo.addons.sales_funnel_territory.hooks import (
    _delete_unused_archived_stages,
    _keep_leaders_in_sales,
    _share_stages_again,
)
from odoo.addons.sales_funnel_territory.tools.traces import ModuleNames, Traces
from odoo.tests import tagged

from .common import FunnelCommon

DOMAIN = "[('stage_id.funnel_position', '=', 'in')]"


@tagged("-at_install", "post_install")
class TestTraces(FunnelCommon):
    """What users built on our fields goes with us; what only looks like it stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = ModuleNames(cls.env, "sales_funnel_territory")

    def _remove_traces(self):
        Traces(self.env, "sales_funnel_territory").remove()

    def test_our_fields_are_ours_and_overridden_ones_are_odoos(self):
        self.assertIn(("crm.stage", "grade"), self.names.fields)
        self.assertNotIn(("crm.lead", "prorated_revenue"), self.names.fields)
        self.assertIn("crm.funnel.job", self.names.models)
        self.assertNotIn("crm.lead", self.names.models)
        self.assertIn(("res.partner", "is_sales_customer"), self.names.fields)
        self.assertIn("crm.customer.status", self.names.models)

    def test_paths_domains_and_groupings_are_understood(self):
        for text in (
            DOMAIN,
            '[["grade", "=", "a"]]',
            "{'group_by': ['user_id', 'forecast_date:month']}",
            "{'group_by': ['grade']}",
            "[('stage_id', 'any', [('work_kind', '=', 'close')])]",
            '["grade desc"]',
            "[('team_id.parent_id', 'child_of', 3)]",
        ):
            with self.subTest(text=text):
                self.assertTrue(self.names.is_named("crm.lead", text))
        for text in (
            "[('company_id', 'in', company_ids)]",
            "[('stage_id.name', 'ilike', 'any')]",
            "{'group_by': ['date_deadline:month', 'partner_id.commercial_partner_id']}",
            "[]",
            False,
        ):
            with self.subTest(text=text):
                self.assertFalse(self.names.is_named("crm.lead", text))

    def test_favourites_exports_and_rules(self):
        def create(model, name, **values):
            return self.env[model].create({"name": name, **values})

        ours = create("ir.filters", "Ours", model_id="crm.lead", domain=DOMAIN)
        other = create("ir.filters", "Odoo's", model_id="crm.lead", domain="[('type', '=', 'x')]")
        export = create(
            "ir.exports",
            "Mixed",
            resource="crm.lead",
            export_fields=[(0, 0, {"name": "stage_id/grade"}), (0, 0, {"name": "name"})],
        )
        lead_model = self.env["ir.model"]._get_id("crm.lead")
        rule = create("ir.rule", "Ours", model_id=lead_model, domain_force=DOMAIN)
        count = self.env["ir.rule"].search_count([])
        self._remove_traces()
        self.assertFalse(ours.exists())
        self.assertTrue(other.exists())
        self.assertEqual(export.export_fields.mapped("name"), ["name"])
        self.assertFalse(rule.exists())
        self.assertEqual(self.env["ir.rule"].search_count([]), count - 1)

    def test_filters_of_customers(self):
        names = ("[('is_sales_customer', '=', True)]", "[('customer_class_id.code', '=', 'A')]")
        ours = self.env["ir.filters"].create(
            [{"name": name, "model_id": "res.partner", "domain": name} for name in names]
        )
        other = self.env["ir.filters"].create(
            {"name": "Odoo's", "model_id": "res.partner", "domain": "[('is_company', '=', True)]"}
        )
        self._remove_traces()
        self.assertEqual((ours | other).exists(), other)

    def test_dashboards_lose_only_our_screens(self):
        ours = self.env.ref("sales_funnel_territory.crm_funnel_job_action").id
        odoos = self.env.ref("crm.crm_lead_all_leads").id
        arch = (
            f'<form><board><action name="{ours}"/><action name="{odoos}" context="{{}}"/>'
            f'<action name="{odoos}" domain="{DOMAIN}"/></board></form>'
        )
        view = self.env["ir.ui.view.custom"].create(
            {
                "user_id": self.rep.id,
                "ref_id": self.env.ref("crm.crm_lead_view_form").id,
                "arch": arch,
            }
        )
        self._remove_traces()
        self.assertEqual(view.arch.count("<action"), 1)
        self.assertIn(f'name="{odoos}" context', view.arch)

    def test_actions_and_views_made_by_hand(self):
        action = self.env["ir.actions.act_window"].create(
            {"name": "Ours", "res_model": "crm.lead", "domain": DOMAIN}
        )
        menu = self.env["ir.ui.menu"].create(
            {"name": "Ours", "action": f"ir.actions.act_window,{action.id}"}
        )
        view = self.env["ir.ui.view"].create(
            {
                "name": "Ours",
                "model": "crm.lead",
                "inherit_id": self.env.ref("crm.crm_lead_view_form").id,
                "arch": "<field name='tag_ids' position='after'><field name='grade'/></field>",
            }
        )
        self._remove_traces()
        self.assertFalse(action.exists() or menu.exists())
        self.assertFalse(view.active)

    def test_links_to_our_records_go_and_their_words_stay(self):
        lead = self._create_lead(self.stage_in)
        activity = lead.activity_schedule(
            note=Markup(
                '<p>Hale: agreed in <a href="/odoo/crm.call.report/7">CR/7</a> &amp; due</p>'
            )
        )
        link = "<a href=# data-oe-model='%s' data-oe-id='7'>%s</a>"
        noted = lead.message_post(body=Markup(f"By {link}:<br/>x") % ("crm.call.report", "CR/7"))
        odoos = lead.message_post(body=Markup(f"By {link}") % ("crm.lead", "A lead"))
        event = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": "2026-12-08 09:00:00",
                "stop": "2026-12-08 10:00:00",
                "description": Markup("<p>Vera</p><p><a href='%s'>Open the visit</a></p>")
                % "https://example.com/mail/view?model=crm.visit&res_id=7",
            }
        )
        self._remove_traces()
        self.assertEqual(activity.note, "<p>Hale: agreed in CR/7 &amp; due</p>")
        self.assertEqual(noted.body, "<p>By CR/7:<br>x</p>")
        self.assertIn('data-oe-model="crm.lead"', odoos.body)
        self.assertEqual(event.description, "<p>Vera</p>")

    def test_a_leader_stays_a_salesperson(self):
        leader_group = self.env.ref("sales_funnel_territory.group_team_leader")
        sales = self.env.ref("sales_team.group_sale_salesman")
        self.assertNotIn(sales, self.leader.group_ids)
        _keep_leaders_in_sales(self.env)
        self.leader.group_ids -= leader_group
        self.assertTrue(self.leader.has_group("sales_team.group_sale_salesman"))

    def test_only_archived_stages_without_leads_are_deleted(self):
        used = self._create_stage("Used", 30, teams=self.team)
        unused = self._create_stage("Unused", 35, teams=self.team)
        self._create_lead(used, active=False)
        (used | unused).active = False
        _delete_unused_archived_stages(self.env)
        self.assertTrue(used.exists())
        self.assertFalse(unused.exists())
        self.assertTrue(self.stage_in.exists())

    def test_stages_of_leads_without_team_are_shared_again_where_none_is(self):
        stages = self.env["crm.stage"]
        self.assertFalse(stages.search([("team_ids", "=", False)]))
        stage = self.shared_stages[0]
        stage.for_no_team = True
        self.env.flush_all()
        _share_stages_again(self.env)
        self.assertEqual(stages.search([("team_ids", "=", False)]), stage)
        self.assertEqual(self.stage_in.team_ids, self.team)
        self.stage_beside.for_no_team = True
        _share_stages_again(self.env)
        self.assertTrue(self.stage_beside.team_ids, "one shared stage is enough for Odoo")
