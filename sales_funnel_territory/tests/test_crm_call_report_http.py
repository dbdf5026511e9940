import io
from zipfile import ZipFile

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_crm_call_report import ReportCommon
from .test_crm_call_report_closed import PNG


@tagged("-at_install", "post_install")
class TestCallReportFiles(ReportCommon, HttpCase):
    """Files of a report by their address: for whoever reads the report, and nobody takes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.photo = cls.env["ir.attachment"].create(
            {
                "name": "line.png",
                "datas": PNG,
                "res_model": "crm.call.report",
                "res_id": cls.report.id,
            }
        )
        cls.report.photo_ids = cls.photo
        for user in (cls.rep, cls.colleague, cls.leader, cls.manager, cls.foreigner, cls.portal):
            user.password = f"{user.login}-Secret-1"

    def _log_in(self, user):
        if user:
            self.authenticate(user.login, f"{user.login}-Secret-1")
        else:
            self.authenticate(None, None)

    def _get(self, address):
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(address, allow_redirects=False)

    def _is_told(self, answer):
        return answer.ok and self.photo.raw in answer.content

    def test_only_readers_of_the_report_get_its_files(self):
        self._submit()
        number = self.photo.id
        addresses = (
            f"/web/content/{number}",
            f"/web/content/{number}/line.png?download=true",
            f"/web/content?model=ir.attachment&id={number}&field=datas",
            f"/web/image/{number}",
            f"/web/image/ir.attachment/{number}/raw",
        )
        for person, may_read in (
            (self.rep, True),
            (self.leader, True),
            (self.manager, True),
            (self.colleague, False),
            (self.foreigner, False),
            (self.portal, False),
            (None, False),
        ):
            self._log_in(person)
            for address in addresses:
                with self.subTest(person=person and person.login, address=address):
                    self.assertEqual(self._is_told(self._get(address)), may_read)

    def test_files_of_others_are_in_no_bundle(self):
        self._log_in(self.colleague)
        answer = self.url_open(
            "/mail/attachment/zip", {"file_ids": str(self.photo.id), "zip_name": "all.zip"}
        )
        if answer.ok and answer.content[:2] == b"PK":
            self.assertFalse(ZipFile(io.BytesIO(answer.content)).namelist())

    def test_nobody_takes_a_file_of_a_submitted_report_away(self):
        self._submit()
        for person in (self.rep, self.colleague, self.leader, self.manager, self.portal):
            self._log_in(person)
            with mute_logger("odoo.http"):
                self._post("/mail/attachment/delete", {"attachment_id": self.photo.id})
            self.assertTrue(self.photo.exists(), person.login)
            self.assertEqual(self.report.photo_ids, self.photo)

    def _post(self, address, params):
        return self.url_open(
            address,
            json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": params},
        )

    def test_papers_of_others_are_not_printed(self):
        self._submit()
        number = self.report.id
        for person, may_read in ((self.rep, True), (self.colleague, False), (self.portal, False)):
            self._log_in(person)
            for name in ("crm_call_report_document", "crm_preparation_document"):
                options = f'{{"model": "crm.call.report", "res_id": {number}}}'
                answer = self._get(
                    f"/report/html/sales_funnel_territory.{name}/{number}?options={options}"
                )
                with self.subTest(person=person.login, name=name):
                    self.assertEqual(b"Agree on the trial" in answer.content, may_read)
