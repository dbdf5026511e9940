import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

SEEN_BEFORE = "SELECT 1 FROM crm_call_report LIMIT 1"  # fixes what a transaction sees


@tagged("-at_install", "post_install")
class TestReportAtOnce(BaseCase):
    """Two connections of their own: the second begins before the first is through.

    It waits for the first, finds what that one did, and either says so or answers the same.
    """

    def setUp(self):
        super().setUp()
        self.database = db_connect(get_db_name())
        with self._open() as env:
            self._create_story(env)
        self.addCleanup(self._remove_story)
        # the second tries again at once instead of after up to two seconds
        patcher = patch("odoo.service.model.random.uniform", return_value=0)
        patcher.start()
        self.addCleanup(patcher.stop)

    @contextmanager
    def _open(self, uid=SUPERUSER_ID):
        with self.database.cursor() as cr:
            yield api.Environment(cr, uid, {})

    # ------------------------------------------------------------------ the story

    def _create_story(self, env):
        self.rep_id, self.manager_id = self._create_people(env)
        partner = env["res.partner"].create(
            {"name": "Hale at Once", "is_company": True, "user_id": self.rep_id}
        )
        partner.is_sales_customer = True
        self.partner_id = partner.id
        self.visit_id = self._create_visit(env)
        self.report_id = self._create_report(env, visit_id=self.visit_id)

    def _create_people(self, env):
        def create(login, group):
            values = {"name": login, "login": f"{login}-at-once", "notification_type": "inbox"}
            return {**values, "group_ids": [Command.link(env.ref(f"sales_team.{group}").id)]}

        people = [
            create("Rosa", "group_sale_salesman"),
            create("Max", "group_sale_salesman_all_leads"),
        ]
        return env["res.users"].with_context(no_reset_password=True).create(people).ids

    def _create_visit(self, env):
        start = env.cr.now().replace(microsecond=0) - timedelta(hours=2)
        values = {"partner_id": self.partner_id, "user_id": self.rep_id, "start": start}
        values |= {"duration": 1, "state": "planned", "purpose": "Agree on the trial"}
        return env["crm.visit"].create(values).id

    def _create_report(self, env, **values):
        report = env["crm.call.report"].with_user(self.rep_id)
        start = env.cr.now().replace(microsecond=0) - timedelta(hours=2)
        values = {"partner_id": self.partner_id, "purpose": "Agree on the trial", **values}
        return report.create({"date": start, "message_needs": "A second line", **values}).id

    def _remove_story(self):
        with self._open() as opened:
            env = opened(context={"active_test": False})
            partner = env["res.partner"].browse(self.partner_id)
            people = env["res.users"].browse([self.rep_id, self.manager_id])
            reports = env["crm.call.report"].search([("partner_id", "=", partner.id)])
            env["mail.activity"].search([("user_id", "in", people.ids)]).unlink()
            reports.unlink()
            env["crm.visit"].search([("partner_id", "=", partner.id)]).unlink()
            partner.unlink()
            persons = people.partner_id
            people.unlink()
            persons.unlink()

    # ------------------------------------------------------------------ at once

    def _at_once(self, first, second=None, other_id=None):
        """Let two people act at once; return what both are answered, or told.

        :param first: what the first one does, given his environment; he is the rep
        :param second: what the second one does; by default the same
        :param other_id: who the second one is; by default the rep, on another screen
        """
        with (
            self._open(self.rep_id) as one,
            self._open(other_id or self.rep_id) as two,
            ThreadPoolExecutor(1) as pool,
        ):
            two.cr.execute(SEEN_BEFORE)
            answer = first(one)
            one.cr.flush()
            later = pool.submit(self._act, second or first, two)
            self._wait_for_lock(two.cr, later)
            one.cr.commit()
            return answer, later.result(timeout=60)

    def _act(self, act, env):
        """Act as a request does: tried again after a conflict; return the answer or refusal."""
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            try:
                return retrying(lambda: act(env), env)
            except UserError as error:
                env.cr.rollback()
                return str(error)

    def _wait_for_lock(self, cr, later):
        """Wait until another transaction waits for one of ours, or is through without."""
        pid = cr.connection.info.backend_pid
        with self.database.cursor() as looking:
            for _turn in range(600):
                looking.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid])
                if later.done() or looking.fetchone()[0]:
                    return
                time.sleep(0.05)
        self.fail("The second one neither waited nor ended.")

    def _read(self, model, domain, *names):
        with self._open() as env:
            records = env[model].search(domain, order="id")
            return [tuple(record[name] for name in names) for record in records]

    def _of_report(self):
        return [("report_id", "=", self.report_id)]

    def _get_report(self, env):
        return env["crm.call.report"].browse(self.report_id)

    def _count_proposed(self):
        domain = [("partner_id", "=", self.partner_id), ("state", "=", "proposed")]
        return len(self._read("crm.visit", domain))

    # ------------------------------------------------------------------ a phone

    def _send(self, key):
        tomorrow = (datetime.now() + timedelta(days=1)).date().isoformat()
        values = {"report_id": self.report_id, "accepted_ids": "suggested"}
        values |= {"next_visit_on": tomorrow, "actions": [self._get_item()]}
        return lambda env: env["crm.today"].submit(key, values)

    def _get_item(self):
        return {"uid": "a", "name": "Send the offer", "user_id": self.rep_id}

    def test_the_same_submission_twice_is_one(self):
        first, second = self._at_once(self._send("k-1"))
        self.assertFalse(first.pop("is_repeated"))
        self.assertTrue(second.pop("is_repeated"))
        self.assertEqual(second, first)
        self.assertEqual(self._read("crm.phone.submission", self._of_report(), "key"), [("k-1",)])
        self.assertEqual(len(self._read("crm.call.report.action", self._of_report())), 1)
        self.assertEqual(self._count_proposed(), 1)

    def test_the_same_item_saved_twice_is_one(self):
        values = {"actions": [self._get_item()]}
        first, second = self._at_once(
            lambda env: env["crm.today"].save_report(self.report_id, values)
        )
        self.assertEqual(second, first)
        self.assertEqual(len(self._read("crm.call.report.action", self._of_report())), 1)

    def test_two_devices_with_the_same_report(self):
        _first, second = self._at_once(self._send("k-1"), self._send("k-2"))
        self.assertIn("was submitted and stays as it is", second)
        self.assertEqual(self._read("crm.phone.submission", self._of_report(), "key"), [("k-1",)])
        self.assertEqual(len(self._read("crm.call.report.action", self._of_report())), 1)
        self.assertEqual(self._count_proposed(), 1)

    def test_a_submission_that_fails_leaves_its_key_to_the_second(self):
        def fail(env):
            with self.assertRaises(UserError):
                env["crm.today"].submit("k-1", {"report_id": self.report_id, "purpose": " "})
            env.cr.rollback()

        _first, second = self._at_once(fail, self._send("k-1"))
        self.assertEqual((second["is_repeated"], second["state"]), (False, "submitted"))

    def test_a_new_report_sent_twice_is_one(self):
        values = {"partner_id": self.partner_id, "kind": "phone", "purpose": "Ask for the date"}
        first, second = self._at_once(lambda env: env["crm.today"].submit("call", values))
        self.assertEqual(first["report_id"], second["report_id"])
        domain = [("partner_id", "=", self.partner_id), ("kind", "=", "phone")]
        self.assertEqual(len(self._read("crm.call.report", domain)), 1)

    # ------------------------------------------------------------------ a report

    def test_a_report_finished_by_two_people(self):
        self._offer()
        first, second = self._at_once(self._finish, other_id=self.manager_id)
        self.assertIs(first, True)
        self.assertIn("was submitted and stays as it is", second)
        self._assert_written_once()

    def test_a_report_submitted_by_two_people(self):
        def submit(env):
            return self._get_report(env).action_submit()

        _first, second = self._at_once(submit, other_id=self.manager_id)
        self.assertIn("was submitted and stays as it is", second)
        submitted = self._read("crm.call.report", self._own(), "state", "submitted_by_id")
        self.assertEqual([(state, by.id) for state, by in submitted], [("submitted", self.rep_id)])

    def test_a_report_acknowledged_twice(self):
        def acknowledge(env):
            return self._get_report(env).with_user(self.manager_id)._acknowledge("Well done")

        with self._open(self.rep_id) as env:
            self._get_report(env).action_submit()
        _first, second = self._at_once(acknowledge)
        self.assertIn("cannot be acknowledged", second)

    def test_one_report_on_a_visit_that_is_opened_twice(self):
        with self._open() as env:
            self.visit_id = self._create_visit(env)

        def open_it(env):
            return env["crm.visit"].browse(self.visit_id).action_report()["res_id"]

        first, second = self._at_once(open_it)
        self.assertEqual(first, second)

    # ------------------------------------------------------------------ what follows

    def _own(self):
        return [("id", "=", self.report_id)]

    def _offer(self, env=None):
        if env is None:
            with self._open(self.rep_id) as env:
                self._get_report(env).next_visit_on = datetime.now() + timedelta(days=1)
                return self._offer(env)
        self.offered = [one["id"] for one in self._get_report(env).get_offered_changes()]
        return self.offered

    def _finish(self, env):
        return self._get_report(env).finish(self.offered)

    def _assert_written_once(self):
        states = self._read("crm.call.report.change", self._of_report(), "kind", "state")
        self.assertEqual(sorted(states), [("next_visit", "accepted"), ("profile", "accepted")])
        self.assertEqual(self._count_proposed(), 1)
        notes = self._read("mail.message", self._noted(), "body")
        self.assertEqual(len(notes), 1)

    def _noted(self):
        return [
            ("model", "=", "res.partner"),
            ("res_id", "=", self.partner_id),
            ("body", "ilike", "Changed by"),
        ]

    def test_changes_offered_on_two_screens_are_there_once(self):
        self._at_once(self._offer, other_id=self.manager_id)
        states = self._read("crm.call.report.change", self._of_report(), "kind", "state")
        self.assertEqual(states, [("profile", "offered")])

    def test_changes_accepted_twice_are_written_once(self):
        self._offer()
        with self._open(self.rep_id) as env:
            self._get_report(env).finish([])

        def accept(env):
            return self._get_report(env).change_ids.action_accept()

        self.assertEqual(self._at_once(accept, other_id=self.manager_id), (True, True))
        self._assert_written_once()

    def test_changes_undone_twice_are_undone_once(self):
        self._offer()
        with self._open(self.rep_id) as env:
            self._finish(env)

        def undo(env):
            return self._get_report(env).change_ids.action_undo()

        self.assertEqual(self._at_once(undo, other_id=self.manager_id), (True, True))
        states = self._read("crm.call.report.change", self._of_report(), "state")
        self.assertEqual(states, [("undone",)] * 2)
        self.assertEqual(self._count_proposed(), 0)

    def test_a_change_accepted_while_the_customer_is_changed(self):
        """It is looked at again: what somebody else has just written is not overwritten."""
        self._offer()

        def change(env):
            env["res.partner"].browse(self.partner_id).main_needs = "Nothing"

        _first, second = self._at_once(change, self._finish)
        self.assertIn("has changed since it was offered", second)
        self.assertEqual(self._read("crm.call.report", self._own(), "state"), [("prepared",)])
