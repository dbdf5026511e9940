from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import REP

PHONE = "390x844"


class PreparationTourCommon(HttpCase):
    """A rep reported on Hale Tools a week ago, and goes there again tomorrow."""

    def setUp(self):
        super().setUp()
        self.rep = new_test_user(self.env, "sft_prepared", groups=REP, name="Tora Tour")
        self.customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        self.vera = self.env["res.partner"].create(
            {"name": "Vera Buyer", "parent_id": self.customer.id}
        )
        self.now = Datetime.now().replace(microsecond=0)

    def _report(self, days, **values):
        date = self.now - timedelta(days=days)
        report = self.env["crm.call.report"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "contact_ids": [Command.set(self.vera.ids)],
                "date": date,
                "date_end": date + timedelta(hours=1),
                "state": "in_progress",
                "purpose": "Agree on the trial",
                **values,
            }
        )
        report.with_user(self.rep).action_submit()
        return report


@tagged("-at_install", "post_install")
class TestPreparationTour(PreparationTourCommon):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_prepares_a_visit_on_the_phone(self):
        self._report(
            6,
            reaction="Wants <b>figures</b>",
            next_step="Show the figures",
            action_ids=[
                Command.create(
                    {
                        "name": "Drawing of the hall",
                        "contact_id": self.vera.id,
                        "user_id": False,
                        "date_due": self.now.date() - timedelta(days=1),
                    }
                )
            ],
        )
        self.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
            }
        )
        visit = self.env["crm.visit"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.id,
                "start": self.now + timedelta(days=1),
                "state": "planned",
            }
        )
        self.start_tour(
            f"/odoo/visits/{visit.id}/prepare-visit",
            "sales_funnel_prepare_visit",
            login="sft_prepared",
        )
        self.assertEqual(visit.purpose, "Show the figures of May")
        self.assertEqual(visit.report_id.purpose, "Show the figures of May")


@tagged("-at_install", "post_install")
class TestReportWordsTour(PreparationTourCommon):
    def test_a_report_is_found_by_a_chinese_word(self):
        self._report(6, purpose="讨论合同", message_needs="客户对质量问题不满意")
        self._report(5)
        self.start_tour("/odoo/follow-up-log", "sales_funnel_report_words", login="sft_prepared")


@tagged("-at_install", "post_install")
class TestPreparationFromOutside(PreparationTourCommon):
    """Over the wire, as the web client calls it."""

    def _call(self, model, method, *args):
        params = {"model": model, "method": method, "args": list(args), "kwargs": {}}
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    @mute_logger("odoo.http")
    def test_nothing_is_reachable(self):
        report = self._report(5)
        new_test_user(self.env, "sft_portal_prep", groups="base.group_portal")
        new_test_user(self.env, "sft_clerk_prep", groups="base.group_user")
        for login in ("sft_portal_prep", "sft_clerk_prep", None):
            self.authenticate(login, login)
            for model, method, *args in (
                ("crm.preparation", "get_preparation", "res.partner", self.customer.id),
                ("crm.preparation", "print_preparation", "crm.call.report", report.id),
                ("crm.call.report", "action_send", report.ids),
                ("crm.call.report", "action_send_to_customer", report.ids),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(JsonRpcException):
                    self._call(model, method, *args)

    @mute_logger("odoo.http")
    def test_what_is_private_stays_private(self):
        report = self._report(5)
        self.authenticate("sft_prepared", "sft_prepared")
        for model, method, *args in (
            ("crm.preparation", "_prepare", self.customer.id),
            ("crm.preparation.part.report", "_read", []),
            ("crm.call.report", "_send_to_colleagues", report.ids, [1]),
            ("crm.call.report", "_prepare_sheet", report.ids),
            ("crm.call.report", "write", report.ids, {"words": "bribe"}),
            ("crm.call.report", "write", report.ids, {"is_to_send": True}),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call(model, method, *args)
