from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.modules.migration import load_script
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import file_path

from .test_crm_call_report import ReportCommon
from .test_crm_customer_access import NarrowCommon

SCRIPT = "sales_funnel_territory/migrations/19.0.1.6.0/post-narrow-view.py"


@tagged("-at_install", "post_install")
class TestCallReportAround(ReportCommon):
    """What else knows of reports: merges, hand-overs, erasure, the customer's form."""

    def test_merged_customers_have_the_reports_of_both(self):
        double = self.env["res.partner"].create(
            {"name": "Hale Tools Ltd", "is_company": True, "is_sales_customer": True}
        )
        person = self.contact.copy({"name": "Vera Buyer", "parent_id": double.id})
        theirs = self._create_report(
            partner_id=double.id,
            contact_ids=person.ids,
            date=datetime(2026, 12, 8, 12),
            date_end=datetime(2026, 12, 8, 13),
        )
        self._submit(theirs)
        self._submit()
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | double).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(theirs.partner_id, self.customer)
        self.assertEqual(self.customer.call_report_count, 2)
        self.assertEqual(self.status.last_contact_on, datetime(2026, 12, 8, 13))

    def test_a_person_who_was_met_twice_over_is_met_once(self):
        twin = self.contact.copy({"name": "V. Buyer"})
        self.report.contact_ids = self.contact | twin
        item = self.env["crm.call.report.action"].create(
            {"report_id": self.report.id, "name": "Name the sponsor", "contact_id": twin.id}
        )
        self._submit()
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.contact | twin).ids, self.contact)
        self.env.invalidate_all()
        self.assertEqual(self.report.contact_ids, self.contact)
        self.assertEqual(item.contact_id, self.contact)

    def test_the_name_of_an_erased_person_goes_from_submitted_reports(self):
        self.report.write(
            {
                "purpose": "Win Vera Buyer over",
                "message_budget": "Vera Buyer decides up to 20,000",
                "action_ids": [
                    (0, 0, {"name": "Call Vera Buyer", "user_id": self.rep.id}),
                    (0, 0, {"name": "Sponsor", "contact_id": self.contact.id}),
                ],
            }
        )
        self._submit()
        data = self.env["crm.personal.data"]._find_ours(self.contact.ids, [], "Vera Buyer")
        self.assertIn(self.report.id, data["crm.call.report"])
        self.assertLessEqual(set(self.report.action_ids.ids), set(data["crm.call.report.action"]))
        self.env["crm.personal.data"]._erase_person(self.contact.ids, [], "Vera Buyer")
        self.assertEqual(self.report.purpose, "Win Erased person over")
        self.assertNotIn("Vera", self.report.message_budget)
        self.assertIn("Call Erased person", self.report.action_ids.mapped("name"))

    def test_open_reports_go_along_in_a_hand_over(self):
        done = self._create_report()
        self._submit(done)
        handover = (
            self.env["crm.handover"]
            .with_user(self.manager)
            .create(
                {
                    "from_user_id": self.rep.id,
                    "to_user_id": self.colleague.id,
                    "reason": "Leaves in May",
                }
            )
        )
        handover.action_preview()
        found = handover.item_ids.filtered(lambda item: item.kind == "report")
        self.assertEqual(found.mapped("res_id"), self.report.ids)
        handover.action_apply()
        self.assertEqual(self.report.user_id, self.colleague)
        self.assertEqual(done.user_id, self.rep, "who wrote it, wrote it")

    def test_reports_nobody_has_begun_follow_the_responsible(self):
        prepared = self._create_report(state="prepared")
        changes = {self.customer.id: (self.rep.id, self.colleague.id)}
        self.env["res.partner"]._after_responsible_changes(changes)
        self.assertEqual(prepared.user_id, self.colleague)
        self.assertEqual(self.report.user_id, self.rep)

    def test_who_looks_after_the_customer_reads_what_others_wrote(self):
        self.customer.user_id = self.colleague
        self.assertEqual(self.report.with_user(self.colleague).purpose, "Agree on the trial")
        with self.assertRaises(AccessError):
            self.report.with_user(self.colleague).purpose = "Mine"

    def test_other_companies_and_people_outside_see_nothing(self):
        Report = self.env["crm.call.report"]
        self.assertFalse(Report.with_user(self.foreigner).search([("id", "=", self.report.id)]))
        parts = (
            self.env["crm.call.report.objective"].create(
                {"report_id": self.report.id, "name": "A"}
            ),
            self.env["crm.call.report.action"].create(
                {"report_id": self.report.id, "name": "B", "user_id": self.rep.id}
            ),
        )
        for part in parts:
            self.assertFalse(part.with_user(self.foreigner).search([("id", "=", part.id)]))
            self.assertFalse(part.with_user(self.rep_beside).search([("id", "=", part.id)]))
            self.assertTrue(part.with_user(self.leader).search([("id", "=", part.id)]))
        clerk = new_test_user(self.env, "sft_clerk", groups="base.group_user")
        for person in (self.portal, self.public, clerk):
            for record in (self.report, *parts, Report.template_id):
                with self.assertRaises(AccessError):
                    record.with_user(person).search([])

    def test_only_administrators_change_templates(self):
        template = self.env["crm.call.report.template"].create({"name": "First visit"})
        self.assertEqual(template.with_user(self.rep).name, "First visit")
        for person in (self.rep, self.leader, self.manager):
            with self.assertRaises(AccessError):
                template.with_user(person).name = "Mine"
        template.with_user(self.administrator).name = "First"

    def test_the_template_fits_kind_and_industry(self):
        Template = self.env["crm.call.report.template"]
        Template.search([]).active = False
        industry = self.env["res.partner.industry"].create({"name": "Packing"})
        everybody, phone, packing = Template.create(
            [
                {"name": "Everybody", "is_budget_open": False},
                {"name": "Phone", "kind": "phone", "is_product_open": False},
                {
                    "name": "Packing",
                    "industry_ids": industry.ids,
                    "purposes": "Measure the line\n\nSee the chief",
                    "objective_ids": [(0, 0, {"name": "Speed", "wanted": "Packs a minute"})],
                },
            ]
        )
        report = self._create_report(state="prepared")
        self.assertEqual(report.template_id, everybody)
        self.assertNotIn("budget", report.open_parts)
        report.message_budget = "20,000"
        self.assertIn("budget", report.open_parts, "what was told is shown")
        report.kind = "phone"
        self.assertEqual(report.template_id, phone)
        self.customer.industry_id = industry
        visit = self.visit.copy({"start": datetime(2026, 12, 10, 9)})
        made = self.env["crm.call.report"]._prepare_for_visit(visit)
        self.assertEqual(made.template_id, packing)
        self.assertEqual(made.objective_ids.mapped("wanted"), ["Packs a minute"])
        self.assertEqual(made.purpose_hint, "e.g. Measure the line")

    def test_reps_attach_and_others_do_not_read(self):
        photo = (
            self.env["ir.attachment"]
            .with_user(self.rep)
            .create({"name": "board.txt", "raw": b"42", "res_model": "crm.call.report"})
        )
        self.report.with_user(self.rep).photo_ids = photo
        self.assertEqual(photo.res_id, self.report.id)
        self.assertEqual(photo.with_user(self.leader).raw, b"42")
        for person in (self.colleague, self.foreigner, self.portal, self.public):
            with self.assertRaises(AccessError):
                _read = photo.with_user(person).raw


@tagged("-at_install", "post_install")
class TestCallReportNarrowView(NarrowCommon):
    """Where the narrow view is on, who has a report sees whom it is about."""

    def test_who_wrote_a_report_or_gets_it_sees_the_customer(self):
        self._switch()
        self.assertFalse(self._sees(self.rep_beside, self.beside))
        report = self.env["crm.call.report"].create(
            {"partner_id": self.beside.id, "user_id": self.colleague.id}
        )
        report.cc_ids = [fields.Command.set(self.rep_beside.ids)]
        self._settle()
        self.assertEqual(self._sees(self.rep_beside, self.beside), self.beside)
        report.cc_ids = [fields.Command.clear()]
        self._settle()
        self.assertFalse(self._sees(self.rep_beside, self.beside))
        mine = self.env["crm.call.report"].create(
            {"partner_id": self.beside.id, "user_id": self.rep_beside.id}
        )
        self._settle()
        self.assertEqual(mine.with_user(self.rep_beside).display_name[-10:], "Bell Works")

    def test_updating_narrows_what_is_new(self):
        self._switch()
        rule = self.env.ref("sales_funnel_territory.crm_call_report_rule_narrow_view")
        rule.active = False
        self.env.flush_all()
        script = load_script(file_path(SCRIPT), "post_narrow_view")
        script.migrate(self.env.cr, "19.0.1.5.0")
        self.env.invalidate_all()
        self.assertTrue(rule.active)
