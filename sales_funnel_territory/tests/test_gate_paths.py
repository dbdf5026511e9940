from odoo import Command
from odoo.tests import Form, tagged

from .test_crm_lead_gated import GateCommon


class PathCommon(GateCommon):
    """Two opportunities of one rep: ``may`` has its phone number, ``lead`` has not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.may = cls._create_lead(stage=cls.stage_above, name="Old hall", phone="1")
        cls._end_transaction()

    def assertPath(self, move, to=None, may=None, may_not=None):
        """One lead is refused and stands where it stood; the other one goes."""
        error = self._refused_then_back(lambda: move((may_not or self.lead).with_user(self.rep)))
        self.assertIn("Phone is known", str(error))
        lead = may or self.may
        move(lead.with_user(self.rep))
        self._end_transaction()
        self.assertEqual(lead.stage_id, to or self.stage_in)

    @classmethod
    def _create_standing(cls, stage, phone, **values):
        """Create a lead that stands in a later stage, whatever it has now."""
        lead = cls._create_lead(stage=stage, phone="1", **values)
        cls._end_transaction()
        lead.phone = phone
        cls._end_transaction()
        return lead

    def _create_twins(self, stage, **values):
        may = self._create_standing(stage, "1", name="May", **values)
        may_not = self._create_standing(stage, False, name="May not", partner_id=False, **values)
        self._end_transaction()
        return may, may_not


@tagged("-at_install", "post_install")
class TestScreens(PathCommon):
    def test_form(self):
        def move(lead):
            with Form(lead) as form:
                form.stage_id = self.stage_in

        self.assertPath(move)

    def test_form_filled_and_moved_in_one_save(self):
        with Form(self.lead.with_user(self.rep)) as form:
            form.stage_id = self.stage_in
            form.phone = "1"
        self._end_transaction()
        self.assertEqual(self.lead.stage_id, self.stage_in)

    def test_kanban_drag(self):
        """As the web client does it: saved with what the card shows."""
        shown = {"name": {}, "stage_id": {"fields": {"display_name": {}}}}
        self.assertPath(lambda lead: lead.web_save({"stage_id": self.stage_in.id}, shown))

    def test_list_mass_edit(self):
        def edit(leads):
            values = [{"stage_id": self.stage_in.id} for _lead in leads]
            leads.web_save_multi(values, {"stage_id": {}})

        self.assertPath(edit)
        self.may.stage_id = self.stage_above
        self._end_transaction()
        both = (self.lead | self.may).with_user(self.rep)
        error = self._refused_then_back(lambda: edit(both))
        self.assertNotIn("Old hall", str(error))

    def test_won_button(self):
        self.assertPath(lambda lead: lead.action_set_won(), to=self.stage_won)

    def test_won_button_with_rainbow(self):
        self.assertPath(lambda lead: lead.action_set_won_rainbowman(), to=self.stage_won)

    def test_quick_create_in_a_column(self):
        Lead = self.env["crm.lead"].with_user(self.rep)
        column = Lead.with_context(
            default_stage_id=self.stage_in.id,
            default_team_id=self.team.id,
            default_type="opportunity",
        )
        self._refused_then_back(lambda: column.web_save({"name": "Quick"}, {"name": {}}))
        made = column.web_save({"name": "Quick", "phone": "1"}, {"name": {}})
        self._end_transaction()
        self.assertEqual(Lead.browse(made[0]["id"]).stage_id, self.stage_in)

    def test_name_create(self):
        Lead = self.env["crm.lead"].with_user(self.rep)
        column = Lead.with_context(
            default_stage_id=self.stage_in.id,
            default_team_id=self.team.id,
            default_type="opportunity",
        )
        self._refused_then_back(lambda: column.name_create("Quick"))
        made = column.with_context(default_phone="1").name_create("Quick")
        self._end_transaction()
        self.assertEqual(Lead.browse(made[0]).stage_id, self.stage_in)

    def test_duplicates_begin_in_the_first_stage(self):
        original = self._create_standing(self.stage_in, False, partner_id=False)
        copy = original.with_user(self.rep).copy()
        self._end_transaction()
        self.assertEqual(copy.stage_id, self.stage_above)
        self.assertPath(lambda lead: self._copy_into(lead, self.stage_in), to=self.stage_above)

    def _copy_into(self, lead, stage):
        copy = lead.copy({"stage_id": stage.id})
        self.env.cr.flush()
        self.assertEqual(copy.stage_id, stage)

    def test_through_the_customer(self):
        def move(lead):
            self.customer.with_user(self.rep).write(
                {"opportunity_ids": [Command.update(lead.id, {"stage_id": self.stage_in.id})]}
            )

        self.lead.partner_id = self.customer
        self.lead.phone = False
        self._end_transaction()
        self.assertPath(move)

    def test_archived_and_restored_where_it_stood(self):
        _may, may_not = self._create_twins(self.stage_in)
        lead = may_not.with_user(self.rep)
        lead.action_archive()
        self._end_transaction()
        lead.action_unarchive()
        self._end_transaction()
        lead.action_set_lost()
        self._end_transaction()
        self.assertEqual(lead.won_status, "lost")
        lead.action_restore()
        self._end_transaction()
        self.assertEqual((lead.stage_id, lead.won_status), (self.stage_in, "pending"))

    def test_restored_and_moved(self):
        def move(lead):
            lead.action_set_lost()
            lead.action_restore()
            lead.stage_id = self.stage_in

        self.assertPath(move)


@tagged("-at_install", "post_install")
class TestTeams(PathCommon):
    """A stage that two teams share: who changes the team begins in the other team's funnel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls._create_stage("Shared", 50, sequence=3, teams=cls.team | cls.team_beside)
        cls._create_gate(
            "Phone is known here, too",
            stage=cls.stage_beside,
            kind="field",
            field_id=cls._lead_field("phone").id,
        )
        cls._end_transaction()

    def assertPath(self, move, to=None):
        may, may_not = self._create_twins(self.shared)
        super().assertPath(move, to=to or self.shared, may=may, may_not=may_not)
        self.assertEqual(may.team_id, self.team_beside)

    def test_change_of_team(self):
        self.assertPath(lambda lead: lead.write({"team_id": self.team_beside.id}))

    def test_change_of_salesperson_that_changes_the_team(self):
        self.assertPath(lambda lead: lead.write({"user_id": self.rep_beside.id}))

    def test_change_of_salesperson_that_changes_team_and_stage(self):
        """The new team has no such stage: the lead begins in its first one, freely."""
        lead = self._create_standing(self.stage_in, False, partner_id=False)
        lead.with_user(self.rep).write({"user_id": self.rep_beside.id})
        self._end_transaction()
        self.assertEqual((lead.team_id, lead.stage_id), (self.team_beside, self.stage_beside))

    def test_merge(self):
        """What the other one brings along counts."""
        target = {"user_id": self.rep.id, "team_id": self.team_beside.id}

        def merge(leads):
            wizard = leads.env["crm.merge.opportunity"].create(
                {"opportunity_ids": [Command.set(leads.ids)], **target}
            )
            wizard.action_merge()

        first, second, third = (
            self._create_standing(self.shared, False, name=name, partner_id=False)
            for name in ("First", "Second", "Third")
        )
        third.phone = "1"
        self._end_transaction()
        self._refused_then_back(lambda: merge((first | second).with_user(self.rep)))
        merge((first | third).with_user(self.rep))
        self._end_transaction()
        merged = (first | third).exists()
        self.assertEqual(len(merged), 1)
        self.assertEqual(
            (merged.stage_id, merged.team_id, merged.phone), (self.shared, self.team_beside, "1")
        )

    def test_a_stage_that_leaves_the_team(self):
        """Its leads stay; where they go next, they count as created there."""
        may, may_not = self._create_twins(self.stage_in)
        self.stage_in.team_ids = self.team_beside
        self._end_transaction()
        self.assertEqual((may | may_not).stage_id, self.stage_in)
        PathCommon.assertPath(
            self,
            lambda lead: lead.write({"stage_id": self.stage_best.id}),
            to=self.stage_best,
            may=may,
            may_not=may_not,
        )
