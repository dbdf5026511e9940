import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_crm_customer_access import NarrowCommon

QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")


@tagged("-at_install", "post_install")
class TestNarrowHttp(NarrowCommon, HttpCase):
    """Over the wire, as the browser and any other program asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        for user in (cls.rep, cls.colleague):
            user.password = f"{user.login}-Secret-1"
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": "offer.txt",
                "raw": b"the offer",
                "res_model": "res.partner",
                "res_id": cls.beside.id,
            }
        )
        cls.env.flush_all()
        cls.env.cr.flush()
        cls.env.invalidate_all()

    def _log_in(self, user):
        self.authenticate(user.login, f"{user.login}-Secret-1")

    def _call(self, model, method, *args, **kwargs):
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs},
        }
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    @mute_logger(*QUIET)
    def test_calls_over_the_wire(self):
        partner_id = self.beside.id
        asks = (
            ("name_search", ["Bell"], {}),
            ("search_read", [[["name", "ilike", "bell"]], ["name"]], {}),
            ("search", [[["id", "=", partner_id]]], {}),
            ("web_search_read", [[["id", "=", partner_id]], {"name": {}}], {}),
            (
                "web_read_group",
                [[["id", "=", partner_id]], ["user_id"], ["__count"]],
                {},
            ),
            ("formatted_read_group", [[["id", "=", partner_id]], ["country_id"], ["__count"]], {}),
        )
        refused = (
            ("read", [[partner_id], ["name"]]),
            ("web_read", [[partner_id], {"name": {}}]),
            ("write", [[partner_id], {"name": "Mine"}]),
            ("export_data", [[partner_id], ["name"]]),
            ("message_post", [[partner_id]]),
            ("unlink", [[partner_id]]),
        )
        self._log_in(self.rep)
        for method, args, kwargs in asks:
            with self.subTest(method=method):
                told = json.dumps(self._call("res.partner", method, *args, **kwargs))
                self.assertNotIn("error", told)
                self.assertNotIn("Bell", told)
                self.assertNotIn("Carl", told)
        for method, args in refused:
            with self.subTest(method=method):
                answer = self._call("res.partner", method, *args)
                self.assertIn("error", answer)
                self.assertNotIn("Bell", json.dumps(answer))
        self._log_in(self.colleague)
        self.assertIn("Bell", json.dumps(self._call("res.partner", "name_search", "Bell")))
        answer = self._call("res.partner", "read", [partner_id], ["name"])
        self.assertEqual(answer["result"][0]["name"], "Bell Works")

    @mute_logger(*QUIET)
    def test_an_attachment_by_its_address(self):
        address = f"/web/content/{self.attachment.id}?download=1"
        self._log_in(self.rep)
        self.assertEqual(self.url_open(address).status_code, 404)
        self._log_in(self.colleague)
        self.assertEqual(self.url_open(address).content, b"the offer")

    @mute_logger(*QUIET)
    def test_a_picture_by_its_address(self):
        self.beside.image_1920 = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
            "AABJRU5ErkJggg=="
        )
        self.env.flush_all()
        address = f"/web/image/res.partner/{self.beside.id}/image_1920"
        self._log_in(self.colleague)
        shown = self.url_open(address).content
        self._log_in(self.rep)
        self.assertNotEqual(self.url_open(address).content, shown)

    def test_reps_log_in_and_see_their_home(self):
        for user in (self.rep, self.colleague):
            self._log_in(user)
            page = self.url_open("/odoo")
            self.assertEqual(page.status_code, 200)
            self.assertIn(user.name, page.text)

    def test_the_map_shows_own_customers_only(self):
        places = self.customer | self.beside
        places.write({"partner_latitude": 53.5, "partner_longitude": 10.0})
        self.env.flush_all()
        spec = {"latitude": "partner_latitude", "longitude": "partner_longitude"}
        domain = [["id", "in", places.ids]]
        for user, customer in ((self.rep, self.customer), (self.colleague, self.beside)):
            self._log_in(user)
            payload = self._call("res.partner", "sales_map_data", domain, spec)["result"]
            self.assertEqual((payload["ids"], payload["without"]), (customer.ids, 0))
