from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_crm_call_report import NOW, ReportCommon
from .test_crm_customer_access import NarrowCommon

REFUSED = UserError  # or an AccessError, which is one


@tagged("-at_install", "post_install")
class TestCallReportOthers(ReportCommon):
    """Who may not read a report learns nothing of it, whichever way he asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls.env["crm.call.report.objective"].create(
            {"report_id": cls.report.id, "name": "Get the trial"}
        )
        cls.item = cls.env["crm.call.report.action"].create(
            {"report_id": cls.report.id, "name": "Send the offer", "user_id": cls.rep.id}
        )
        cls.parts = cls.objective, cls.item
        cls.others = cls.colleague, cls.rep_beside, cls.foreigner, cls.portal, cls.public

    def setUp(self):
        super().setUp()
        self._submit()
        self.env["crm.call.report.addition"].with_user(self.rep).create(
            {"report_id": self.report.id, "text": "He called"}
        )
        self.records = self.report, *self.parts, self.report.addition_ids
        self.env.flush_all()

    def _ask(self, record, person):
        """Yield what a person learns of a record, way by way: nothing, or a refusal."""
        model = record.with_user(person).browse()
        own = [("id", "=", record.id)]
        yield lambda: model.browse(record.id).read()
        yield lambda: model.browse(record.id).export_data(["id", "display_name"])["datas"]
        yield lambda: model.search(own)
        yield lambda: model.search_read(own, ["display_name"])
        yield lambda: model.search_count(own)
        yield lambda: [count for (count,) in model._read_group(own, [], ["__count"]) if count]
        yield lambda: model.formatted_read_group(
            own, ["report_id" if "report_id" in model else "partner_id"], ["__count"]
        )
        yield lambda: list(model.name_search("", own))
        yield lambda: model.web_search_read(own, {"display_name": {}})["records"]

    def test_others_learn_nothing(self):
        self.env.ref("base.group_allow_export").sudo().user_ids |= self.colleague | self.rep_beside
        for person in self.others:
            for record in self.records:
                for number, way in enumerate(self._ask(record, person)):
                    with self.subTest(person=person.login, model=record._name, way=number):
                        try:
                            found = way()
                        except REFUSED as refusal:
                            found = "Hale" in str(refusal)
                        self.assertFalse(found)

    def test_who_may_read_it_reads_all_of_it(self):
        self.report.sudo().cc_ids = self.colleague
        people = self.rep, self.colleague, self.leader, self.head, self.manager, self.administrator
        for person in people:
            for record in self.records:
                with self.subTest(person=person.login, model=record._name):
                    found = record.with_user(person).search([("id", "=", record.id)])
                    self.assertEqual(found.read(["display_name"])[0]["id"], record.id)

    def test_a_refusal_does_not_name_the_customer(self):
        for person in (self.colleague, self.rep_beside, self.foreigner):
            for values in ({"purpose": "Mine"}, {"active": False}):
                with self.subTest(person=person.login), self.assertRaises(AccessError) as caught:
                    self.report.with_user(person).write(values)
                self.assertNotIn("Hale", str(caught.exception))

    def test_texts_of_others_are_not_asked_out_by_searching(self):
        for domain in (
            [("call_report_ids.purpose", "ilike", "trial")],
            [("call_report_ids", "any", [("word_search", "ilike", "trial")])],
            [("call_report_ids.words", "ilike", "trial")],
        ):
            Partner = self.env["res.partner"]
            wanted = [("id", "=", self.customer.id), *domain]
            self.assertTrue(Partner.with_user(self.rep).search(wanted))
            for person in (self.colleague, self.rep_beside):
                self.assertFalse(Partner.with_user(person).search(wanted), domain)
        visits = [("id", "=", self.visit.id), ("report_ids.purpose", "ilike", "trial")]
        self.assertFalse(self.visit.with_user(self.colleague).search(visits))


@tagged("-at_install", "post_install")
class TestCallReportWaysIn(ReportCommon):
    """Ways around the form: the phone's interface, activities, parents, attachments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.env["crm.call.report.action"].create(
            {"report_id": cls.report.id, "name": "Send the offer", "user_id": cls.rep.id}
        )
        cls.theirs = cls.env["crm.call.report.action"].create(
            {"report_id": cls.report.id, "name": "Sponsor", "contact_id": cls.contact.id}
        )

    def test_the_phone_does_not_touch_what_was_submitted(self):
        self._submit()
        self.report.sudo().cc_ids = self.colleague
        before = self.report.read()[0]
        for person in (self.rep, self.colleague, self.leader, self.manager):
            for number, values in enumerate(
                (
                    {"written_on": "2026-12-01T00:00:00Z", "is_finished": False},
                    {"purpose": "Mine", "is_finished": False},
                    {"actions": [{"name": "New", "user_id": self.rep.id}], "is_finished": False},
                    {"removed_action_ids": self.item.ids, "is_finished": False},
                    {"contact_ids": [], "is_finished": False},
                )
            ):
                with (
                    self.subTest(person=person.login, values=values),
                    self.assertRaises(REFUSED),
                    self.cr.savepoint(),
                ):
                    self.env["crm.today"].with_user(person).submit(
                        f"k-{number}", {"report_id": self.report.id, **values}
                    )
        self.report.invalidate_recordset()
        self.assertEqual(self.report.read()[0], before)

    def test_parents_do_not_touch_what_was_submitted(self):
        self._submit()
        change = [Command.update(self.report.id, {"purpose": "Mine"})]
        for person in (self.rep, self.leader, self.manager):
            for parent, name, commands in (
                (self.customer, "call_report_ids", change),
                (self.customer, "call_report_ids", [Command.delete(self.report.id)]),
                (self.visit, "report_ids", change),
                (self.visit, "report_ids", [Command.unlink(self.report.id)]),
                (self.visit, "report_ids", [Command.clear()]),
            ):
                with (
                    self.subTest(person=person.login, name=name, commands=commands),
                    self.assertRaises(REFUSED),
                    self.cr.savepoint(),
                ):
                    parent.with_user(person).write({name: commands})
                    self.env.flush_all()
        self.assertEqual(self.report.visit_id, self.visit)
        self.assertEqual(self.report.purpose, "Agree on the trial")

    def test_a_forged_activity_says_nothing_about_an_item(self):
        self._submit()
        self.assertTrue(self.item.activity_id)
        forged = (
            self.env["mail.activity"]
            .with_user(self.colleague)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.contact.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": "Forged",
                    "user_id": self.colleague.id,
                    "report_action_id": self.theirs.id,
                }
            )
        )
        self.assertFalse(forged.report_action_id)
        with self.assertRaises(AccessError):
            forged.report_action_id = self.theirs
        for item in (self.theirs, self.item):
            forged.sudo().report_action_id = item
            forged.sudo().write({"active": False})
            forged.sudo().write({"active": True, "date_deadline": "2027-01-01"})
            self.assertEqual(item.state, "open", "its own activity tells of it, no other one")
            self.assertNotEqual(str(item.date_due), "2027-01-01")

    def test_items_are_for_colleagues_of_the_company(self):
        Item = self.env["crm.call.report.action"].with_user(self.rep)
        gone = self.colleague.copy({"login": "sft_gone", "active": False})
        for person in (self.portal, self.public, self.foreigner, gone):
            with self.subTest(person=person.login), self.assertRaises(ValidationError):
                Item.create({"report_id": self.report.id, "name": "Yours", "user_id": person.id})
        self._submit()
        activities = self.env["mail.activity"].search_count([])
        with self.assertRaises(ValidationError):
            self.item.with_user(self.rep).user_id = self.foreigner
        self.assertEqual(self.env["mail.activity"].search_count([]), activities)

    def test_reports_go_to_colleagues_of_the_company(self):
        for name in ("to_ids", "cc_ids", "companion_ids"):
            for person in (self.portal, self.foreigner):
                with (
                    self.subTest(name=name, person=person.login),
                    self.assertRaises(ValidationError),
                ):
                    self.report.with_user(self.rep)[name] = person

    def test_nobody_reports_on_a_colleagues_visit(self):
        other = self.visit.copy({"user_id": self.colleague.id, "start": NOW})
        mine = self._create_report(visit_id=False).with_user(self.rep)
        with self.assertRaises(AccessError):
            mine.visit_id = other
        with self.assertRaises(AccessError):
            mine.create({"partner_id": self.customer.id, "visit_id": other.id})

    def test_who_submitted_it_does_not_acknowledge_it(self):
        self.report.user_id = self.leader
        self.report.with_user(self.leader).user_id = self.rep
        self._submit(person=self.leader)
        with self.assertRaisesRegex(AccessError, "his own"):
            self.report.with_user(self.leader)._acknowledge("Well done, me")
        self.report.with_user(self.head)._acknowledge("Well done")

    def test_a_file_of_another_record_is_copied_into_the_report(self):
        mine = self.env["ir.attachment"].with_user(self.rep)
        file = mine.create(
            {
                "name": "plan.txt",
                "raw": b"As it was",
                "res_model": "res.partner",
                "res_id": self.contact.id,
            }
        )
        self.report.with_user(self.rep).photo_ids = file
        self._submit()
        file.raw = b"As it is now"
        file.unlink()
        kept = self.report.photo_ids
        self.assertEqual((kept.raw, kept.res_id), (b"As it was", self.report.id))
        with self.assertRaises(AccessError):
            kept.with_user(self.rep).unlink()

    def test_nobody_attaches_what_he_may_not_read(self):
        secret = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"42"})
        with self.assertRaises(AccessError):
            self.report.with_user(self.rep).photo_ids = secret

    def test_only_people_in_sales_are_told_names_of_colleagues(self):
        for person in (self.portal, self.public):
            for call in (
                lambda matrix: matrix.get_colleagues(1),
                lambda matrix: matrix.get_matrix(),
                lambda matrix: matrix.delegate(1, 1),
                lambda matrix: matrix.action_open_time(False, "2026-12-07"),
                lambda matrix: matrix.action_open_plan(),
            ):
                with self.assertRaises(AccessError):
                    call(self.env["crm.time.matrix"].with_user(person))


@tagged("-at_install", "post_install")
class TestCallReportNarrowWaysIn(NarrowCommon):
    """Where the narrow view is on, nobody reads a customer by naming him in a report."""

    def test_people_out_of_view_are_not_named(self):
        self._switch()
        Report = self.env["crm.call.report"].with_user(self.rep_beside)
        beside = self.env["res.partner"].create(
            {"name": "Small Works", "is_company": True, "user_id": self.rep_beside.id}
        )
        beside.is_sales_customer = True
        lead = self._create_lead(partner_id=self.beside.id, user_id=self.colleague.id)
        self._settle()
        report = Report.create({"partner_id": beside.id, "purpose": "x"})
        for values in (
            {"contact_ids": [Command.link(self.person_beside.id)]},
            {"opportunity_ids": [Command.link(lead.id)]},
            {"partner_id": self.beside.id},
        ):
            with self.subTest(**values), self.assertRaises(AccessError):
                report.write(values)
            with self.subTest(**values), self.assertRaises(AccessError):
                Report.create({"partner_id": beside.id, **values})
        with self.assertRaises(AccessError):
            self.env["crm.call.report.action"].with_user(self.rep_beside).create(
                {"report_id": report.id, "name": "x", "contact_id": self.person_beside.id}
            )
