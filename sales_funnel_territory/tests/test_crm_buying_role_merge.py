from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from .test_crm_buying_role import BuyingRoleCommon

TODAY = fields.Date.today()


@tagged("post_install", "-at_install")
class TestCrmBuyingRoleMerge(BuyingRoleCommon):
    """Whatever becomes one, no word about a person is lost."""

    def setUp(self):
        super().setUp()
        self.other = self._create_lead(self.stage_in, name="Same hall")

    def _merge_leads(self):
        return (self.lead | self.other).with_user(self.rep).merge_opportunity()

    def _merge_contacts(self, target, *sources):
        people = self.env["res.partner"].union(target, *sources)
        self.env["base.partner.merge.automatic.wizard"]._merge(people.ids, target)
        self.env.invalidate_all()

    def test_leads(self):
        early = self._name(
            self.ann, "user", influence="5", attitude="opponent", notes="Wants speed",
            handling="Dora talks to her", attitude_date="2026-01-01", met_on="2026-03-01",
        )  # fmt: skip
        late = self._name(
            self.ann, "user", self.other, influence="2", attitude="friendly", notes="Likes blue",
            attitude_date="2026-05-01", met_on="2026-02-01",
        )  # fmt: skip
        self._name(self.ann, "coach", self.other)
        archived = self._name(self.bo, "user", self.other, active=False)
        head = self._merge_leads()
        rows = head.with_context(active_test=False).buying_role_ids
        self.assertEqual(len(rows), 3)
        self.assertIn(archived, rows)
        row = rows & (early | late)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.influence, row.attitude), ("5", "friendly"))
        self.assertEqual(str(row.attitude_date), "2026-05-01 00:00:00")
        self.assertEqual(str(row.met_on), "2026-03-01")
        self.assertEqual(row.handling, "Dora talks to her")
        self.assertEqual(set(row.notes.split("\n")), {"Wants speed", "Likes blue"})

    def test_leads_with_erased_people(self):
        for lead in (self.lead, self.other):
            self._name(self.ann, "user", lead)._erase_person()
        head = self._merge_leads()
        self.assertEqual(len(head.buying_role_ids), 2, "they need not be the same person")

    def test_leads_of_which_one_has_the_row_archived(self):
        self._name(self.ann, "user", active=False, met_on=TODAY)
        self._name(self.ann, "user", self.other)
        row = self._merge_leads().with_context(active_test=False).buying_role_ids
        self.assertEqual((len(row), row.active, row.met_on), (1, True, TODAY))

    def test_contacts(self):
        double = self.ann.copy({"name": "Anne Lee"})
        kept = self._name(self.ann, "user", influence="2", notes="Wants speed")
        self._name(double, "user", influence="4", notes="Likes blue", met_on=TODAY)
        alone = self._name(double, "coach", self.other)
        self._merge_contacts(self.ann, double)
        self.assertEqual((kept.influence, kept.met_on, kept.met_by_id), ("4", TODAY, self.rep))
        self.assertEqual(kept.notes, "Wants speed\nLikes blue")
        self.assertEqual(alone.partner_id, self.ann)
        self.assertEqual(self.lead.buying_role_ids, kept)

    def test_contacts_of_leads_the_merging_user_may_not_see(self):
        clerk = new_test_user(
            self.env, "sft_clerk", groups="base.group_user,base.group_partner_manager"
        )
        double = self.ann.copy()
        self.ann.relationship_level, double.relationship_level = "2", "4"
        double.relation_user_id = self.rep
        kept = self._name(self.ann, "user")
        self._name(double, "user", met_on=TODAY)
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(clerk)
        wizard._merge((self.ann | double).ids, self.ann.with_user(clerk))
        self.env.invalidate_all()
        self.assertEqual(kept.met_on, TODAY)
        self.assertEqual(self.ann.relationship_level, "4")
        self.assertEqual(self.ann.relation_user_id, self.rep)

    def test_relationship_of_merged_contacts(self):
        double = self.ann.copy({"personal_style": "amiable", "relationship_level": "5"})
        self.ann.relationship_level = "3"
        report = self.chan
        report.reports_to_id = double
        self._merge_contacts(self.ann, double)
        self.assertEqual(self.ann.relationship_level, "5")
        self.assertEqual(self.ann.personal_style, "amiable")
        self.assertEqual(self.ann.reports_to_id, self.dora)
        self.assertEqual(report.reports_to_id, self.ann)

    def test_a_merge_closes_no_circle(self):
        """Ann reports to Dora; whoever Dora is merged with, nobody reports to himself."""
        double = self.dora.copy()
        double.reports_to_id = self.ann
        self._merge_contacts(self.dora, double)
        self.assertFalse(self.dora.reports_to_id)
        self.assertEqual(self.ann.reports_to_id, self.dora)
        boss = self.dora.copy({"name": "Boss"})
        self.dora.reports_to_id = boss
        self._merge_contacts(boss, self.ann)
        self.assertFalse((self.dora | boss | self.bo)._has_cycle("reports_to_id"))
        self.assertEqual(self.dora.reports_to_id, boss)

    def test_a_contact_merged_with_his_manager(self):
        self._merge_contacts(self.dora, self.ann)
        self.assertFalse(self.dora.reports_to_id)
        self.assertEqual(self.bo.reports_to_id, self.dora)

    def test_nobody_reports_to_himself(self):
        with self.assertRaisesRegex(ValidationError, "nobody can report to himself"):
            self.dora.reports_to_id = self.ann
        with self.assertRaises(ValidationError):
            self.chan.reports_to_id = self.chan

    def test_erasing_a_person_keeps_the_figures(self):
        row = self._name(
            self.ann, "user", attitude="opponent", handling="Dora talks to Ann", notes="Ann likes",
            influence="4", met_on=TODAY,
        )  # fmt: skip
        self.ann.email = "ann@hale.example.com"
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.ann.name, "email": self.ann.email}
        )
        wizard.action_lookup()
        self.assertIn("crm.buying.role", wizard.line_ids.mapped("res_model"))
        wizard.line_ids.action_unlink_all()
        self.assertFalse(self.ann.exists())
        self.assertTrue(row.exists())
        self.assertFalse(row.partner_id)
        self.assertEqual((row.influence, row.met_on, row.notes), ("4", TODAY, False))
        self.assertFalse(row.is_unhandled_opponent)
        self.assertNotIn("Ann", row.handling)
        self.assertEqual(row.display_name, "Erased Contact (User Buyer)")
        self.assertEqual(
            self.lead.get_relationship_picture()["people"][0]["name"], "Erased Contact"
        )

    def test_erasing_the_contact_alone_is_enough(self):
        row = self._name(self.ann, "user", notes="Ann likes tea")
        line = self.env["privacy.lookup.wizard.line"].create(
            {"res_id": self.ann.id, "res_model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        line.action_unlink()
        self.assertFalse(row.notes or row.partner_id)
