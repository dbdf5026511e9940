import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged

from .test_crm_customer_status import CustomerCommon

PHONE = "+49 40 5550101"
VIEW = "sales_funnel_territory.crm_lead_view_form_visitor"


class VisitorCommon(CustomerCommon):
    """A stand at a fair: the rep notes who walks up to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fair = cls.env["utm.source"].create({"name": "Fair"})
        cls.product = cls.env["product.product"].create({"name": "Filler"})

    def _create_visitor(self, user=None, **values):
        Lead = self.env["crm.lead"].with_user(user or self.rep)
        visitor = Lead.create(
            {"is_visitor": True, "phone": PHONE, "contact_name": "Vera Visitor", **values}
        )
        self.env.flush_all()
        return visitor


@tagged("-at_install", "post_install")
class TestVisitor(VisitorCommon):
    def test_a_number_and_a_name_are_enough(self):
        for leads in (False, True):
            self._set_leads(leads)
            with self.subTest(leads=leads):
                visitor = self._create_visitor()
                self.assertEqual(visitor.type, "lead")
                self.assertEqual(visitor.user_id, self.rep)
                self.assertIn("Vera Visitor", visitor.name)
                self.assertTrue(visitor.visited_on)
                action = visitor.action_turn_into_opportunity()
                self.assertEqual(action["res_id"], visitor.id)
                self.assertEqual(visitor.type, "opportunity")

    def _set_leads(self, is_used):
        group = self.env.ref("crm.group_use_lead")
        user_group = self.env.ref("base.group_user")
        user_group.implied_ids = [(4 if is_used else 3, group.id)]
        self.assertEqual(self.rep.has_group("crm.group_use_lead"), is_used)

    def test_the_form_needs_no_title_and_remembers_the_stand(self):
        Lead = self.env["crm.lead"].with_user(self.rep)
        Lead = Lead.with_context(default_is_visitor=True, default_type="lead")
        with Form(Lead, VIEW) as form:
            form.phone = PHONE
            form.partner_name = "Alster Ltd"
            form.intention_level = "3"
            form.source_id = self.fair
            form.follow_up_on = "2030-01-07"
        first = form.record
        self.assertEqual(first.name, "Visitor Alster Ltd")
        self.assertTrue(first.is_visitor)
        activity = first.follow_up_activity_id
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.rep, "2030-01-07"))
        with Form(Lead, VIEW) as form:
            form.phone = "+49 40 5550102"
            self.assertEqual(form.source_id, self.fair)
        other = Form(Lead.with_user(self.colleague), VIEW)
        self.assertFalse(other.source_id)

    def test_the_follow_up_is_an_activity(self):
        visitor = self._create_visitor(follow_up_on="2030-01-07")
        activity = visitor.activity_ids
        self.assertEqual(len(activity), 1)
        visitor.follow_up_on = "2030-01-09"
        self.assertEqual(str(visitor.activity_ids.date_deadline), "2030-01-09")
        activity.date_deadline = datetime.date(2030, 1, 11)
        self.assertEqual(visitor.follow_up_on, datetime.date(2030, 1, 11), "moved as any activity")
        activity.action_feedback("Reached her")
        self.assertFalse(visitor.follow_up_on, "done")
        visitor.follow_up_on = "2030-02-01"
        self.assertEqual(len(visitor.activity_ids), 1)
        visitor.follow_up_on = False
        self.assertFalse(visitor.activity_ids)

    def test_nobody_comes_tomorrow(self):
        tomorrow = Datetime.now() + datetime.timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "Vera Visitor"):
            self._create_visitor(visited_on=tomorrow)

    def test_one_tap_makes_customer_contact_and_opportunity(self):
        visitor = self._create_visitor(partner_name="Alster Ltd", intention_level="3")
        visitor.action_turn_into_opportunity()
        self.env.cr.flush()
        company = visitor.partner_id.commercial_partner_id
        self.assertEqual(visitor.partner_id.name, "Vera Visitor")
        self.assertEqual(company.name, "Alster Ltd")
        self.assertTrue(company.is_sales_customer)
        self.assertTrue(visitor.date_conversion)
        self.assertEqual(visitor.intention_level, "3")
        with self.assertRaisesRegex(UserError, "opportunity already"):
            visitor.action_turn_into_opportunity()

    def test_one_tap_takes_who_is_known(self):
        person = self.env["res.partner"].create(
            {"name": "Vera Visitor", "parent_id": self.customer.id, "phone": "+49405550101"}
        )
        visitor = self._create_visitor()
        visitor.action_turn_into_opportunity()
        self.assertEqual(visitor.partner_id, person)

    def test_another_name_at_the_same_number_is_another_person_there(self):
        self.customer.phone = PHONE
        visitor = self._create_visitor()
        visitor.action_turn_into_opportunity()
        self.assertEqual(visitor.partner_id.name, "Vera Visitor")
        self.assertEqual(visitor.partner_id.parent_id, self.customer)
        other = self._create_visitor(contact_name="Otto", partner_name="Somebody Else Ltd")
        other.action_turn_into_opportunity()
        self.assertEqual(other.partner_id.commercial_partner_id.name, "Somebody Else Ltd")

    def test_without_a_number_nobody_is_taken(self):
        self.env["res.partner"].create({"name": "No number"})
        visitor = self._create_visitor(phone=False)
        visitor.action_turn_into_opportunity()
        self.assertEqual(visitor.partner_id.name, "Vera Visitor")

    def test_known_numbers_are_told_softly(self):
        self.customer.phone = PHONE
        self._create_visitor(self.colleague, contact_name="Vera V.")
        visitor = self._create_visitor()
        self.assertEqual(visitor.known_contact_id, self.customer)
        self.assertIn("Hale Tools, Main Responsible: Rosa Rep", visitor.known_by_phone)
        self.assertIn("Vera V.", visitor.known_by_phone)
        self.assertIn("Carl Colleague", visitor.known_by_phone)
        visitor.action_take_known_contact()
        self.assertEqual(visitor.partner_id, self.customer)
        self.assertFalse(visitor.known_by_phone)
        self.assertFalse(self._create_visitor(phone="+49 40 5550999").known_by_phone)

    def test_another_company_is_not_told(self):
        self.customer.write({"phone": PHONE, "company_id": self.env.company.id})
        self._create_visitor(company_id=self.env.company.id)
        visitor = self._create_visitor(self.foreigner, company_id=self.other_company.id)
        self.assertFalse(visitor.known_by_phone)
        self.assertFalse(visitor.known_contact_id)
        visitor.action_turn_into_opportunity()
        self.assertNotEqual(visitor.partner_id, self.customer)

    def test_where_criteria_refuse_it_begins_in_the_first_stage(self):
        field = self.env["ir.model.fields"]._get("crm.lead", "street")
        gate = {"name": "Street is known", "kind": "field", "field_id": field.id}
        self.env["crm.stage.gate"].create({**gate, "stage_id": self.stage_above.id})
        visitor = self._create_visitor(team_id=self.team.id)
        visitor.stage_id = self.stage_in
        self.env.cr.flush()
        visitor.action_turn_into_opportunity()
        self.env.cr.flush()
        self.assertEqual(visitor.type, "opportunity")
        self.assertEqual(visitor.stage_id, self.stage_above)

    def test_other_leads_pay_nothing(self):
        def count(work):
            for _time in range(2):
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                work()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def create():
            self.env["crm.lead"].create([{"name": f"Lead {n}", "phone": PHONE} for n in range(9)])

        levels = iter("abcd")

        def write():
            self.lead.phone = f"+49 40 {next(levels)}"

        self.lead = self._create_lead(self.stage_above)
        counted = count(create), count(write)
        for name in ("_check_visited_on", "_find_contacts_by_phone", "_find_visitors_by_phone"):
            self.patch(self.registry["crm.lead"], name, lambda *_args: {})
        levels = iter("efgh")
        self.assertEqual(counted, (count(create), count(write)))

    def test_a_merge_keeps_what_the_visitor_said(self):
        visitor = self._create_visitor(
            intention_level="2", visitor_need="A filler", interest_product_id=self.product.id
        )
        lead = self._create_lead(self.stage_above)
        merged = (lead | visitor.with_env(self.env)).merge_opportunity()
        self.assertTrue(merged.is_visitor)
        self.assertEqual(merged.intention_level, "2")
        self.assertEqual(merged.visitor_need, "A filler")
        self.assertEqual(merged.interest_product_id, self.product)


@tagged("-at_install", "post_install")
class TestVisitorAnalysis(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._note(cls, cls.rep, "3"), cls._note(cls, cls.rep, False)
        cls._note(cls, cls.colleague, "1")
        won, _lookers = cls.mine
        won.expected_revenue = 500
        won.action_turn_into_opportunity()
        won.action_set_won()
        cls.env.flush_all()

    def _note(self, user, level):
        values = {
            "is_visitor": True,
            "contact_name": "V",
            "source_id": self.fair.id,
            "interest_product_id": self.product.id,
            "intention_level": level,
            "team_id": self.team.id,
            "company_id": self.env.company.id,
        }
        return self.env["crm.lead"].with_user(user).create(values)

    def _count(self, user):
        Report = self.env["crm.visitor.report"].with_user(user)
        [row] = Report._read_group(
            [("source_id", "=", self.fair.id)],
            [],
            [
                "visitor_count:sum",
                "intention_count:sum",
                "opportunity_count:sum",
                "won_count:sum",
                "won_rate:avg",
                "won_revenue:sum",
            ],
        )
        return row

    def test_each_sees_what_he_may(self):
        for user, expected in (
            (self.rep, (2, 1, 1, 1, 50, 500)),
            (self.colleague, (1, 1, 0, 0, 0, 0)),
            (self.leader, (3, 2, 1, 1, 100 / 3, 500)),
            (self.manager, (3, 2, 1, 1, 100 / 3, 500)),
        ):
            with self.subTest(user=user.login):
                for found, wanted in zip(self._count(user), expected, strict=True):
                    self.assertAlmostEqual(found or 0, wanted, 2)
        for user in (self.foreigner, self.rep_beside):
            self.assertFalse(self._count(user)[0])
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._count(user)

    def test_amounts_are_in_the_readers_currency(self):
        currency = self.env["res.currency"].create({"name": "SFT", "symbol": "S"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 4, "name": "2020-01-01", "company_id": False}
        )
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": currency.id})
        self.manager.company_ids += abroad
        Report = self.env["crm.visitor.report"].with_user(self.manager)
        domain, total = [("source_id", "=", self.fair.id)], ["won_revenue:sum_currency"]
        [[at_home]] = Report._read_group(domain, [], total)
        [[there]] = Report.with_context(
            allowed_company_ids=[abroad.id, self.env.company.id]
        )._read_group(domain, [], total)
        self.assertAlmostEqual(at_home, 500)
        self.assertAlmostEqual(there, 2000)

    def test_it_groups_by_what_people_ask(self):
        Report = self.env["crm.visitor.report"].with_user(self.manager)
        domain = [("source_id", "=", self.fair.id)]
        for name in ("campaign_id", "product_id", "category_id", "visited_on:month", "state"):
            with self.subTest(name=name):
                self.assertTrue(Report._read_group(domain, [name], ["__count"]))
        states = dict(Report._read_group(domain, ["state"], ["__count"]))
        self.assertEqual(states, {"visitor": 2, "won": 1})
