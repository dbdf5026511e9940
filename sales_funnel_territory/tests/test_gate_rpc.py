import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, JsonRpcException, get_db_name, tagged
from odoo.tools import mute_logger

from .test_gate_paths import PathCommon

RPC_LOGGERS = ("odoo.http", "odoo.addons.rpc.controllers.jsonrpc")


@tagged("-at_install", "post_install")
class TestRemote(PathCommon, HttpCase):
    """Programs of others, over real HTTP: each request is a transaction that Odoo ends itself."""

    def assertRemote(self, call, error, sentence="New hall cannot go to In yet"):
        """:param call: function of (method, *arguments) that asks the server as the rep"""
        values = {"stage_id": self.stage_in.id}
        before = self._read_rows()
        with self.assertRaises(error) as caught, mute_logger(*RPC_LOGGERS):
            call("write", self.lead.ids, values)
        self.env.invalidate_all()
        self.assertEqual(self._read_rows(), before)
        self.assertIn(sentence, str(caught.exception))
        call("write", self.may.ids, values)
        self.env.invalidate_all()
        self.assertEqual(self.may.stage_id, self.stage_in)
        with self.assertRaises(error), mute_logger(*RPC_LOGGERS):
            call("write", self.lead.ids, {"phone": " ", **values})
        call("write", self.lead.ids, {"phone": "1", **values})
        self.env.invalidate_all()
        self.assertEqual(self.lead.stage_id, self.stage_in, "filled in the same call")
        return caught.exception

    def _credentials(self):
        return get_db_name(), self.rep.id, f"{self.rep.login:x<8}"

    def test_xmlrpc(self):
        fault = self.assertRemote(
            lambda method, *args: self.xmlrpc_object.execute_kw(
                *self._credentials(), "crm.lead", method, args
            ),
            xmlrpc.client.Fault,
        )
        self.assertIn("New hall cannot go to In yet", fault.faultString)
        self.assertIn("Fill \u201cPhone\u201d", fault.faultString)

    def test_xmlrpc_create(self):
        def create(**values):
            return self.xmlrpc_object.execute_kw(
                *self._credentials(),
                "crm.lead",
                "create",
                [
                    {
                        "name": "From afar",
                        "type": "opportunity",
                        "team_id": self.team.id,
                        "stage_id": self.stage_in.id,
                        "date_deadline": "2026-12-24",
                        **values,
                    }
                ],
            )

        before = self._read_rows()
        with self.assertRaisesRegex(xmlrpc.client.Fault, "From afar cannot go to In yet"):
            create()
        self.assertEqual(self._read_rows(), before)
        lead = self.env["crm.lead"].browse(create(phone="1"))
        self.assertEqual(lead.stage_id, self.stage_in)

    def test_jsonrpc(self):
        def call(method, *args):
            arguments = [*self._credentials(), "crm.lead", method, args]
            params = {"service": "object", "method": "execute_kw", "args": arguments}
            return self.make_jsonrpc_request("/jsonrpc", params)

        self.assertRemote(call, JsonRpcException, "ExitCriteriaError")

    def test_the_web_clients_own(self):
        def call(method, *args):
            params = {"model": "crm.lead", "method": method, "args": args, "kwargs": {}}
            return self.make_jsonrpc_request(f"/web/dataset/call_kw/crm.lead/{method}", params)

        self.authenticate(self.rep.login, self.rep.login)
        self.assertRemote(call, JsonRpcException, "ExitCriteriaError")

    def test_the_web_client_is_told_what_it_needs_to_help(self):
        self.authenticate(self.rep.login, self.rep.login)
        params = {
            "model": "crm.lead",
            "method": "web_save",
            "args": [self.lead.ids, {"stage_id": self.stage_in.id}, {"stage_id": {}}],
            "kwargs": {},
        }
        request = {"jsonrpc": "2.0", "id": 0, "method": "call", "params": params}
        with mute_logger(*RPC_LOGGERS):
            answer = self.url_open("/web/dataset/call_kw/crm.lead/web_save", json=request).json()
        error = answer["error"]["data"]
        self.assertTrue(error["name"].endswith("ExitCriteriaError"))
        refusal = error["context"]["refusals"][0]
        self.assertEqual(refusal["lead_id"], self.lead.id)
        self.assertEqual(refusal["gate_ids"], self.gate.ids)

    def test_json_2(self):
        until = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(self.rep).sudo()
        key = keys._generate("rpc", "Test", until)
        self._end_transaction()

        def call(method, ids, values):
            answer = self.url_open(
                f"/json/2/crm.lead/{method}",
                json={"ids": ids, "vals": values},
                headers={"Authorization": f"Bearer {key}"},
            )
            if not answer.ok:
                raise OSError(answer.json()["message"])

        self.assertRemote(call, OSError)

    def test_cron(self):
        """A job that moves leads by a server action: one it may, one it may not."""
        before = self._read_rows()
        with mute_logger("odoo.addons.base.models.ir_cron"):
            self._run_job(self.lead)
        self.assertEqual(self._read_rows(), before)
        self._run_job(self.may)
        self.assertEqual(self.may.stage_id, self.stage_in)

    def _run_job(self, lead):
        cron = self.env["ir.cron"].create(
            {
                "name": "Move leads",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": f"model.browse({lead.id}).write({{'stage_id': {self.stage_in.id}}})",
                "user_id": self.env.ref("base.user_admin").id,
            }
        )
        self._end_transaction()
        cron.method_direct_trigger()
        self.env.invalidate_all()
