from datetime import date, datetime, time, timedelta

from freezegun import freeze_time
from lxml.html import fromstring
from odoo.tests import tagged

from .test_crm_visit_plan import VisitPlanCommon

FRIDAY = "2026-12-04 09:00:00"


@tagged("-at_install", "post_install")
class TestVisitPlanJob(VisitPlanCommon):
    """The reminder on Fridays, and plans whose time is over."""

    def _job(self):
        return self.env["crm.funnel.job"]._job_visit_plans()

    def _next_week(self):
        return self.env["crm.visit.plan"].search(
            [("user_id", "=", self.rep.id), ("date_from", "=", date(2026, 12, 7))]
        )

    def test_on_friday_whoever_plans_is_reminded_with_a_draft(self):
        self.plan.write({"date_from": date(2026, 11, 30), "free_half_days": 2})
        with freeze_time(FRIDAY):
            self._job()
            plan = self._next_week()
            self.assertEqual((plan.state, plan.free_half_days), ("draft", 2))
            self.assertEqual(plan.activity_ids.user_id, self.rep)
            self._job()
            self.assertEqual(len(self._next_week()), 1)

    def test_on_other_days_and_with_a_plan_nobody_is_reminded(self):
        self.plan.date_from = date(2026, 11, 30)
        with freeze_time("2026-12-03 09:00:00"):
            self._job()
        self.assertFalse(self._next_week())
        ready = self._create_plan(date_from=date(2026, 12, 7))
        ready.sudo().state = "submitted"
        with freeze_time(FRIDAY):
            self._job()
        self.assertFalse(ready.activity_ids)

    def test_plans_whose_time_is_over_are_closed(self):
        over = self._create_plan(date_from=date(2026, 11, 2))
        over.sudo().state = "running"
        self.plan.sudo().state = "running"
        with freeze_time("2026-11-25 09:00:00"):
            self._job()
        self.assertEqual(over.state, "closed")
        self.assertEqual(self.plan.state, "running")

    def test_friday_and_the_last_day_are_by_each_ones_clock(self):
        self.plan.date_from = date(2026, 11, 30)
        self.rep.tz = "Pacific/Honolulu"
        over = self._create_plan(date_from=date(2026, 11, 23))
        (self.plan | over).sudo().state = "running"
        with freeze_time("2026-12-04 05:00:00"):  # Thursday evening there
            self._job()
            self.assertFalse(self._next_week())
        with freeze_time("2026-12-05 05:00:00"):  # Friday evening there
            self._job()
            self.assertEqual(self._next_week().activity_ids.user_id, self.rep)
        self.assertEqual(over.state, "closed")
        last = self.plan.date_to
        self.assertEqual(last, date(2026, 12, 6))
        with freeze_time("2026-12-07 05:00:00"):  # still Sunday there
            self._job()
        self.assertEqual(self.plan.state, "running")
        self.rep.tz = "Pacific/Auckland"
        with freeze_time("2026-12-06 12:00:00"):  # Monday there
            self._job()
        self.assertEqual(self.plan.state, "closed")


@tagged("-at_install", "post_install")
class TestVisitPlanClocks(VisitPlanCommon):
    """Each works by his own clock, also when clocks are changed."""

    def test_nine_o_clock_is_nine_o_clock(self):
        for zone, monday in (
            ("Asia/Shanghai", self.monday),
            ("Pacific/Honolulu", self.monday),
            ("Europe/Berlin", date(2027, 3, 29)),  # clocks were changed the night before
            ("America/New_York", date(2027, 11, 8)),
        ):
            with self.subTest(zone=zone):
                self.rep.tz = zone
                plan = self._create_plan(date_from=monday)
                frozen = self.env["crm.visit"].create(
                    {
                        "partner_id": self.customer.id,
                        "user_id": self.rep.id,
                        "window_from": monday,
                        "start": self._utc(monday, 9),
                        "is_frozen": True,
                        "state": "planned",
                    }
                )
                demand = plan.with_user(self.rep)._gather().demand
                (one,) = demand.appointments
                self.assertEqual((one.day, one.start), (monday, 9 * 3600))
                self.assertEqual(demand.days[0].start, 8 * 3600)
                self._run(plan)
                hours = {self._local(visit.start).hour for visit in plan.visit_ids if visit.start}
                self.assertTrue(hours and min(hours) >= 8 and max(hours) < 17, hours)
                frozen.unlink()
                plan.unlink()

    def _utc(self, day, hour):
        local = datetime.combine(day, time(hour), tzinfo=self.rep._get_clock())
        return (local - local.utcoffset()).replace(tzinfo=None)

    def _local(self, moment):
        zone = self.rep._get_clock()
        return (moment.replace(tzinfo=zone) + self._offset(moment, zone)).replace(tzinfo=None)

    def _offset(self, moment, zone):
        return (moment - timedelta(0)).replace(tzinfo=zone).utcoffset()


@tagged("-at_install", "post_install")
class TestVisitPlanPrint(VisitPlanCommon):
    """The week for the manager, a sheet a day for the way."""

    def test_both_are_printed(self):
        self._run()
        self.customer.customer_status_id.access_notes = "Gate 2, safety shoes"
        Report = self.env["ir.actions.report"].with_user(self.rep)
        for name in ("week", "days"):
            html, _kind = Report._render_qweb_html(
                f"sales_funnel_territory.crm_visit_plan_report_{name}_document", self.plan.ids
            )
            text = html.decode()
            for visit in self.plan.visit_ids:
                self.assertIn(visit.partner_id.name, text)
        self.assertIn("Gate 2, safety shoes", text)
        self.assertEqual(text.count('class="article'), 1, "a page a day of one document")

    def test_an_appointment_of_the_week_stands_on_the_paper_and_in_its_head(self):
        self._run()
        own = len(self.plan.visit_ids)
        self.env["crm.visit"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Dr. Agreed"}).id,
                "user_id": self.rep.id,
                "start": datetime.combine(self.plan.date_to - timedelta(days=2), time(9)),
                "state": "confirmed",
            }
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sales_funnel_territory.crm_visit_plan_report_week_document", self.plan.ids
        )
        words = " ".join(fromstring(html).text_content().split())
        self.assertIn("Dr. Agreed", words)
        self.assertIn(f"{own + 1} visits planned", words)

    def test_visits_for_a_company_that_is_not_ticked_are_on_no_paper(self):
        self._run()
        own = len(self.plan.visit_ids)
        self.rep.company_ids |= self.other_company
        self.env["crm.visit"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Dr. Elsewhere"}).id,
                "user_id": self.rep.id,
                "company_id": self.other_company.id,
                "start": datetime.combine(self.plan.date_to - timedelta(days=2), time(9)),
                "state": "confirmed",
            }
        )
        Report = self.env["ir.actions.report"].with_user(self.rep)
        for ticked in (self.env.company, self.env.company | self.other_company):
            self.env.invalidate_all()
            html, _kind = Report.with_context(allowed_company_ids=ticked.ids)._render_qweb_html(
                "sales_funnel_territory.crm_visit_plan_report_week_document", self.plan.ids
            )
            words = " ".join(fromstring(html).text_content().split())
            is_seen = self.other_company in ticked
            self.assertEqual("Dr. Elsewhere" in words, is_seen)
            self.assertIn(f"{own + is_seen} visits planned", words)

    def test_what_is_empty_moves_no_column(self):
        self._run()
        self.plan.visit_ids.purpose = False
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "sales_funnel_territory.crm_visit_plan_report_week_document", self.plan.ids
        )
        rows = fromstring(html).xpath("//tbody/tr")
        self.assertTrue(rows)
        heads = {len(row.xpath("ancestor::table/thead/tr/th")) for row in rows}
        self.assertLessEqual(heads, {7, 5})
        for row in rows:
            self.assertEqual(len(row.xpath("td")), len(row.xpath("ancestor::table/thead/tr/th")))
