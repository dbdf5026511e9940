import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_crm_lead_history import HistoryCommon


class StageFlowCommon(HistoryCommon):
    """Five opportunities: one is won, one lost, one goes back, one skips, one stays."""

    def setUp(self):
        super().setUp()
        self.leads = self.env["crm.lead"]
        for name, amount in (
            ("won", 400), ("lost", 100), ("back", 50), ("skipping", 30), ("staying", 7)
        ):  # fmt: skip
            lead = self._create_lead(stage=self.stage_above, name=name, expected_revenue=amount)
            setattr(self, name, lead)
            self.leads |= lead
        self._wait(2)
        (self.won | self.lost | self.back).write({"stage_id": self.stage_in.id})
        self.skipping.stage_id = self.stage_best
        self._wait(4)
        self.won.action_set_won()
        self.lost.action_set_lost()
        self.back.stage_id = self.stage_above
        self._wait(1)

    def _wait(self, days):
        self.env.cr.flush()
        self._set_clock(self.clock + datetime.timedelta(days=days))

    def _flow(self, user=None, **filters):
        Report = self.env["crm.stage.transition.report"].with_user(user or self.manager)
        return Report.get_stage_flow({"period": "all", "team_id": self.team.id, **filters})


@tagged("-at_install", "post_install")
class TestStageFlow(StageFlowCommon):
    def _edges(self, data):
        names = {node["key"]: node["name"] for node in data["nodes"]}
        return {
            (names[flow["source"]], names[flow["target"]]): (flow["count"], flow["direction"])
            for flow in data["flows"]
        }

    def test_flows_say_where_opportunities_went(self):
        self.assertEqual(
            self._edges(self._flow()),
            {
                ("Above", "In"): (3, "forward"),
                ("Above", "Best Few"): (1, "skip"),
                ("In", "Won"): (1, "won"),
                ("In", "Lost"): (1, "lost"),
                ("In", "Above"): (1, "back"),
            },
        )

    def test_what_came_in_went_on_or_is_still_there(self):
        data = self._flow()
        for node in data["nodes"]:
            left = sum(flow["count"] for flow in data["flows"] if flow["source"] == node["key"])
            if isinstance(node["key"], int):
                self.assertEqual(node["count"], left + node["open"], node["name"])
        nodes = {node["name"]: (node["count"], node["open"]) for node in data["nodes"]}
        self.assertEqual(
            nodes,
            {"Above": (6, 2), "In": (3, 0), "Best Few": (1, 1), "Won": (1, 0), "Lost": (1, 0)},
        )

    def test_amounts_are_those_at_entry(self):
        amounts = {
            (flow["source"], flow["target"]): flow["amount"] for flow in self._flow()["flows"]
        }
        self.assertAlmostEqual(amounts[self.stage_above.id, self.stage_in.id], 550)
        self.assertAlmostEqual(amounts[self.stage_in.id, "won"], 400)

    def test_each_band_and_node_opens_its_rows(self):
        for user in (self.rep, self.manager):
            data = self._flow(user)
            Report = self.env["crm.stage.transition.report"].with_user(user)
            for part in (*data["nodes"], *data["flows"]):
                self.assertEqual(Report.search_count(part["domain"]), part["count"])

    def test_an_order_that_is_reopened_flows_back(self):
        self.won.stage_id = self.stage_in
        self._wait(1)
        edges = self._edges(self._flow())
        self.assertEqual(edges["Won", "In"], (1, "back"))
        self.assertNotIn(("In", "Won"), {edge for edge, figure in edges.items() if not figure[0]})
        data = self._flow()
        back = next(flow for flow in data["flows"] if flow["source"] == "won")
        self.assertEqual(self.env["crm.stage.transition.report"].search_count(back["domain"]), 1)

    def test_the_picture_has_every_node_and_band(self):
        data = self._flow()
        picture = data["pictures"]["count"]
        self.assertEqual(
            {box["key"] for box in picture["boxes"]}, {node["key"] for node in data["nodes"]}
        )
        self.assertEqual(len(picture["bands"]), len(data["flows"]))
        back = next(band for band in picture["bands"] if band["loop"] is not None)
        self.assertEqual((back["source"], back["target"]), (self.stage_in.id, self.stage_above.id))

    def test_everybody_counts_what_he_may_see(self):
        for user, count in (
            (self.rep, 6), (self.leader, 6), (self.head, 6), (self.manager, 6),
            (self.administrator, 6), (self.rep_beside, 0), (self.foreigner, 0),
        ):  # fmt: skip
            with self.subTest(user=user.login):
                nodes = {node["name"]: node["count"] for node in self._flow(user)["nodes"]}
                self.assertEqual(nodes.get("Above", 0), count)
        for user in (self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._flow(user)

    def test_filters(self):
        self.staying.user_id = self.colleague
        self._wait(1)
        theirs = self._create_lead(
            stage=self.stage_beside, user_id=self.rep_beside.id, team_id=self.team_beside.id
        )
        self._wait(1)
        data = self._flow(user_id=self.rep.id)
        self.assertIn([self.rep.id, "Rosa Rep"], data["users"])
        names = [node["name"] for node in self._flow(team_id=self.team_parent.id)["nodes"]]
        self.assertIn("Elsewhere", names, "with the teams below")
        names = [node["name"] for node in self._flow(team_id=theirs.team_id.id)["nodes"]]
        self.assertEqual(names, ["Elsewhere"])

    def test_the_first_look_is_at_the_busiest_team(self):
        self.env["crm.lead"].search([("id", "not in", self.leads.ids)]).unlink()
        data = self.env["crm.stage.transition.report"].with_user(self.rep).get_stage_flow()
        self.assertEqual(data["filters"]["team_id"], self.team.id)
        self.assertEqual(data["filters"]["period"], "year")

    def test_a_period_takes_the_stays_that_began_in_it(self):
        self.env.cr.execute(
            "UPDATE crm_lead_history SET valid_from = valid_from - interval '100 days'"
            " WHERE lead_id = %s AND valid_to IS NOT NULL",
            [self.back.id],
        )
        counts = {
            period: {node["name"]: node["count"] for node in self._flow(period=period)["nodes"]}
            for period in ("quarter", "year", "all")
        }
        self.assertEqual(counts["all"], counts["year"])
        self.assertEqual(counts["quarter"]["Above"], 5)

    def test_a_stage_that_is_gone_keeps_its_name(self):
        stage = self._create_stage("Passing", 10, teams=self.team, sequence=2)
        lead = self._create_lead(stage=stage)
        self._wait(1)
        lead.stage_id = self.stage_best
        self._wait(1)
        stage.unlink()
        self.assertIn("Passing", [node["name"] for node in self._flow()["nodes"]])

    def test_two_currencies(self):
        company = self.env.company
        crown = self.env["res.currency"].create({"name": "CRX", "symbol": "Cr", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": crown.id, "rate": 4, "name": "2020-01-01", "company_id": False}
        )
        self.env.cr.execute(
            "UPDATE crm_lead_history SET currency_id = %s WHERE lead_id = %s",
            [crown.id, self.won.id],
        )
        rate = crown._get_conversion_rate(crown, company.currency_id, company, self.clock.date())
        amounts = {
            (flow["source"], flow["target"]): flow["amount"] for flow in self._flow()["flows"]
        }
        self.assertAlmostEqual(amounts[self.stage_in.id, "won"], 400 * rate)

    def test_number_of_queries_is_fixed(self):
        def count():
            self.env.invalidate_all()
            self._flow()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._flow()
            return self.env.cr.sql_log_count - start

        few = count()
        for _number in range(10):
            self._create_lead(stage=self.stage_above)
        self._wait(1)
        self.assertEqual(count(), few)
