from odoo.tests import HttpCase, new_test_user, tagged

from .common import MANAGER, REP


@tagged("-at_install", "post_install")
class TestSalesTargetTour(HttpCase):
    """Mara enters and splits targets and submits them; Max approves; Rosa reads hers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "sft_tour_mara", groups=MANAGER, name="Mara Tour")
        cls.other = new_test_user(cls.env, "sft_tour_max", groups=MANAGER, name="Max Tour")
        cls.rep = new_test_user(cls.env, "sft_tour_rosa", groups=REP, name="Rosa Tour")
        cls.team = cls.env["crm.team"].create(
            {"name": "Tour Harbour", "member_ids": [(6, 0, cls.rep.ids)]}
        )
        Version = cls.env["crm.sales.target.version"]
        cls.version = Version.create({"name": "Tour Plan", "year": Version._default_year()})

    def test_enter_split_submit_approve(self):
        url = "/odoo/sales-targets"
        self.start_tour(url, "sales_funnel_targets_enter", login="sft_tour_mara")
        values = {
            (one.user_id.name or one.team_id.name, one.period_kind, one.date_from.month): one.value
            for one in self.version.target_ids
        }
        quarters = {("Rosa Tour", "quarter", 1 + 3 * number): 3000.0 for number in range(4)}
        for key, value in quarters.items():
            self.assertEqual(values[key], value)
        self.assertEqual(values["Rosa Tour", "year", 1], 12000)
        self.assertEqual(values["Tour Harbour", "year", 1], 10000)
        self.assertEqual(self.version.state, "submitted")
        self.start_tour(url, "sales_funnel_targets_approve", login="sft_tour_max")
        self.assertEqual(self.version.approved_by_id, self.other)
        self.start_tour(url, "sales_funnel_targets_read", login="sft_tour_rosa")
