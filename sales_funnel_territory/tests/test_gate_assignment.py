from unittest.mock import patch

from odoo.modules import module
from odoo.tests import tagged

from .test_crm_lead_gated import GateCommon


@tagged("-at_install", "post_install")
class TestAssignment(GateCommon):
    """Odoo's lead assignment commits as it goes: one refused lead must not stop it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Lead = cls.env["crm.lead"].with_context(active_test=False)
        Lead.search([("team_id", "=", False)]).user_id = cls.manager
        cls.env["crm.team.member"].search([("user_id", "=", cls.rep.id)]).write(
            {"assignment_max": 300, "assignment_domain": False}
        )
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("crm.assignment.commit.bundle", "1")
        parameters.set_param("crm.assignment.delay", "0")
        cls.team.assignment_domain = "[('name', 'like', 'Arrived')]"
        cls.arrived = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Arrived {index}",
                    "type": kind,
                    "team_id": False,
                    "user_id": False,
                    "stage_id": cls.stage_in.id,
                    "email_from": f"arrived{index}@hale.example",
                    "phone": phone,
                }
                for index, (kind, phone) in enumerate(
                    [
                        ("opportunity", False),
                        ("opportunity", "1"),
                        ("lead", False),
                        ("lead", "1"),
                        ("opportunity", False),
                    ]
                )
            ]
        )
        cls._end_transaction()

    def _assign(self):
        """Run it as in production, where it commits; return how often it did."""
        commits = []

        def commit():
            self.env.cr.flush()
            self.env.cr.postcommit.clear()
            commits.append(True)

        team = self.team.with_user(self.administrator)
        with (
            patch.object(module, "current_test", False),
            patch.object(self.env.cr, "commit", commit),
        ):
            team._action_assign_leads(creation_delta_days=0)
        self._end_transaction()
        return len(commits)

    def test_it_goes_on_and_the_refused_begin_in_the_first_stage(self):
        self.assertGreater(self._assign(), 5, "it did not commit as it goes")
        may = self.arrived.filtered("phone")
        may_not = self.arrived - may
        self.assertEqual(self.arrived.team_id, self.team)
        self.assertTrue(all(lead.user_id for lead in self.arrived))
        self.assertEqual(set(self.arrived.mapped("type")), {"opportunity"})
        self.assertEqual(may.stage_id, self.stage_in)
        self.assertEqual(may_not.stage_id, self.stage_above)
        for lead in may_not:
            self.assertIn("Phone is known", "".join(lead.message_ids.mapped("body")))
        history = self.env["crm.lead.history"].search(
            [
                ("lead_id", "in", may_not.ids),
                ("team_id", "=", self.team.id),
                ("valid_to", "=", False),
            ]
        )
        self.assertEqual(set(history.mapped("stage_id.id")), {self.stage_above.id})

    def test_the_scheduled_job(self):
        job = self.env["crm.team"].with_user(self.env.ref("base.user_root"))
        self.env["crm.team"].search([("id", "!=", self.team.id)]).assignment_optout = True
        self._end_transaction()
        with (
            patch.object(module, "current_test", False),
            patch.object(self.env.cr, "commit", self._end_transaction),
        ):
            job._cron_assign_leads(force_quota=True, creation_delta_days=0)
        self._end_transaction()
        self.assertEqual(self.arrived.team_id, self.team)
        self.assertEqual(self.arrived.filtered("phone").stage_id, self.stage_in)
        self.assertEqual(
            self.arrived.filtered(lambda lead: not lead.phone).stage_id, self.stage_above
        )
