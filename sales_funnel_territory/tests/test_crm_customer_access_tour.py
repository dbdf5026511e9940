from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged

from .test_crm_customer_access import PREPARE, NarrowCommon

ADMINISTRATOR = "sales_team.group_sale_manager,base.group_system"


@tagged("-at_install", "post_install")
class TestNarrowTour(NarrowCommon, HttpCase):
    def test_an_administrator_switches_it_on_and_a_rep_sees_his_own(self):
        new_test_user(self.env, "sft_tour_admin", groups=ADMINISTRATOR, name="Ada Tour")
        with patch(f"{PREPARE}.AT_ONCE", 1):
            self.start_tour(
                "/odoo/action-sales_funnel_territory.res_config_settings_action",
                "sales_funnel_narrow_view",
                login="sft_tour_admin",
            )
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 1)
        self.assertIn("is on", self.env["crm.funnel.job"]._job_narrow_view())
        self._settle()
        self.start_tour(
            "/odoo/sales-customers?view_type=list",
            "sales_funnel_narrow_view_rep",
            login=self.rep.login,
        )
