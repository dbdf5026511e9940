from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import REP


@tagged("-at_install", "post_install")
class TestCallReportFinishTour(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = new_test_user(cls.env, "sft_tour_rep", groups=REP, name="Rosa Rep")
        customer = cls.env["res.partner"].create(
            {
                "name": "Hale Tools",
                "is_company": True,
                "is_sales_customer": True,
                "user_id": cls.rep.id,
            }
        )
        vera = cls.env["res.partner"].create({"name": "Vera Buyer", "parent_id": customer.id})
        team = cls.env["crm.team"].create(
            {"name": "Harbour", "member_ids": [Command.set(cls.rep.ids)]}
        )
        cls.stage, cls.best = cls.env["crm.stage"].create(
            [
                {"name": name, "sequence": sequence, "team_ids": [Command.set(team.ids)]}
                for sequence, name in enumerate(("In the Funnel", "Best Few"))
            ]
        )
        cls.gate, statement = cls.env["crm.stage.gate"].create(
            [
                {
                    "name": "The economic buyer was met",
                    "stage_id": cls.stage.id,
                    "kind": "buying_roles",
                    "buying_role": "economic",
                },
                {"name": "The trial is agreed", "stage_id": cls.stage.id, "kind": "statement"},
            ]
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": cls.rep.id,
                "team_id": team.id,
                "stage_id": cls.stage.id,
            }
        )
        cls.role = cls.env["crm.buying.role"].create(
            {"lead_id": cls.lead.id, "partner_id": vera.id, "role": "economic"}
        )
        cls.report = cls.env["crm.call.report"].create(
            {
                "partner_id": customer.id,
                "user_id": cls.rep.id,
                "kind": "phone",
                "state": "in_progress",
                "purpose": "Agree on the trial",
                "date": fields.Datetime.now() - timedelta(hours=2),
                "opportunity_ids": [Command.set(cls.lead.ids)],
                "person_ids": [Command.create({"contact_id": vera.id, "attitude": "friendly"})],
                "deal_ids": [
                    Command.create(
                        {
                            "lead_id": cls.lead.id,
                            "gate_ids": [Command.set(statement.ids)],
                            "stage_id": cls.best.id,
                        }
                    )
                ],
            }
        )

    def test_finish_on_the_phone(self):
        self.start_tour(
            f"/odoo/crm.call.report/{self.report.id}",
            "sales_funnel_call_report_finish",
            login="sft_tour_rep",
        )
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(self.lead.stage_id, self.best)
        self.assertEqual(self.role.attitude, "neutral")
        self.assertFalse(self.role.met_on, "taken back")
