from datetime import date, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..planning.time_matrix import QUADRANTS
from .common import CountsQueries
from .test_crm_territory import TerritoryCommon

TODAY = date(2026, 11, 23)  # a Monday


@freeze_time("2026-11-23 10:00:00")
class TimeMatrixCommon(TerritoryCommon):
    """Rosa has something to do with a customer of class A, one of class C, and a large lead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.class_a = cls.env.ref("sales_funnel_territory.crm_customer_class_a")
        cls.class_c = cls.env.ref("sales_funnel_territory.crm_customer_class_c")
        cls.class_a.is_important, cls.class_c.is_important = True, False
        cls.env.company.write({"matrix_urgent_days": 2, "matrix_least_amount": 10000})
        cls.best, cls.small = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_sales_customer": True,
                    "user_id": cls.rep.id,
                }
                for name in ("Best Works", "Small Works")
            ]
        )
        cls.best.customer_status_id.class_id = cls.class_a
        cls.small.customer_status_id.class_id = cls.class_c
        cls.lead = cls._create_lead(
            cls.stage_best, name="Large hall", partner_id=cls.small.id, expected_revenue=50000
        )
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.todo = cls.env.ref("mail.mail_activity_data_todo")
        (cls.call | cls.todo).write({"minutes": 15, "is_important": False})
        cls.matrix = cls.env["crm.time.matrix"].with_user(cls.rep)

    @classmethod
    def _plan(cls, record, days, summary="Ring", **values):
        """Return an activity of Rosa on a record, due in so many days."""
        return (
            cls.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "activity_type_id": cls.call.id,
                    "summary": summary,
                    "date_deadline": TODAY + timedelta(days),
                    "user_id": cls.rep.id,
                    **values,
                }
            )
        )

    def _where(self, activity, matrix=None, **args):
        """Return the quadrant in which the board shows an activity."""
        data = (matrix if matrix is not None else self.matrix).get_matrix(**args)
        found = [
            quadrant["key"]
            for quadrant in data["quadrants"]
            for card in quadrant["cards"]
            if card["id"] == activity.id
        ]
        return found[0] if found else None


@tagged("-at_install", "post_install")
@freeze_time("2026-11-23 10:00:00")
class TestTimeMatrix(TimeMatrixCommon):
    def test_customer_amount_and_type_make_it_important_the_date_urgent(self):
        cases = [
            (self.best, 0, "do", "customer class"),
            (self.best, 3, "plan", "customer class"),
            (self.small, 2, "delegate", None),
            (self.small, 3, "drop", None),
            (self.lead, -4, "do", "amount"),
            (self.lead, 9, "plan", "amount"),
        ]
        activities = [self._plan(record, days) for record, days, _where, _why in cases]
        data = self.matrix.get_matrix()
        shown = {
            card["id"]: (quadrant["key"], card["why"])
            for quadrant in data["quadrants"]
            for card in quadrant["cards"]
        }
        for activity, (_record, _days, where, why) in zip(activities, cases, strict=True):
            self.assertEqual(shown[activity.id], (where, [why] if why else []))
        counts = {one["key"]: (one["count"], one["late"]) for one in data["quadrants"]}
        self.assertEqual(counts, {"do": (2, 1), "plan": (2, 0), "delegate": (1, 0), "drop": (1, 0)})
        self.call.is_important = True
        self.assertEqual(self._where(activities[3]), "plan")

    def test_a_contact_counts_as_his_company(self):
        person = self.env["res.partner"].create({"name": "Paul", "parent_id": self.best.id})
        self.assertEqual(self._where(self._plan(person, 0)), "do")

    def test_a_visit_counts_as_its_customer(self):
        visit = self.env["crm.visit"].create({"partner_id": self.best.id, "user_id": self.rep.id})
        self.assertEqual(self._where(self._plan(visit, 9)), "plan")

    def test_cards_stand_by_due_date_and_not_all_at_once(self):
        for days in (40, 30, 35):
            self._plan(self.best, days, str(days))
        plan = self.matrix.get_matrix(limits={"plan": 2})["quadrants"][1]
        self.assertEqual([card["name"] for card in plan["cards"]], ["30", "35"])
        self.assertEqual(plan["count"], 3)

    def test_who_says_otherwise_is_right_until_the_rule_is_asked_again(self):
        activity = self._plan(self.small, 9).with_user(self.rep)
        self.matrix.say(activity.id, "importance", "yes")
        self.assertEqual(activity.matrix_quadrant, "plan")
        answer = self.matrix.say(activity.id, "urgency", "yes")
        self.assertEqual(activity.matrix_quadrant, "do")
        self.matrix.undo(answer["undo"])
        self.assertEqual(activity.matrix_quadrant, "plan")
        self.matrix.say(activity.id, "importance", "")
        self.assertEqual(activity.matrix_quadrant, "drop")
        for what, said in (("importance", "perhaps"), ("date_deadline", "yes")):
            with self.assertRaises(UserError):
                self.matrix.say(activity.id, what, said)

    def test_moving_plans_anew_and_can_be_taken_back(self):
        activity = self._plan(self.small, 9).with_user(self.rep)
        answer = self.matrix.move(activity.id, "do")
        self.assertEqual((activity.date_deadline, activity.matrix_importance), (TODAY, "yes"))
        self.assertEqual(self._where(activity), "do")
        self.matrix.undo(answer["undo"])
        self.assertEqual(activity.date_deadline, TODAY + timedelta(9))
        self.assertFalse(activity.matrix_importance)
        urgent = self._plan(self.best, 0).with_user(self.rep)
        self.matrix.move(urgent.id, "plan")
        self.assertEqual(
            (urgent.date_deadline, urgent.matrix_importance), (date(2026, 11, 26), False)
        )

    def test_what_has_changed_since_is_not_overwritten(self):
        activity = self._plan(self.small, 9).with_user(self.rep)
        answer = self.matrix.move(activity.id, "do")
        activity.date_deadline = TODAY + timedelta(1)
        with self.assertRaisesRegex(UserError, "changed since"):
            self.matrix.undo(answer["undo"])
        self.assertEqual(activity.date_deadline, TODAY + timedelta(1))
        forged = {**answer["undo"], "before": {"user_id": self.colleague.id}, "after": {}}
        self.matrix.undo(forged)
        self.assertEqual(activity.user_id, self.rep, "only dates and what was said come back")

    def test_dropped_and_back_again_as_it_was(self):
        activity = self._plan(self.best, 5, note="<p>Mind the gap</p>", matrix_urgency="yes")
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": "mail.activity", "res_id": activity.id}
        )
        author = activity.create_uid
        answer = self.matrix.drop(activity.id)
        self.assertFalse(activity.exists())
        self.assertTrue(file.exists())
        self.matrix.undo(answer["undo"])
        back = self.env["mail.activity"].search([("summary", "=", "Ring")])
        self.assertEqual(
            (back.user_id, back.res_id, back.date_deadline, back.matrix_urgency, back.create_uid),
            (self.rep, self.best.id, TODAY + timedelta(5), "yes", author),
        )
        self.assertIn("Mind the gap", back.note)
        self.assertEqual(file.res_id, back.id)
        with self.assertRaisesRegex(UserError, "too late"):
            self.matrix.undo(answer["undo"])

    def test_what_pointed_at_it_points_at_it_again(self):
        activity = self._plan(self.lead, 9)
        self.lead.follow_up_activity_id = activity
        answer = self.matrix.drop(activity.id)
        self.assertFalse(self.lead.follow_up_activity_id)
        self.matrix.undo(answer["undo"])
        self.assertEqual(self.lead.follow_up_activity_id.summary, "Ring")

    def test_the_action_item_of_a_call_report_is_open_again(self):
        report = self.env["crm.call.report"].create(
            {"partner_id": self.best.id, "user_id": self.rep.id, "kind": "phone"}
        )
        item = self.env["crm.call.report.action"].create(
            {
                "report_id": report.id,
                "name": "Send the offer",
                "user_id": self.rep.id,
                "date_due": TODAY,
            }
        )
        activity = item._schedule()
        answer = self.matrix.drop(activity.id)
        self.assertEqual(item.state, "dropped")
        self.matrix.undo(answer["undo"])
        self.assertEqual((item.state, item.activity_id.summary), ("open", "Send the offer"))
        item.activity_id.with_user(self.rep).action_done()
        self.assertEqual(item.state, "done")

    def test_others_do_not_bring_it_back(self):
        activity = self._plan(self.best, 5)
        answer = self.matrix.drop(activity.id)
        with self.assertRaises(AccessError):
            self.env["crm.time.matrix"].with_user(self.colleague).undo(answer["undo"])
        with self.assertRaises(AccessError):
            self.env["crm.activity.drop"].with_user(self.rep).search([])

    def test_leaders_look_others_do_not(self):
        activity = self._plan(self.lead, 0)
        for person in (self.leader, self.head, self.manager):
            matrix = self.env["crm.time.matrix"].with_user(person)
            self.assertEqual(self._where(activity, matrix, user_id=self.rep.id), "do")
            self.assertFalse(matrix.get_matrix(self.rep.id)["can_edit"])
            for change in (
                lambda one: one.move(activity.id, "plan"),
                lambda one: one.drop(activity.id),
                lambda one: one.say(activity.id, "importance", "no"),
                lambda one: one.delegate(activity.id, self.colleague.id),
            ):
                with self.assertRaises(UserError):
                    change(matrix)
        for person in (self.colleague, self.rep_beside, self.foreigner):
            with self.assertRaises(AccessError):
                self.env["crm.time.matrix"].with_user(person).get_matrix(self.rep.id)
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["crm.time.matrix"].with_user(person).get_matrix()

    def test_a_leader_is_not_told_of_records_he_may_not_read(self):
        secret = self.env["res.partner"].create(
            {"name": "Secret", "company_id": self.other_company.id}
        )
        activity = self._plan(secret, 0)
        self.assertEqual(self._where(activity), "delegate")
        matrix = self.env["crm.time.matrix"].with_user(self.leader)
        self.assertIsNone(self._where(activity, matrix, user_id=self.rep.id))

    def test_search_and_board_agree_whatever_the_case(self):
        made = self.env["mail.activity"]
        for record in (self.best, self.small, self.lead):
            for days in (-3, 2, 3):
                for importance in (False, "yes", "no"):
                    for urgency in (False, "yes", "no"):
                        made |= self._plan(
                            record, days, matrix_importance=importance, matrix_urgency=urgency
                        )
        made |= self._plan(self.small, 3, activity_type_id=self._important_type().id)
        own = made.with_user(self.rep)
        for quadrant in QUADRANTS:
            found = own.search([("id", "in", made.ids), ("matrix_quadrant", "=", quadrant)])
            told = own.filtered(lambda one, wanted=quadrant: one.matrix_quadrant == wanted)
            self.assertTrue(told)
            self.assertEqual(found, told)
            none = own.search([("id", "in", made.ids), ("matrix_quadrant", "!=", quadrant)])
            self.assertEqual(none, own - told)

    def _important_type(self):
        return self.env["mail.activity.type"].create({"name": "Audit", "is_important": True})

    def test_each_companys_own_limits_count(self):
        self.other_company.write({"matrix_urgent_days": 0, "matrix_least_amount": 100000})
        foreign = self._plan(
            self.env["res.partner"].create({"name": "Far"}), 2, user_id=self.foreigner.id
        )
        self.assertFalse(foreign.is_urgent, "by the company of who has to do it")
        self.assertTrue(self._plan(self.small, 2).is_urgent)
        lead = self._create_lead(
            name="Theirs",
            user_id=False,
            team_id=False,
            partner_id=self.small.id,
            company_id=self.other_company.id,
        )
        lead.expected_revenue = 50000
        self.assertFalse(self._plan(lead, 2).is_important, "by the company whose money it is")

    def test_settings_are_kept_possible(self):
        with Form(self.env["res.config.settings"]) as form:
            form.matrix_urgent_days = 5
            form.matrix_least_amount = 0
        form.save().execute()
        self.assertEqual(self.env.company.matrix_urgent_days, 5)
        self.assertFalse(self._plan(self.lead, 9).is_important)


@tagged("-at_install", "post_install")
class TestTimeMatrixQueries(CountsQueries, TimeMatrixCommon):
    def _count_board(self, person):
        matrix = self.env["crm.time.matrix"].with_user(person)
        for _time in range(2):
            matrix.get_matrix(self.rep.id)
            self.env.flush_all()
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        data = matrix.get_matrix(self.rep.id)
        return self.env.cr.sql_log_count - before, sum(one["count"] for one in data["quadrants"])

    def test_two_thousand_activities_cost_what_one_does(self):
        visit = self.env["crm.visit"].create({"partner_id": self.best.id, "user_id": self.rep.id})
        records = (self.best, self.small, self.lead, visit)
        for record in records:
            self._plan(record, 3)
        few = {person: self._count_board(person) for person in (self.rep, self.leader)}
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "activity_type_id": self.todo.id,
                    "date_deadline": TODAY + timedelta(number % 60 - 20),
                    "user_id": self.rep.id,
                }
                for number in range(500)
                for record in records
            ]
        )
        for person, (queries, _count) in few.items():
            many, count = self._count_board(person)
            self.assertEqual(count, 2004)
            self.assertEqual(many, queries)
            # a leader is shown what he may read: two more for each kind of record
            self.assertLessEqual(many, 15 if person == self.rep else 25, person.name)

    def test_a_plain_activity_costs_no_query_more(self):
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        values = {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.best.id,
            "activity_type_id": self.todo.id,
            "user_id": self.env.uid,
        }
        self.patch(self.registry["mail.activity"], "_read_matrix_facts", self._refuse)
        activity = Activity.create(values)
        activity.write({"summary": "Other", "date_deadline": TODAY, "user_id": self.rep.id})
        self.env.flush_all()
        activity.action_done()
        self.env.flush_all()

    def _refuse(self, *_args):
        self.fail("nothing is asked for the matrix when an activity is written")


@tagged("-at_install", "post_install")
class TestTimePlan(TimeMatrixCommon):
    """Rosa means to divide her week; until then her team's plan counts, then everybody's."""

    SHARES = {"share_close": 60, "share_internal": 40}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Plan = cls.env["crm.time.plan"]
        cls.Plan.search([]).unlink()
        cls.everybodys = cls.Plan.create({**cls.SHARES, "hours": 38})
        cls.teams = cls.Plan.create({**cls.SHARES, "team_id": cls.team.id})
        cls.others = cls.Plan.create({**cls.SHARES, "team_id": cls.team_beside.id})

    def test_the_nearest_plan_counts(self):
        find = self.Plan.with_user(self.rep)._find_for
        self.assertEqual(find(self.rep), self.teams)
        own = self.Plan.with_user(self.rep).create({**self.SHARES, "user_id": self.rep.id})
        self.assertEqual(find(self.rep), own)
        self.assertEqual(self.Plan._find_for(self.manager), self.everybodys)

    def test_shares_add_up_to_a_hundred(self):
        with self.assertRaisesRegex(UserError, "90 percent"):
            self.teams.share_internal = 30

    def test_who_writes_whose(self):
        own = self.Plan.with_user(self.rep).create({**self.SHARES, "user_id": self.rep.id})
        own.hours = 30
        self.assertEqual(
            self.Plan.with_user(self.rep).search([]), self.everybodys | self.teams | own
        )
        for plan in (self.everybodys, self.teams):
            with self.assertRaises(AccessError):
                plan.with_user(self.rep).hours = 10
        with self.assertRaises(AccessError):
            own.with_user(self.colleague).read(["hours"])
        (self.teams | own).with_user(self.leader).hours = 35
        with self.assertRaises(AccessError):
            self.others.with_user(self.leader).hours = 35
        self.everybodys.with_user(self.manager).hours = 36
        self.assertFalse(self.Plan.with_user(self.foreigner).search([]))
        for person in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.Plan.with_user(person).search([])

    def test_a_plan_of_ones_own_starts_from_the_one_that_counts(self):
        action = self.matrix.action_open_plan()
        plan = self.Plan.with_user(self.rep).with_context(**action["context"]).create({})
        self.assertEqual((plan.user_id, plan.share_close), (self.rep, 60))
        self.assertEqual(self.matrix.action_open_plan()["res_id"], plan.id)

    def test_one_plan_each(self):
        for values in ({"team_id": self.team.id}, {}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.Plan.create({**self.SHARES, **values})
