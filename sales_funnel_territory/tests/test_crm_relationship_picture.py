from odoo import fields
from odoo.tests import tagged

from .test_crm_buying_role import BuyingRoleCommon


@tagged("post_install", "-at_install")
class TestCrmRelationshipPicture(BuyingRoleCommon):
    """Who is who at Hale Tools, at a glance."""

    def _draw(self, record=None, user=None):
        record = (record or self.lead).with_user(user or self.rep)
        picture = record.get_relationship_picture()
        return {one["name"]: one for one in picture["people"]}, picture

    def test_people_by_reporting_line(self):
        self.ann.write({"function": "Engineer", "relationship_level": "4"})
        self._name(self.ann, "technical", influence="5", attitude="friendly")
        self._name(self.bo, "user", met_on=fields.Date.today(), attitude="opponent")
        people, picture = self._draw()
        self.assertEqual(set(people), {"Dora Hale", "Ann Lee", "Bo Chan"})
        ann, bo, dora = people["Ann Lee"], people["Bo Chan"], people["Dora Hale"]
        self.assertEqual((dora["row"], dora["column"]), (0, 0.5))
        self.assertEqual((ann["row"], ann["reports_to"]), (1, dora["key"]))
        self.assertFalse(dora["roles"], "above the others, without a role of her own")
        self.assertEqual(ann["influence"], 5)
        self.assertEqual((ann["level"], ann["level_label"]), (4, "4 - Trust"))
        self.assertFalse(ann["is_met"])
        self.assertTrue(bo["is_met"])
        self.assertTrue(bo["is_unhandled"])
        self.assertEqual(bo["met_by"], "Rosa Rep")
        gaps = [gap["label"] for gap in picture["gaps"]]
        self.assertEqual(gaps, ["Economic Buyer", "Coach"], "not met is no missing circle")

    def test_a_customer_over_all_its_leads(self):
        """Each person as he stood last, with all his roles; who is missing everywhere."""
        other = self._create_lead(self.stage_in, name="Second hall", partner_id=self.bo.id)
        lost = self._create_lead(self.stage_in, name="Old hall", active=False)
        self._name(self.ann, "user", attitude="supporter", attitude_date="2026-01-01")
        self._name(self.ann, "coach", other, attitude="skeptic", attitude_date="2026-06-01")
        self._name(self.chan, "economic", lost, met_on="2026-02-02")
        people, picture = self._draw(self.customer)
        self.assertEqual(set(people), {"Dora Hale", "Ann Lee", "Bo Chan", "陈伟"})
        self.assertFalse(people["Bo Chan"]["roles"], "reports to Dora, whatever he decides")
        ann = people["Ann Lee"]
        self.assertEqual(ann["attitude"], "skeptic")
        roles = [(role["label"], role["lead"]) for role in ann["roles"]]
        self.assertEqual(roles, [("User Buyer", "New hall"), ("Coach", "Second hall")])
        self.assertEqual([gap["label"] for gap in picture["gaps"]], ["Technical Buyer"])
        self.assertEqual(self._draw(self.ann)[1], picture, "a person's picture is his customer's")

    def test_a_customer_without_leads(self):
        lonely = self.env["res.partner"].create({"name": "Lonely", "is_company": True})
        people, picture = self._draw(lonely)
        self.assertEqual((people, picture["gaps"]), ({}, []))

    def test_a_coach_from_outside(self):
        outsider = self.env["res.partner"].create({"name": "Olga Outside"})
        self._name(outsider, "coach")
        people, _picture = self._draw()
        self.assertEqual(people["Olga Outside"]["row"], 0)

    def test_the_short_name_stays_short_beside_the_long_one(self):
        self._name(self.ann, "user")
        self.lead.partner_id = self.ann
        name = {"fields": {"display_name": {}}}
        short = {**name, "context": {"partner_display_name_hide_company": True}}
        values = self.lead.with_user(self.rep).web_read(
            {"partner_id": name, "buying_role_ids": {"fields": {"partner_id": short}}}
        )[0]
        self.assertEqual(values["partner_id"]["display_name"], "Hale Tools, Ann Lee")
        self.assertEqual(values["buying_role_ids"][0]["partner_id"]["display_name"], "Ann Lee")

    def test_queries_are_fixed(self):
        def count(record):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            record.with_user(self.rep).get_relationship_picture()
            return self.cr.sql_log_count - before

        def grow():
            for number in range(8):
                lead = self._create_lead(self.stage_in)
                person = self.ann.copy({"name": f"P{number}", "relation_user_id": self.rep.id})
                self._name(person, "user", lead, met_on=fields.Date.today())
                self._name(person, "user", met_on=fields.Date.today())

        grow()
        for record in (self.lead, self.customer):
            count(record)
        before = [count(self.lead), count(self.customer)]
        grow()
        self.assertEqual([count(self.lead), count(self.customer)], before)
        self.assertLess(before[0], 20)
        self.assertLess(before[1], 40, "with meetings, calls and mails")

    def test_the_large_page(self):
        for record in (self.lead, self.customer, self.ann):
            action = record.with_user(self.rep).action_open_relationship_picture()
            self.assertEqual(action["tag"], "sales_funnel_territory.relationship_picture")
            shown = self.env[action["params"]["res_model"]].browse(action["params"]["res_id"])
            self.assertEqual(shown, self.lead if record == self.lead else self.customer)
