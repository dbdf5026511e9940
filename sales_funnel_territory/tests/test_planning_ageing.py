from odoo.addons.sales_funnel_territory.planning.ageing import AGES, age_of
from odoo.tests import BaseCase, tagged


@tagged("-at_install", "post_install")
class TestAge(BaseCase):
    def test_limits_belong_to_the_better_side(self):
        ages = [age_of(days, 8, 20) for days in (0, 8, 8.01, 20, 20.01)]
        self.assertEqual(ages, ["normal", "normal", "slow", "slow", "stuck"])

    def test_an_age_never_gets_better_with_time(self):
        ages = [AGES.index(age_of(days / 4, 8, 20)) for days in range(120)]
        self.assertEqual(ages, sorted(ages))
