from datetime import timedelta

from odoo.tests import tagged

from .test_crm_territory import TerritoryCommon


@tagged("-at_install", "post_install")
class TestTerritoryResponsible(TerritoryCommon):
    """The owner of the zone becomes the main responsible, where the company wants it so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.territory_sets_responsible = True
        cls.customer.user_id = cls.rep_beside
        cls.env.cr.flush()
        cls._own(cls.zone, cls.rep)
        cls._own(cls.zone_beside, cls.colleague)
        cls._put(cls.customer, cls.zone_beside)
        cls._let_days_pass()

    @classmethod
    def _own(cls, zone, person):
        """Let somebody own a zone, without any of what follows."""
        cls.env.cr.execute(
            "UPDATE crm_territory SET user_id = %s WHERE id = %s", [person.id, zone.id]
        )
        cls.env.invalidate_all()

    @classmethod
    def _put(cls, customer, zone):
        """Let a customer be in a zone, without any of what follows."""
        cls.env.cr.execute(
            "DELETE FROM crm_territory_membership WHERE partner_id = %s", [customer.id]
        )
        cls.env.cr.execute(
            "UPDATE res_partner SET territory_id = %s WHERE id = %s", [zone.id, customer.id]
        )
        cls.env.cr.execute(
            """INSERT INTO crm_territory_membership
                (partner_id, territory_id, date_from, create_date, reason)
            VALUES (%s, %s, '2026-01-01', %s, 'rule')""",
            [customer.id, zone.id, cls.env.cr.now()],
        )
        cls.env.invalidate_all()

    @classmethod
    def _let_days_pass(cls, days=1):
        """Let everything that has happened so far have happened some days ago."""
        cls.env.cr.flush()
        for table, columns in (
            ("crm_territory_membership", ("create_date",)),
            ("crm_customer_responsible", ("date_from", "date_to")),
        ):
            for column in columns:
                cls.env.cr.execute(
                    f"UPDATE {table} SET {column} = {column} - interval '{days} days'"
                )
        cls.env.invalidate_all()

    def _move(self):
        moves = {self.customer.id: (self.zone_beside.id, self.zone.id)}
        self.customer._after_territory_moves(moves)
        self.env.cr.flush()

    def test_who_moves_gets_the_owner_and_the_history_says_why(self):
        self._move()
        self.assertEqual(self.customer.user_id, self.rep)
        row = self.customer.responsible_ids[0]
        self.assertTrue(row.is_by_territory)
        self.assertEqual(row.note, "Owner of Region North / Zone Harbour")

    def test_switched_off_nothing_follows(self):
        self.env.company.territory_sets_responsible = False
        self._move()
        self.assertEqual(self.customer.user_id, self.rep_beside)

    def test_a_preview_writes_nothing(self):
        found = self.customer._prepare_responsible_changes(
            {self.customer.id: (self.zone_beside.id, self.zone.id)}
        )
        self.assertEqual(found.changes, {self.customer.id: (self.rep_beside.id, self.rep.id)})
        self.assertEqual(self.customer.user_id, self.rep_beside)

    def test_set_by_hand_since_it_stays(self):
        self.customer.user_id = self.leader
        self.env.cr.flush()
        self._let_days_pass(0)
        self.env.cr.execute(
            "UPDATE crm_customer_responsible SET date_from = date_from - interval '1 hour'"
            " WHERE partner_id = %s AND date_to IS NULL",
            [self.customer.id],
        )
        found = self.customer._prepare_responsible_changes(
            {self.customer.id: (self.zone_beside.id, self.zone.id)}
        )
        self.assertEqual((found.changes, found.by_hand), ({}, frozenset(self.customer.ids)))
        self._move()
        self.assertEqual(self.customer.user_id, self.leader)

    def test_what_the_territory_set_follows_again(self):
        self._move()
        self._put(self.customer, self.zone)
        self._let_days_pass()
        moves = {self.customer.id: (self.zone.id, self.zone_beside.id)}
        self.customer._after_territory_moves(moves)
        self.assertEqual(self.customer.user_id, self.colleague)

    def test_who_is_locked_stays_when_the_owner_changes(self):
        self._move()
        self._put(self.customer, self.zone)
        self.env.cr.execute(
            "UPDATE res_partner SET territory_locked = TRUE WHERE id = %s", [self.customer.id]
        )
        self._let_days_pass()
        self._own(self.zone, self.leader)
        moves = self.env["crm.territory"]._find_moves(self.zone.ids)
        found = self.customer._prepare_responsible_changes(moves)
        self.assertEqual((found.changes, found.locked), ({}, frozenset(self.customer.ids)))

    def test_a_zone_without_owner_takes_nobody_away(self):
        self.env.cr.execute("UPDATE crm_territory SET user_id = NULL")
        self.env.invalidate_all()
        self._move()
        self.assertEqual(self.customer.user_id, self.rep_beside)

    def test_open_opportunities_follow_only_if_ticked(self):
        own = self._create_lead(self.stage_in, user_id=self.rep_beside.id)
        nobodys = self._create_lead(self.stage_in, user_id=False)
        others = self._create_lead(self.stage_in, user_id=self.leader.id)
        won = self._create_lead(self.stage_in, user_id=self.rep_beside.id)
        won.action_set_won()
        self.env.cr.flush()
        self._move()
        self.assertEqual(own.user_id, self.rep_beside)
        self._put(self.customer, self.zone_beside)
        self.customer.user_id = self.rep_beside
        self._let_days_pass()
        self.env.cr.execute("UPDATE crm_customer_responsible SET is_by_territory = TRUE")
        self.env.company.territory_moves_leads = True
        self._move()
        self.assertEqual(own.user_id, self.rep)
        self.assertEqual(nobodys.user_id, self.rep)
        self.assertEqual(others.user_id, self.leader)
        self.assertEqual(won.user_id, self.rep_beside)

    # ------------------------------------------------------------------ another owner

    def _change_owner(self, days=0):
        """Let the leader own Zone Hills from a day on."""
        first = self.env["crm.territory"]._get_today() + timedelta(days=days)
        self.ownership_beside.date_to = first - timedelta(days=1)
        self.env["crm.territory.assignment"].create(
            {"territory_id": self.zone_beside.id, "user_id": self.leader.id, "date_from": first}
        )
        self.env.cr.flush()

    def test_another_owner_is_another_main_responsible_that_day(self):
        self._change_owner()
        self.assertEqual(self.zone_beside.user_id, self.leader)
        self.assertEqual(self.customer.user_id, self.leader)

    def test_not_before_the_day_and_then_by_the_nightly_job(self):
        self._change_owner(days=3)
        self.assertEqual(self.customer.user_id, self.rep_beside)
        day = self.env["crm.territory"]._get_today() + timedelta(days=3)
        self.patch(self.registry["crm.territory"], "_get_today", lambda _self: day)
        self.env["crm.territory"]._refresh_owners()
        self.env.cr.flush()
        self.assertEqual(self.customer.user_id, self.leader)
        note = self.customer.responsible_ids[0].note
        self.assertEqual(note, "Owner of Region North / Zone Hills")

    def test_before_and_after_the_day_in_the_report(self):
        self._change_owner()
        Report = self.env["crm.territory.membership.report"].with_user(self.rep)
        today = self.env["crm.territory"]._get_today()
        owners = {
            day: Report.search([("as_of", "=", day), ("partner_id", "=", self.customer.id)]).user_id
            for day in (today - timedelta(days=1), today)
        }
        self.assertEqual(list(owners.values()), [self.colleague, self.leader])

    # ------------------------------------------------------------------ preview, undo

    def _change_rules(self):
        """Let the rules move the customer from Zone Hills to Zone Harbour; return the preview."""
        self.env["crm.territory.rule"].create(
            {"territory_id": self.zone.id, "filter_domain": "[('name', '=', 'Hale Tools')]"}
        )
        self._create_lead(self.stage_in, user_id=self.rep_beside.id)
        self.env.cr.flush()
        action = self.zone.with_user(self.manager).action_preview()
        return self.env["crm.territory.run"].with_user(self.manager).browse(action["res_id"])

    def test_the_preview_of_new_rules_tells_it(self):
        self.env.company.territory_moves_leads = True
        run = self._change_rules()
        self.assertEqual((run.responsible_count, run.responsible_kept_count), (1, 0))
        self.assertEqual(run.following_lead_count, 1)
        move = self.env["crm.territory.move"].search([("run_id", "=", run.id)])
        move = move.filtered(lambda one: one.partner_id == self.customer)
        self.assertEqual((move.user_id, move.new_user_id), (self.rep_beside, self.rep))
        self.assertEqual(self.customer.user_id, self.rep_beside)
        run.action_apply()
        self.env.cr.flush()
        self.assertEqual(self.customer.user_id, self.rep)

    def test_undone_the_former_one_is_it_again(self):
        run = self._change_rules()
        run.action_apply()
        self.env.cr.flush()
        self.assertEqual(self.customer.user_id, self.rep)
        run.action_undo()
        self.env.cr.flush()
        self.assertEqual(self.customer.territory_id, self.zone_beside)
        self.assertEqual(self.customer.user_id, self.rep_beside)

    def test_undone_who_had_nobody_has_nobody_again(self):
        self.env.company.territory_moves_leads = True
        customer = self.env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True}
        )
        self.env.cr.flush()
        run = self._change_rules()
        run.action_apply()
        self.env.cr.flush()
        self.assertEqual(customer.user_id, self.rep)
        run.action_undo()
        self.env.cr.flush()
        self.assertFalse(customer.territory_id)
        self.assertFalse(customer.user_id)

    def test_people_of_the_customer_follow(self):
        person = self.env["res.partner"].create(
            {"name": "Pia", "parent_id": self.customer.id, "user_id": self.rep_beside.id}
        )
        self._move()
        self.assertEqual(person.user_id, self.rep)

    def test_switched_off_a_move_asks_nothing(self):
        self.env.company.territory_sets_responsible = False
        moves = {self.customer.id: (self.zone_beside.id, self.zone.id)}
        Lead = self.registry["crm.lead"]
        self.patch(Lead, "_follow_customers", lambda *_args: None)
        self.customer._after_territory_moves(moves)
        with self.assertQueryCount(0):
            self.customer._after_territory_moves(moves)
