from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import FunnelCommon


class BuyingRoleCommon(FunnelCommon):
    """At Hale Tools four people decide about a new hall; Dora is the boss of Ann and Bo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(cls.stage_in)
        cls.dora, cls.ann, cls.bo, cls.chan = cls.env["res.partner"].create(
            [
                {"name": name, "parent_id": cls.customer.id}
                for name in ("Dora Hale", "Ann Lee", "Bo Chan", "陈伟")
            ]
        )
        (cls.ann | cls.bo).reports_to_id = cls.dora

    @classmethod
    def _name(cls, partner, role, lead=None, user=None, **values):
        rows = cls.env["crm.buying.role"].with_user(user or cls.rep)
        lead = lead or cls.lead
        return rows.create({"lead_id": lead.id, "partner_id": partner.id, "role": role, **values})

    @classmethod
    def _cover_all(cls, lead=None):
        people = (cls.dora, cls.ann, cls.bo, cls.chan)
        roles = ("economic", "technical", "user", "coach")
        today = fields.Date.today()
        rows = [
            cls._name(person, role, lead, cls.env.user, met_on=today)
            for person, role in zip(people, roles, strict=True)
        ]
        return cls.env["crm.buying.role"].union(*rows)

    def _gaps(self, lead=None):
        lead = (lead or self.lead).with_user(self.rep)
        return [gap["text"] for gap in lead.bases_gaps or []]


@tagged("post_install", "-at_install")
class TestCrmBuyingRole(BuyingRoleCommon):
    """The rep names people, meets them, and sees what is still missing."""

    def test_gaps_in_words(self):
        self.assertEqual(self._gaps()[0], "Economic Buyer: nobody named")
        self._name(self.dora, "economic", met_on=fields.Date.today())
        self._name(self.ann, "technical")
        self._name(self.bo, "user", met_on=fields.Date.today(), attitude="opponent")
        self.assertEqual(
            self._gaps(),
            [
                "Technical Buyer: Ann Lee not met",
                "User Buyer: Bo Chan is an opponent and nobody handles it",
                "Coach: nobody named",
            ],
        )
        self.assertEqual(self.lead.bases_count, "1/4")
        self.assertFalse(self.lead.bases_covered)

    def test_covered_step_by_step(self):
        rows = self._cover_all()
        self.assertTrue(self.lead.bases_covered)
        self.assertFalse(self._gaps())
        rows[2].attitude = "opponent"
        self.assertFalse(self.lead.bases_covered)
        rows[2].handling = "   "
        self.assertFalse(self.lead.bases_covered, "blanks handle nobody")
        rows[2].handling = "Dora talks to him"
        self.assertTrue(self.lead.bases_covered)
        rows[0].active = False
        self.assertEqual(self._gaps(), ["Economic Buyer: nobody named"])

    def test_the_team_says_what_is_demanded(self):
        self._name(self.dora, "economic", met_on=fields.Date.today())
        self.team.write({"demands_technical": False, "demands_user": False, "demands_coach": False})
        self.assertTrue(self.lead.bases_covered)
        self.assertEqual(self.lead.bases_count, "1/1")
        self.team.demands_influencer = True
        self.assertEqual(self._gaps(), ["Influencer: nobody named"])
        teamless = self._create_lead(team_id=False, user_id=False)
        self.assertEqual(len(self._gaps(teamless)), 4, "the usual four without a team")
        self.team.write({"demands_economic": False, "demands_influencer": False})
        self.assertTrue(self.lead.bases_covered)
        self.assertFalse(self.lead.bases_count, "nothing to count")

    def test_cards_stay_quiet_until_it_matters(self):
        early = self._create_lead(self.stage_above)
        self.assertEqual(early.work_kind, "qualify")
        self.assertFalse(early.bases_count)
        self.assertEqual(self.lead.bases_count, "0/4")
        self._name(self.ann, "user", early)
        self.assertEqual(early.bases_count, "0/4")

    def test_met_with_one_tap_in_all_roles(self):
        user, coach = self._name(self.ann, "user"), self._name(self.ann, "coach")
        other_lead = self._create_lead(self.stage_in)
        elsewhere = self._name(self.ann, "user", other_lead)
        user.action_mark_met()
        self.assertEqual((user | coach).mapped("met_on"), [fields.Date.today()] * 2)
        self.assertEqual((user | coach).met_by_id, self.rep)
        self.assertFalse(elsewhere.is_met, "each opportunity has its own story")
        self.assertEqual(self.lead.bases_count, "2/4")

    def test_met_is_dated_and_signed(self):
        row = self._name(self.ann, "user", met_on=fields.Date.today())
        self.assertEqual(row.met_by_id, self.rep)
        row.with_user(self.leader).met_on = fields.Date.today() - timedelta(days=3)
        self.assertEqual(row.met_by_id, self.leader)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            row.met_on = fields.Date.today() + timedelta(days=2)

    def test_one_role_once(self):
        self._name(self.ann, "user")
        self._name(self.ann, "coach")
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._name(self.ann, "user")
        with self.assertRaisesRegex(ValidationError, "Choose the person"):
            self._name(self.env["res.partner"], "user")
        rows = self.lead.buying_role_ids.with_user(self.rep)
        for own in (rows, rows.with_context(erases_person=True)):
            with self.assertRaisesRegex(ValidationError, "Choose the person"):
                own.partner_id = False

    def test_form(self):
        """Gaps follow while the rep is still typing."""
        with Form(self.lead.with_user(self.rep)) as form:
            self.assertEqual(len(form.bases_gaps), 4)
            with form.buying_role_ids.new() as row:
                row.partner_id = self.ann
                row.role = "economic"
                row.met_on = fields.Date.today()
            self.assertEqual(len(form.bases_gaps), 3)
        row = self.lead.buying_role_ids
        self.assertEqual((row.partner_id, row.met_by_id), (self.ann, self.rep))

    def test_attitude_since(self):
        row = self._name(self.ann, "user")
        row.attitude_date = "2020-01-01"
        row.influence = "5"
        self.assertEqual(row.attitude_date.year, 2020)
        row.attitude = "supporter"
        self.assertNotEqual(row.attitude_date.year, 2020)

    def test_search_agrees_with_what_is_shown(self):
        covered = self._create_lead(self.stage_in)
        self._cover_all(covered)
        against = self._create_lead(self.stage_in)
        self._cover_all(against)[1].attitude = "opponent"
        two_roles = self._create_lead(self.stage_in, team_id=self.team_beside.id, user_id=False)
        self.team_beside.write({"demands_technical": False, "demands_user": False})
        self._name(self.ann, "economic", two_roles, self.manager)
        self._name(self.ann, "coach", two_roles, self.manager, met_on=fields.Date.today())
        archived = self._create_lead(self.stage_in)
        self._cover_all(archived)[0].active = False
        erased = self._create_lead(self.stage_in)
        self._cover_all(erased).filtered(lambda row: row.role == "user")._erase_person()
        teamless = self._create_lead(team_id=False, user_id=False)
        leads = self.lead | covered | against | two_roles | archived | erased | teamless
        expected = leads.filtered("bases_covered")
        self.assertEqual(expected, covered | two_roles | erased)
        ours = Domain("id", "in", leads.ids)
        Lead = self.env["crm.lead"]
        for operator, value, found in (
            ("=", True, expected),
            ("=", False, leads - expected),
            ("!=", True, leads - expected),
            ("in", [True, False], leads),
        ):
            with self.subTest(operator=operator, value=value):
                domain = Domain("bases_covered", operator, value)
                self.assertEqual(Lead.search(ours & domain), found)
                self.assertEqual(leads.filtered_domain(domain), found)
        unhandled = Lead.search(ours & Domain("buying_role_ids.is_unhandled_opponent", "=", True))
        self.assertEqual(unhandled, against)

    def test_people_of_the_customer_are_offered_first(self):
        stranger = self.env["res.partner"].create({"name": "Aaron Ann Lee"})
        people = self.env["res.partner"].with_user(self.rep)
        offered = people.with_context(people_of_customer_id=self.ann.id).name_search(
            "Ann Lee", [("is_company", "=", False)], limit=8
        )
        self.assertEqual([one[0] for one in offered][:2], [self.ann.id, stranger.id])
        every = people.with_context(people_of_customer_id=self.customer.id).name_search("", limit=3)
        self.assertEqual(len(every), 3)
        self.assertLessEqual({one[0] for one in every}, set(self.customer.child_ids.ids))

    def test_queries_do_not_grow_with_the_cards(self):
        leads = self.env["crm.lead"].create(
            [
                {"name": f"Hall {n}", "user_id": self.rep.id, "team_id": self.team.id}
                for n in range(20)
            ]
        )
        for lead in leads:
            self._cover_all(lead)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.with_user(self.rep).web_read({"bases_covered": {}, "bases_count": {}})
            return self.cr.sql_log_count - before

        count(leads)
        self.assertEqual(count(leads[:10]), count(leads))

    def test_a_plain_write_pays_nothing(self):
        """Neither a lead nor a contact knows of roles while something else is written."""
        self._cover_all()
        for record, values in (
            (self.lead, {"referred": "Fair"}),
            (self.ann, {"comment": "Likes tea"}),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(record=record), self._spying() as queries:
                record.write(values)
                self.env.flush_all()
            self.assertTrue(queries)
            self.assertFalse([query for query in queries if "crm_buying_role" in query])

    @contextmanager
    def _spying(self):
        queries, execute = [], type(self.cr).execute

        def spy(cursor, query, *args, **kwargs):
            queries.append(str(query))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(type(self.cr), "execute", spy):
            yield queries


@tagged("post_install", "-at_install")
class TestCrmBuyingRoleLog(BuyingRoleCommon):
    """What changes stands in the opportunity's chatter, once, and nobody is notified."""

    def _log(self):
        self.env.cr.flush()
        return self.lead.message_ids.filtered(lambda note: "Buying Roles" in (note.body or ""))

    def test_one_note_for_a_transaction(self):
        rows = self.env["crm.buying.role"].with_user(self.rep)
        rows = rows.with_context(tracking_disable=False)
        values = {"lead_id": self.lead.id, "partner_id": self.ann.id}
        user = rows.create({**values, "role": "user"})
        rows.create({**values, "role": "coach"})
        note = self._log()
        self.assertEqual(len(note), 1)
        self.assertIn("Ann Lee (User Buyer): named", note.body)
        self.assertIn("Ann Lee (Coach): named", note.body)
        self.assertFalse(note.notification_ids)
        self.assertTrue(note.is_internal)
        user.write({"attitude": "supporter", "influence": "5"})
        user.notes = "Not for the chatter"
        note = self._log() - note
        self.assertIn("Neutral → Supporter", note.body)
        self.assertNotIn("Not for", note.body)
        user.notes = "Again"
        before = self._log()
        user.unlink()
        self.assertIn("removed", (self._log() - before).body)

    def test_names_are_escaped(self):
        self.ann.name = "<b>Ann</b>"
        rows = self.env["crm.buying.role"].with_context(tracking_disable=False)
        rows.create({"lead_id": self.lead.id, "partner_id": self.ann.id, "role": "user"})
        self.assertIn("&lt;b&gt;Ann", self._log().body)


@tagged("post_install", "-at_install")
class TestCrmBuyingRoleRights(BuyingRoleCommon):
    """Who sees a lead sees its people, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls._create_lead(
            user_id=cls.foreigner.id, team_id=False, company_id=cls.other_company.id
        )
        cls.leads = {
            "own": cls.lead,
            "colleague": cls._create_lead(cls.stage_in, user_id=cls.colleague.id),
            "beside": cls._create_lead(
                cls.stage_beside, user_id=cls.rep_beside.id, team_id=cls.team_beside.id
            ),
            "nobody": cls._create_lead(user_id=False, team_id=False),
            "abroad": cls.abroad,
        }
        cls.rows = {
            name: cls._name(cls.ann, "user", lead, cls.env.user, notes=name)
            for name, lead in cls.leads.items()
        }

    def _seen(self, user):
        ids = [row.id for row in self.rows.values()]
        rows = self.env["crm.buying.role"].with_user(user).search([("id", "in", ids)])
        return set(rows.mapped("notes"))

    def test_who_sees_what(self):
        self.assertEqual(self._seen(self.rep), {"own", "nobody"})
        self.assertEqual(self._seen(self.leader), {"own", "colleague", "nobody"})
        self.assertEqual(self._seen(self.head), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.manager), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.administrator), {"own", "colleague", "nobody", "beside"})
        self.assertEqual(self._seen(self.foreigner), {"abroad", "nobody"})

    def test_outsiders(self):
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["crm.buying.role"].with_user(user).search([])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.lead.with_user(user).get_relationship_picture()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).get_relationship_picture()

    def test_a_portal_user_does_not_read_what_we_think_of_him(self):
        self.portal.partner_id.write({"relationship_level": "1", "personal_style": "driver"})
        own = self.portal.partner_id.with_user(self.portal)
        self.assertTrue(own.name)
        names = ("relationship_level", "personal_style", "relation_user_id", "reports_to_id")
        for name in names:
            with self.subTest(name=name), self.assertRaises(AccessError):
                own.read([name])
        self.assertFalse(set(names) & own.fields_get().keys())

    def test_rep_changes_his_own_only(self):
        self.rows["own"].with_user(self.rep).attitude = "supporter"
        others = self.rows["colleague"].with_user(self.rep)
        for change in (
            lambda: others.write({"attitude": "opponent"}),
            others.action_mark_met,
            others.unlink,
            lambda: self._name(self.bo, "user", self.leads["colleague"]),
            lambda: (
                self.rows["own"].with_user(self.rep).write({"lead_id": self.leads["colleague"].id})
            ),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_the_picture_of_a_customer_shows_each_reader_his_own(self):
        self.rows["colleague"].attitude = "opponent"
        self.rows["own"].write({"attitude": "friendly", "attitude_date": "2020-01-01"})

        def attitudes(user):
            picture = self.customer.with_user(user).get_relationship_picture()
            return {one["name"]: one["attitude"] for one in picture["people"]}

        self.assertEqual(attitudes(self.rep)["Ann Lee"], "neutral", "nobody's lead is the latest")
        self.rows["nobody"].active = False
        self.assertEqual(attitudes(self.rep)["Ann Lee"], "friendly")
        self.assertEqual(attitudes(self.leader)["Ann Lee"], "opponent")
        with self.assertRaises(AccessError):
            self.leads["colleague"].with_user(self.rep).get_relationship_picture()

    def test_a_contact_of_another_company_is_refused(self):
        self.lead.company_id = self.env.company
        self.bo.company_id = self.other_company
        with self.assertRaises(Exception) as caught:
            self._name(self.bo, "user", user=self.env.user)
        self.assertIn("Bo Chan", str(caught.exception))
