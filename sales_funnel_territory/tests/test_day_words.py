from datetime import date

from odoo.tests import TransactionCase, tagged

from ..tools.day_words import SKELETONS, date_words

DAY = date(2026, 11, 23)
TOLD = {
    "en_US": ("23 Nov", "November 2026", "Monday, 23 November"),
    "zh_CN": ("11月23日", "2026年11月", "11月23日周一"),
    "de_DE": ("23. Nov.", "November 2026", "Mo., 23. November"),
}


@tagged("-at_install", "post_install")
class TestDayWords(TransactionCase):
    """Each language puts year, month and day in an order of its own."""

    def test_the_order_is_that_of_the_language(self):
        for code, told in TOLD.items():
            self.env["res.lang"]._activate_lang(code)
            env = self.env(context={"lang": code})
            found = (date_words(env, DAY, one) for one in ("d MMM", "MMMM y", "EEEE, d MMMM"))
            with self.subTest(code=code):
                self.assertEqual(tuple(found), told)

    def test_no_pattern_fails(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        env = self.env(context={"lang": "zh_TW"})
        for pattern in (*SKELETONS, "MMM"):
            self.assertIn("月" if "M" in pattern else "2", date_words(env, DAY, pattern))
