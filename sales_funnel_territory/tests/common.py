"""The cast and the places of the stories that the tests tell."""

from odoo.tests import TransactionCase, new_test_user

REP = "sales_team.group_sale_salesman"
LEADER = "sales_funnel_territory.group_team_leader"
MANAGER = "sales_team.group_sale_salesman_all_leads"
ADMINISTRATOR = "sales_team.group_sale_manager"


class CountsQueries:
    """For tests of what something costs, beside what it would cost without us."""

    def _count(self, work):
        """Return the number of queries until the end of a transaction, the second time."""
        for _time in range(2):
            self.env.cr.flush()
            before = self.env.cr.sql_log_count
            work()
            self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _count_without(self, work, model, *methods):
        """Return the same, with methods of ours switched off."""
        for name in methods:
            self.patch(self.registry[model], name, lambda *_args, **_kw: None)
        return self._count(work)


class FunnelCommon(TransactionCase):
    """A company with two teams under one roof, a team's own funnel, and one customer.

    ``head`` leads the parent team (``team_parent``); ``leader`` leads ``team``, in which
    ``rep`` and ``colleague`` sell; ``rep_beside`` sells in ``team_beside``. ``manager`` sees
    all documents, ``administrator`` sets the app up. ``foreigner`` sells in another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # one clock for all: Odoo's robot and working hours are of Brussels, a day ahead at night
        (cls.env.user.partner_id | cls.env.company.partner_id).tz = "UTC"
        cls._create_cast()
        cls._create_teams()
        cls._create_funnel()
        cls.customer = cls.env["res.partner"].create({"name": "Hale Tools", "is_company": True})

    @classmethod
    def _create_cast(cls):
        cls.rep = new_test_user(cls.env, "sft_rep", groups=REP, name="Rosa Rep")
        cls.colleague = new_test_user(cls.env, "sft_colleague", groups=REP, name="Carl Colleague")
        cls.rep_beside = new_test_user(cls.env, "sft_beside", groups=REP, name="Bea Beside")
        cls.leader = new_test_user(cls.env, "sft_leader", groups=LEADER, name="Leo Leader")
        cls.head = new_test_user(cls.env, "sft_head", groups=LEADER, name="Hanna Head")
        cls.manager = new_test_user(cls.env, "sft_manager", groups=MANAGER, name="Mara Manager")
        cls.administrator = new_test_user(
            cls.env, "sft_administrator", groups=ADMINISTRATOR, name="Ada Administrator"
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.foreigner = new_test_user(
            cls.env,
            "sft_foreigner",
            groups=REP,
            name="Frida Foreigner",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.portal = new_test_user(cls.env, "sft_portal", groups="base.group_portal")
        cls.public = cls.env.ref("base.public_user")

    @classmethod
    def _new_stranger(cls):
        """Return a manager of another company."""
        return new_test_user(
            cls.env,
            "sft_stranger",
            groups=MANAGER,
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )

    @classmethod
    def _create_teams(cls):
        Team = cls.env["crm.team"]
        cls.team_parent = Team.create({"name": "North", "user_id": cls.head.id})
        cls.team, cls.team_beside = Team.create(
            [
                {
                    "name": "Harbour",
                    "user_id": cls.leader.id,
                    "parent_id": cls.team_parent.id,
                    "member_ids": [(6, 0, [cls.rep.id, cls.colleague.id])],
                },
                {
                    "name": "Hills",
                    "parent_id": cls.team_parent.id,
                    "member_ids": [(6, 0, cls.rep_beside.ids)],
                },
            ]
        )

    @classmethod
    def _create_funnel(cls):
        """Give the story's teams a funnel of their own; Odoo's stages stay with the others."""
        own = cls.team_parent | cls.team | cls.team_beside
        others = cls.env["crm.team"].with_context(active_test=False).search([]) - own
        shared = cls.env["crm.stage"].search([("team_ids", "=", False)])
        cls.others = others or cls.env["crm.team"].create({"name": "Others"})
        cls.shared_stages = shared
        cls.stage_above = cls._create_stage("Above", 25, sequence=1, teams=cls.team)
        cls.stage_in = cls._create_stage("In", 40, sequence=2, teams=cls.team)
        cls.stage_best = cls._create_stage("Best Few", 75, sequence=3, teams=cls.team)
        cls.stage_won = cls._create_stage("Order", 100, sequence=4, teams=cls.team, is_won=True)
        cls.stage_beside = cls._create_stage("Elsewhere", 15, sequence=1, teams=cls.team_beside)
        cls.stage_beside_won = cls._create_stage(
            "Signed", 100, sequence=9, teams=cls.team_beside, is_won=True
        )
        shared.write({"team_ids": [(6, 0, cls.others.ids)]})
        (cls.team | cls.team_beside).probability_source = "stage"

    @classmethod
    def _create_stage(cls, name, probability, teams=None, **values):
        return cls.env["crm.stage"].create(
            {
                "name": name,
                "probability": probability,
                "team_ids": [(6, 0, teams.ids)] if teams else False,
                **values,
            }
        )

    @classmethod
    def _create_lead(cls, stage=None, **values):
        lead = cls.env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "user_id": cls.rep.id,
                "team_id": cls.team.id,
                "partner_id": cls.customer.id,
                **({"stage_id": stage.id} if stage else {}),
                **values,
            }
        )
        cls.env.flush_all()
        return lead
