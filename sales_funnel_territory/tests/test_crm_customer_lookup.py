from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_crm_customer_access import NarrowCommon

LOOKUP = "odoo.addons.sales_funnel_territory.wizard.crm_customer_lookup"


@tagged("-at_install", "post_install")
class TestCustomerLookup(NarrowCommon):
    """Before a rep calls Bell Works he asks who looks after it: Carl does, not more is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()

    def _look_up(self, name, user=None):
        self._settle()
        Lookup = self.env["crm.customer.lookup"].with_user(user or self.rep)
        lookup = Lookup.create({"name": name})
        lookup.action_look_up()
        return lookup

    def _told(self, name, user=None):
        return [
            (line.name, line.responsible, line.partner_id.id)
            for line in self._look_up(name, user).line_ids
        ]

    def test_of_hidden_customers_name_and_responsible_only(self):
        told = ("Bell Works", "Carl Colleague")
        self.assertEqual(self._told("bell"), [(*told, False)])
        self.assertEqual(self._told("Bell Worx"), [(*told, False)], "nearly")
        self.assertEqual(self._told("bell", self.colleague), [(*told, self.beside.id)])
        self.assertEqual(self._told("ell wor", self.manager), [(*told, self.beside.id)])

    def test_an_own_one_opens(self):
        line = self._look_up("hale").line_ids
        self.assertEqual((line.name, line.responsible), ("Hale Tools", "Rosa Rep"))
        self.assertEqual(line.action_open()["res_id"], self.customer.id)

    def test_nobodys_customers_are_none_of_it(self):
        self.assertFalse(self._told("Screw"), "no customer")
        self.person_beside.name = "Zoe Quill"
        self.assertFalse(self._told("Quill"), "a person")

    def test_other_companies_customers_are_not_told(self):
        self.beside.company_id = self.other_company
        self.assertFalse(self._told("bell"))

    def test_a_name_in_chinese(self):
        self.beside.name = "上海贝尔机械有限公司"
        self.assertEqual(self._told("贝尔")[0][:2], (self.beside.name, "Carl Colleague"))

    def test_too_short_a_name_is_refused(self):
        for name in ("be", "  b ", "%%%", "___", "贝"):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "too short"):
                self._look_up(name)

    def test_so_many_answers_so_many_times(self):
        self.env["res.partner"].create(
            [{"name": f"Bellows {n}", "is_sales_customer": True} for n in range(15)]
        )
        lookup = self._look_up("bell")
        self.assertEqual((len(lookup.line_ids), lookup.is_more), (10, True))
        with patch(f"{LOOKUP}.AN_HOUR", 3):
            lookup.action_look_up()
            lookup.action_look_up()
            with self.assertRaisesRegex(UserError, "3 times"):
                lookup.action_look_up()
            with self.assertRaisesRegex(UserError, "3 times"):
                self._look_up("bell")
            self._look_up("bell", self.colleague)

    def test_each_question_goes_into_the_log(self):
        with patch(f"{LOOKUP}._logger.info") as log:
            self._look_up("bell")
        text, *values = log.call_args.args
        self.assertEqual(
            text % tuple(values), "sft_rep looked up who looks after 'bell': 1 answers"
        )

    def test_what_one_was_told_is_ones_own(self):
        lookup = self._look_up("bell")
        with self.assertRaises(AccessError):
            lookup.with_user(self.colleague).read(["name"])
        with self.assertRaises(AccessError):
            lookup.line_ids.with_user(self.colleague).read(["name"])
        with self.assertRaises(AccessError):
            lookup.line_ids.write({"partner_id": self.beside.id})
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.customer.lookup"].with_user(user).create({"name": "bell"})

    def test_nobody_forges_how_often_he_asked(self):
        lookup = self._look_up("bell")
        with self.assertRaises(AccessError):
            lookup.asked_count = -100
        forged = lookup.with_context(default_asked_count=-100).create(
            {"name": "bell", "asked_count": -100}
        )
        self.assertEqual(forged.asked_count, 0)
