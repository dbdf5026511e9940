"""Submitting a call report that changes twelve things of four records, as its rep.

Counted the second time, when rules and settings are known; with new action items, too.
"""

from datetime import timedelta

from benchmarks.measure import Goal, Measured, benchmark

MOST = 60
FURTHER_ITEM = 1
GROUPS = "sales_team.group_sale_salesman"


@benchmark("report.submit_queries", Goal("more", 0), "queries")
def submit(databases):
    """Queries of submitting with 12 changes on 4 records, no new activities / the most allowed."""
    with databases.env("ours") as opened:
        story = Story(opened)
        story.count()
        return Measured(story.count(), MOST)


@benchmark("report.submit_item_queries", Goal("more", 0), "queries")
def further_item(databases):
    """Queries that each further action item of a submitted report adds / what is stated."""
    with databases.env("ours") as opened:
        story = Story(opened)
        story.count(items=1)
        few, many = story.count(items=1), story.count(items=11)
        return Measured((many - few) / 10, FURTHER_ITEM)


class Story:
    """A rep, his customer, the economic buyer there and an opportunity with two stages."""

    def __init__(self, env):
        self.env = env
        self.rep = env["res.users"].create(
            {
                "name": "Rosa Rep",
                "login": "bench.submit",
                "group_ids": [(4, env.ref(GROUPS).id)],
            }
        )
        mine = {"user_id": self.rep.id}
        self.customer = env["res.partner"].create(
            {"name": "Hale Tools", "is_company": True, "is_sales_customer": True, **mine}
        )
        self.vera = env["res.partner"].create({"name": "Vera", "parent_id": self.customer.id})
        team = env["crm.team"].create({"name": "Harbour", "member_ids": [(4, self.rep.id)]})
        self.stages = env["crm.stage"].create(
            [
                {"name": name, "sequence": place, "team_ids": [(4, team.id)]}
                for place, name in enumerate(("In the Funnel", "Best Few"))
            ]
        )
        self.lead = env["crm.lead"].create(
            {
                "name": "New hall",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "team_id": team.id,
                "stage_id": self.stages[0].id,
                **mine,
            }
        )
        self.role = env["crm.buying.role"].create(
            {"lead_id": self.lead.id, "partner_id": self.vera.id, "role": "economic"}
        )
        self.env.cr.flush()

    def count(self, items=0):
        """Return the queries of one more report on them, with so many action items."""
        self._forget()
        report = self._write_report(items)
        ids = [change["id"] for change in report.get_offered_changes()]
        assert len(ids) == 12, ids
        assert len({(row.model, row.res_id) for row in report.change_ids}) == 4
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report.finish(ids)
        self.env.cr.flush()
        queries = self.env.cr.sql_log_count - before
        assert self.lead.stage_id == self.stages[1]
        return queries

    def _forget(self):
        """As it was before the report."""
        self.role.write({"met_on": False, "met_by_id": False, "attitude": "neutral"})
        self.lead.write(
            {"stage_id": self.stages[0].id, "expected_revenue": 1, "date_deadline": False}
        )
        self.vera.write({"interests": False, "relationship_level": "1"})
        self.customer.write(
            {
                "main_needs": False,
                "main_products": False,
                "payment_habits": False,
                "head_count": 0,
                "founded_year": 0,
            }
        )

    def _write_report(self, items):
        now = self.env.cr.now().replace(microsecond=0)
        facts = {
            "head_count": {"value_number": 240},
            "founded_year": {"value_number": 1970},
            "main_products": {"value_text": "Saws"},
            "payment_habits": {"value_text": "Late"},
            "interests": {"value_text": "Sailing", "contact_id": self.vera.id},
        }
        told = {
            "lead_id": self.lead.id,
            "expected_revenue": 55000,
            "date_deadline": (now + timedelta(days=90)).date(),
            "stage_id": self.stages[1].id,
        }
        person = {
            "contact_id": self.vera.id,
            "attitude": "friendly",
            "relationship_level": "3",
        }
        reports = self.env(user=self.rep.id)["crm.call.report"]
        return reports.create(
            {
                "partner_id": self.customer.id,
                "kind": "phone",
                "date": now - timedelta(hours=2),
                "purpose": "Agree on the trial",
                "message_needs": "Less noise",
                "opportunity_ids": [(4, self.lead.id)],
                "person_ids": [(0, 0, person)],
                "deal_ids": [(0, 0, told)],
                "fact_ids": [(0, 0, {"field_name": name, **fact}) for name, fact in facts.items()],
                "action_ids": [
                    (0, 0, {"name": f"Item {number}", "user_id": self.rep.id, "date_due": now})
                    for number in range(items)
                ],
            }
        )
