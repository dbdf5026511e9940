from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.addons.web.models.models import Base
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .test_crm_call_report import NOW, ReportCommon


@tagged("-at_install", "post_install")
class TestCallReportKept(ReportCommon):
    """What was submitted stays as it was, whatever changes around it."""

    def test_other_hours_count_for_open_reports_only(self):
        still = self._create_report()
        self._submit()
        before, due = self.report.deadline, still.deadline
        self.assertFalse(self.report.is_late)
        self.env.company.call_report_hours = 400
        self.assertEqual(self.report.deadline, before)
        self.assertGreater(still.deadline, due)
        self.env.company.call_report_hours = 1
        self.env.flush_all()
        self.assertEqual(self.report.deadline, before)
        self.assertEqual((self.report.timeliness, self.report.is_late), ("on_time", False))

    def test_the_clock_is_set_forward(self):
        calendar = self.env["resource.calendar"].create({"name": "Berlin", "tz": "Europe/Berlin"})
        self.rep.company_id.resource_calendar_id = calendar
        self.rep.tz = "Europe/Berlin"
        last = max(calendar.attendance_ids.mapped("hour_to"))
        self._at(datetime(2027, 3, 26, 15))  # a Friday; on Sunday clocks are set forward
        report = self._create_report(
            date=datetime(2027, 3, 26, 13), date_end=datetime(2027, 3, 26, 14)
        )
        # as work ends on Monday: two hours ahead of UTC by then, not one
        self.assertEqual(report.deadline, datetime(2027, 3, 29) + timedelta(hours=last - 2))
        late = self._create_report(
            date=datetime(2027, 3, 24, 20), date_end=datetime(2027, 3, 24, 22, 30)
        )
        self.assertEqual(late.deadline, datetime(2027, 3, 25, 22, 30), "24 hours, late at night")

    def test_messages_about_it_stay(self):
        self._submit()
        message = self.report.with_user(self.rep).message_post(
            body="He agreed", message_type="comment"
        )
        with self.assertRaisesRegex(UserError, "write another message"):
            self.report.with_user(self.rep)._message_update_content(message, body="He refused")
        self.assertIn("agreed", message.body)

    def test_nobody_submits_twice(self):
        self._submit()
        moment = self.report.submitted_on
        self._at(NOW + timedelta(hours=1))
        with self.assertRaises(UserError):
            self._submit()
        with self.assertRaises(UserError):
            self.report.with_user(self.manager).action_start()
        self.assertEqual(self.report.submitted_on, moment)

    def test_a_copy_is_a_new_report(self):
        self._submit()
        self.report.with_user(self.leader)._acknowledge("Fine")
        copy = self.report.with_user(self.rep).copy()
        self.assertEqual((copy.state, copy.visit_id), ("prepared", copy.visit_id.browse()))
        self.assertFalse(copy.submitted_on or copy.acknowledged_by_id or copy.manager_comment)
        self.assertNotEqual(copy.name, self.report.name)

    def test_merged_people_and_opportunities_are_named_once(self):
        twin = self.contact.copy({"name": "Vera Buyer again"})
        leads = self._create_lead(self.stage_in) | self._create_lead(self.stage_in)
        self.report.write(
            {
                "contact_ids": [Command.set((self.contact | twin).ids)],
                "opportunity_ids": [Command.set(leads.ids)],
                "action_ids": [
                    Command.create({"name": "A", "contact_id": twin.id, "lead_id": leads[1].id})
                ],
            }
        )
        self._submit()
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": [Command.set((self.contact | twin).ids)]}
        )
        wizard._merge((self.contact | twin).ids, self.contact)
        lead = leads.merge_opportunity()
        self.env.invalidate_all()
        self.assertEqual(self.report.contact_ids, self.contact)
        self.assertEqual(self.report.opportunity_ids, lead)
        self.assertEqual(self.report.action_ids.contact_id, self.contact)
        self.assertEqual(self.report.action_ids.lead_id, lead)
        self.assertEqual(self.report.state, "submitted")

    def test_a_colleague_reads_it_by_the_writers_clock(self):
        self.rep.tz = "Asia/Shanghai"
        self._submit()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kw: 0)
        self.env["crm.call.report"]._send_submitted()
        body = self.report.message_ids[0].body
        self.assertIn("5:00", body, "9 o'clock in UTC")
        self.assertIn("6:30", body)

    def test_a_submitted_report_shows_what_was_told_and_no_empty_parts(self):
        report = self._create_report(message_product="12,000 bottles an hour")
        self.assertIn("needs", report.open_parts, "asked for while it is written")
        self._submit(report)
        self.assertEqual(report.open_parts, "product")
        form = Form(report.with_user(self.rep))
        for name in ("message_needs", "reaction", "risk", "action_ids", "next_visit_on"):
            self.assertTrue(form._get_modifier(name, "invisible"), name)
        self.assertFalse(form._get_modifier("message_product", "invisible"))

    def test_a_pivot_names_each_month_once_and_as_odoo_does(self):
        for person in (self.rep, self.colleague):
            for month in (6, 7):
                start = datetime(2026, month, 3, 9)
                self._create_report(
                    user_id=person.id, date=start, date_end=start + timedelta(hours=1)
                )
        Report, plain = type(self.env["crm.call.report"]), Base
        asked = (
            [("date", "<", "2026-08-01")],
            [["user_id"], ["user_id", "date:month"]],
            ["__count", "on_time_rate:avg"],
        )
        named = []

        def name(reports, spec, values):
            formatter = plain._web_read_group_groupby_formatter(reports, spec, values)
            return lambda value: named.append(value) or formatter(value)

        reports = self.env["crm.call.report"].with_context(tz="Europe/Berlin")
        found = reports.formatted_read_grouping_sets(*asked)
        self.assertEqual(len(found[1]), 4)
        self.assertEqual(len({group["date:month"] for group in found[1]}), 2)
        # as it would be without naming once
        with patch.object(Report, "_web_read_group_groupby_formatter", name):
            self.assertEqual(reports.formatted_read_grouping_sets(*asked), found)
        self.assertEqual(len(named), 10, "two persons; four cells of a person and a month")
        formatter = reports._web_read_group_groupby_formatter("date:month", ())
        with patch("babel.dates.format_datetime", return_value="June") as babel:
            self.assertEqual(formatter(datetime(2026, 6, 1)), formatter(datetime(2026, 6, 1)))
        self.assertEqual(babel.call_count, 1)

    def test_the_template_is_that_of_the_industry(self):
        industry = self.env["res.partner.industry"].create({"name": "Packing"})
        Template = self.env["crm.call.report.template"]
        Template.search([]).active = False
        # an industry whose number is that of the customer
        self.env.cr.execute(
            "UPDATE res_partner_industry SET id = %s WHERE id = %s", [self.customer.id, industry.id]
        )
        self.env.invalidate_all()
        Template.create(
            {"name": "P", "industry_ids": [Command.set([self.customer.id])], "purposes": "Pack"}
        )
        usual = (
            self.env["crm.preparation"]
            .with_user(self.rep)
            .get_preparation("res.partner", self.customer.id)
        )
        self.assertNotIn("Pack", [one["text"] for one in usual["purpose"]["suggestions"]])
        phone = self.env["crm.today"].with_user(self.rep).get_report(self.report.id)
        self.assertNotIn("Pack", phone["purposes"])
