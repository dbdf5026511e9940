from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import REP

PHONE = "390x844"


@tagged("-at_install", "post_install")
class TestTimelineTour(HttpCase):
    browser_size = PHONE
    touch_enabled = True

    def test_a_rep_looks_back_on_the_phone(self):
        rep = new_test_user(self.env, "sft_looking_rep", groups=REP, name="Tora Tour")
        customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        paul, petra = self.env["res.partner"].create(
            [{"name": name, "parent_id": customer.id} for name in ("Paul", "Petra")]
        )
        now = Datetime.now()
        for person, days, subject in ((paul, 1, "Offer"), (petra, 2, "<b>figures</b>")):
            person.message_post(
                body="Good morning",
                subject=subject,
                message_type="email",
                author_id=person.id,
                date=now - timedelta(days=days),
            )
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Line walk",
                "partner_ids": [Command.set(paul.ids)],
                "user_id": rep.id,
                "start": now - timedelta(days=3),
                "stop": now - timedelta(days=3, hours=-1),
            }
        )
        url = f"/odoo/sales-customers/{customer.id}"
        self.start_tour(url, "sales_funnel_timeline", login="sft_looking_rep")


@tagged("-at_install", "post_install")
class TestTimelineFromOutside(HttpCase):
    """Over the wire, as the web client calls it."""

    CALLS = (
        ("res.partner", "get_customer_timeline"),
        ("res.partner", "get_relationship_picture"),
        ("res.partner", "action_open_customer_timeline"),
        ("crm.lead", "action_turn_into_opportunity"),
        ("crm.lead", "action_take_known_contact"),
    )

    def setUp(self):
        super().setUp()
        new_test_user(self.env, "sft_portal_guest", groups="base.group_portal")
        new_test_user(self.env, "sft_clerk_inside", groups="base.group_user")
        self.customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        self.visitor = self.env["crm.lead"].create({"is_visitor": True, "contact_name": "Vera"})

    def _call(self, model, method, *args):
        params = {"model": model, "method": method, "args": list(args), "kwargs": {}}
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    @mute_logger("odoo.http")
    def test_nothing_is_reachable(self):
        ids = {"res.partner": self.customer.ids, "crm.lead": self.visitor.ids}
        for login in ("sft_portal_guest", "sft_clerk_inside", None):
            self.authenticate(login, login)
            for model, method in self.CALLS:
                if (login, method) == ("sft_clerk_inside", "action_open_customer_timeline"):
                    continue  # an address; what stands there is refused
                with self.subTest(login=login, method=method), self.assertRaises(JsonRpcException):
                    self._call(model, method, ids[model])
            with self.subTest(login=login), self.assertRaises(JsonRpcException):
                self._call("crm.visitor.report", "formatted_read_group", [], [], ["__count"])

    @mute_logger("odoo.http")
    def test_what_is_private_stays_private(self):
        self.authenticate("admin", "admin")
        for model, method in (
            ("sales.funnel.source.timeline", "_get_timeline_sources"),
            ("sales.funnel.source.timeline.mail", "_read_page"),
            ("crm.relationship.picture", "_draw"),
            ("res.partner", "_make_timeline_scope"),
        ):
            with self.subTest(method=method), self.assertRaises(JsonRpcException):
                self._call(model, method, [])
