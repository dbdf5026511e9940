from odoo import fields
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .test_crm_visit_plan import VisitPlanCommon

SCRIPT = "sales_funnel_territory/migrations/19.0.1.9.0/post-plan-words.py"
AGREED = "sales_funnel_territory/migrations/19.0.1.9.0/post-agreed-times.py"


@tagged("-at_install", "post_install")
class TestVisitPlanWords(VisitPlanCommon):
    """What a plan keeps is read in the language of whoever reads it, not of whoever has asked."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["sales_funnel_territory"], ["zh_CN"])
        self.chinese = self.plan.with_user(self.rep).with_context(lang="zh_CN")
        self.english = self.plan.with_user(self.leader).with_context(lang="en_US")

    def test_the_leader_reads_what_the_rep_has_asked_in_chinese(self):
        self.customers[0].write({"partner_latitude": 54.5, "partner_longitude": 13.4})
        self.chinese.action_check()
        self.assertRegex(self.english.feasibility_told["sentence"], r"h of visits and travel")
        self.assertIn("at all: 1 (Too far", self.english.feasibility_told["refused"])
        said = self.chinese.feasibility_told
        self.assertNotRegex(said["sentence"] + said["refused"], "[A-Za-z]{3,}")
        self.assertIn("月", said["weeks"][0]["label"])

    def test_ways_out_too(self):
        many = self.env["res.partner"].create(
            [
                {
                    "name": f"Many {number}",
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": self.rep.id,
                    "partner_latitude": 48.14 + number / 200,
                    "partner_longitude": 11.58,
                }
                for number in range(40)
            ]
        )
        many.customer_status_id.write({"visit_number": 1, "visit_unit": "week"})
        self.plan.free_half_days = 2
        self.chinese.action_check()
        chinese, english = (
            {one["label"] for one in plan.feasibility_told["ways"]}
            for plan in (self.chinese, self.english)
        )
        self.assertTrue(chinese)
        self.assertTrue(chinese.isdisjoint(english))

    def test_remarks_too(self):
        self._place(self.rep.partner_id, 0, 0)
        self._place(self.env.company.partner_id, 0, 0)
        self.chinese.action_check()
        self.assertIn("no position on the map", self.english.remarks)
        self.assertNotIn("position", self.chinese.remarks)

    def test_remedies_too(self):
        short = self.env["crm.visit.shortfall"].create(
            {"plan_id": self.plan.id, "partner_id": self.customer.id, "cause": "full"}
        )
        self.assertIn("Fewer free half-days", short.with_context(lang="en_US").note)
        self.assertNotIn("Fewer", short.with_context(lang="zh_CN").note)

    def test_what_was_said_before_an_update_stays_readable(self):
        self.plan.action_check()
        former = self.plan.feasibility | {"refused": "One visit cannot be paid.", "sentence": "Old"}
        del former["total"]["missing"]
        self.plan.feasibility = former
        self.assertEqual(self.plan.feasibility_told["refused"], "One visit cannot be paid.")
        self.assertNotEqual(self.plan.feasibility_told["sentence"], "Old", "its figures are known")
        older = {key: value for key, value in former.items() if key != "refused"}
        self.plan.feasibility = older  # as 19.0.1.7.0 kept it
        self.assertEqual(self.plan.feasibility_told["refused"], "")
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE crm_visit_plan ADD COLUMN remarks text")
        self.env.cr.execute(
            "UPDATE crm_visit_plan SET remark_facts = NULL, remarks = 'No road leads there.'"
        )
        load_script(file_path(SCRIPT), "post_plan_words").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertEqual(self.plan.remarks, "No road leads there.")

    def test_what_could_not_be_kept_before_an_update_stays_listed(self):
        visit = self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "start": fields.Datetime.to_datetime(self.monday),
                "state": "confirmed",
            }
        )
        row = {"plan_id": self.plan.id, "partner_id": self.customer.id, "visit_id": visit.id}
        clash, full = self.env["crm.visit.shortfall"].create(
            [{**row, "cause": "clash"}, {**row, "cause": "full"}]
        )
        self.env.flush_all()
        load_script(file_path(AGREED), "post_agreed_times").migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertFalse(clash.is_served)
        self.assertEqual(clash.agreed_start, visit.start)
        self.assertTrue(full.is_served, "it has found a time since")
        self.assertIn(clash, self.plan.shortfall_ids)
