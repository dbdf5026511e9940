from collections import defaultdict

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..planning.stage_flow import Flow, Node, draw

PERIODS = {
    "quarter": relativedelta(days=90),
    "year": relativedelta(months=12),
}
ENDS = ("won", "lost", "gone")
MEASURES = ("count", "amount")


class CrmStageTransitionReport(models.Model):
    """The stage flow: how opportunities went from stage to stage, and where they ended.

    Counted by one statement over all stays that the reader's rights let through. A stay belongs to
    the period in which it began, so that what left a stage, what ended there and what still stands
    there add up to what came in.
    """

    _inherit = "crm.stage.transition.report"

    @api.model
    def get_stage_flow(self, filters=None):
        """Return stages, flows, pictures of them, and the choices of the filters.

        :param dict filters: period (quarter: the last 90 days; year: the last 12 months; anything
            else is all time), team_id (with the teams below; missing: the team that moves most,
            where several have stages of their own), user_id
        """
        filters = self._complete_flow_filters(filters or {})
        domain = self._stage_flow_domain(filters)
        stays = self._read_stays(domain)
        stages = self._read_flow_stages(stays)
        flows = self._stage_flows(stays, stages, domain)
        nodes = self._stage_nodes(stays, stages, domain)
        return {
            "currency_id": self.env.company.currency_id.id,
            "filters": filters,
            "nodes": nodes,
            "flows": flows,
            "pictures": {measure: self._draw_flow(nodes, flows, measure) for measure in MEASURES},
            "teams": self.env["crm.lead"]._funnel_chart_teams(),
            "users": self._stage_flow_users(filters),
        }

    # ------------------------------------------------------------------ which stays

    @api.model
    def _complete_flow_filters(self, filters):
        filters = {
            "period": filters.get("period", "year"),
            "team_id": filters.get("team_id"),
            "user_id": filters.get("user_id") or False,
        }
        if filters["team_id"] is None:
            filters["team_id"] = self._busiest_team(self._stage_flow_domain(filters))
        return filters

    @api.model
    def _stage_flow_domain(self, filters):
        domain = Domain.TRUE
        if length := PERIODS.get(filters["period"]):
            first = fields.Datetime.start_of(fields.Datetime.now() - length, "day")
            domain &= Domain("entered", ">=", fields.Datetime.to_string(first))
        if filters["team_id"]:
            domain &= Domain("team_id", "child_of", int(filters["team_id"]))
        if filters["user_id"]:
            domain &= Domain("user_id", "=", int(filters["user_id"]))
        return domain

    @api.model
    def _busiest_team(self, domain):
        """Return the team with the most stays, if the stages are not the same for all teams."""
        if not self.env["crm.stage"].search_count([("team_ids", "!=", False)], limit=1):
            return False
        teams = self.env["crm.team"].search([])
        rows = self._aggregate(
            domain & Domain("team_id", "in", teams.ids), ["team_id"], SQL("COUNT(*)")
        )
        return max(rows, key=lambda row: (row[1], -row[0]))[0] if rows else False

    @api.model
    def _aggregate(self, domain, columns, *aggregates):
        """Add up by ids, also of records that are gone; with the reader's own rights."""
        query = self._search(domain)
        keys = [self._field_to_sql(self._table, name, query) for name in columns]
        query.groupby = SQL(", ").join(keys)
        return self.env.execute_query(query.select(*keys, *aggregates))

    @api.model
    def _read_stays(self, domain):
        """Return one dictionary for each stage, next stage and direction, all currencies added."""
        rows = self._aggregate(
            domain,
            ["stage_id", "next_stage_id", "direction", "currency_id"],
            SQL("MAX(stage_name)"),
            SQL("MAX(next_stage_name)"),
            SQL("COUNT(*)"),
            SQL("COALESCE(SUM(expected_revenue), 0)"),
        )
        rates = self._rates_of_currencies({row[3] for row in rows})
        stays = {}
        for stage_id, next_id, direction, currency_id, name, next_name, count, amount in rows:
            key = (stage_id, next_id, direction)
            stay = stays.setdefault(key, {"count": 0, "amount": 0.0})
            stay.update(names={stage_id: name, next_id: next_name})
            stay["count"] += count
            stay["amount"] += float(amount) * rates[currency_id]
        return stays

    @api.model
    def _rates_of_currencies(self, currency_ids):
        company, today = self.env.company, fields.Date.context_today(self)
        currencies = self.env["res.currency"].browse(id_ for id_ in currency_ids if id_).exists()
        rates = defaultdict(lambda: 1.0)
        for currency in currencies:
            rates[currency.id] = currency._get_conversion_rate(
                currency, company.currency_id, company, today
            )
        return rates

    # ------------------------------------------------------------------ stages and ends

    @api.model
    def _read_flow_stages(self, stays):
        """Return {stage id: what the chart needs of it}, in the order of the funnel."""
        names = {}
        for (stage_id, next_id, _direction), stay in stays.items():
            names.update({id_: stay["names"][id_] for id_ in (stage_id, next_id) if id_})
        found = self.env["crm.stage"].with_context(active_test=False).search(
            [("id", "in", list(names))]
        )  # fmt: skip
        owners = {stage.id: frozenset(teams.ids) for stage, teams in found._get_owners().items()}
        stages, ranks = {}, defaultdict(int)
        for stage in found:
            rank = ranks[owners[stage.id]]
            ranks[owners[stage.id]] += 0 if stage.is_won else 1
            stages[stage.id] = {"name": stage.name, "column": rank, "is_won": stage.is_won}
        for id_ in sorted(names.keys() - stages.keys()):  # a stage that is gone
            stages[id_] = {"name": names[id_] or "", "column": 0, "is_won": False}
        return stages

    @api.model
    def _stage_nodes(self, stays, stages, domain):
        totals = defaultdict(lambda: {"count": 0, "amount": 0.0, "open": 0})
        for (stage_id, _next_id, direction), stay in stays.items():
            for key in self._flow_ends(stage_id, direction, stages):
                totals[key]["count"] += stay["count"]
                totals[key]["amount"] += stay["amount"]
            if direction == "open":
                totals[stage_id]["open"] += stay["count"]
        last = 1 + max(
            (stage["column"] for stage in stages.values() if not stage["is_won"]), default=0
        )
        own = [
            {"key": id_, "name": stage["name"], "column": stage["column"], **totals[id_],
             "domain": list(domain & Domain("stage_id", "=", id_))}
            for id_, stage in stages.items() if not stage["is_won"]
        ]  # fmt: skip
        ends = [
            {"key": end, "name": label, "column": last, **totals[end],
             "domain": list(domain & self._end_domain(end, stages))}
            for end, label in self._end_labels() if totals[end]["count"]
        ]  # fmt: skip
        return own + ends

    @api.model
    def _flow_ends(self, stage_id, direction, stages):
        """Return the nodes in which a stay counts: its stage, and the end it led to."""
        if stages.get(stage_id, {}).get("is_won"):
            return []
        return [stage_id, direction] if direction in ENDS else [stage_id]

    @api.model
    def _end_labels(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        return [(end, labels[end]) for end in ENDS]

    @api.model
    def _end_domain(self, end, stages):
        won_ids = [id_ for id_, stage in stages.items() if stage["is_won"]]
        return Domain("direction", "=", end) & Domain("stage_id", "not in", won_ids)

    # ------------------------------------------------------------------ flows

    @api.model
    def _stage_flows(self, stays, stages, domain):
        """Return the flows, the largest first; several won stages are one end."""
        flows = {}
        for (stage_id, next_id, direction), stay in stays.items():
            ends = self._flow_from_to(stage_id, next_id, direction, stages)
            if not ends:
                continue
            flow = flows.setdefault(
                ends,
                {"source": ends[0], "target": ends[1], "direction": direction,
                 "count": 0, "amount": 0.0,
                 "domain": list(domain & self._flow_domain(*ends, stages))},
            )  # fmt: skip
            flow["count"] += stay["count"]
            flow["amount"] += stay["amount"]
        return sorted(flows.values(), key=lambda flow: -flow["count"])

    @api.model
    def _flow_from_to(self, stage_id, next_id, direction, stages):
        """Return the nodes a stay joins; what still stands there, or stays won, joins none."""
        is_won = stages.get(stage_id, {}).get("is_won")
        if direction == "open" or not stage_id or (is_won and (direction in ENDS or not next_id)):
            return None
        return "won" if is_won else stage_id, direction if direction in ENDS else next_id

    @api.model
    def _flow_domain(self, source, target, stages):
        won_ids = [id_ for id_, stage in stages.items() if stage["is_won"]]
        domain = Domain("stage_id", "in", won_ids if source == "won" else [source])
        name = "direction" if target in ENDS else "next_stage_id"
        return domain & Domain(name, "=", target)

    @api.model
    def _draw_flow(self, nodes, flows, measure):
        """Lay the picture out; a node also has room for what comes back from orders."""
        entering = defaultdict(float)
        leaving = defaultdict(float)
        for flow in flows:
            entering[flow["target"]] += flow[measure]
            leaving[flow["source"]] += flow[measure]
        picture = draw(
            [
                Node(
                    node["key"],
                    node["column"],
                    max(node[measure], entering[node["key"]], leaving[node["key"]]),
                    is_exit=node["key"] in ("lost", "gone"),
                )
                for node in nodes
            ],
            [Flow(flow["source"], flow["target"], flow[measure]) for flow in flows],
        )
        return {
            "columns": picture.columns,
            "across": picture.across,
            "boxes": [
                {"key": key, "start": box.start, "size": box.size}
                for key, box in picture.boxes.items()
            ],
            "bands": [
                {"source": band.source, "target": band.target, "size": band.size,
                 "points": band.points, "loop": band.loop}
                for band in picture.bands
            ],
        }  # fmt: skip

    # ------------------------------------------------------------------ choices

    @api.model
    def _stage_flow_users(self, filters):
        """Return who has moved opportunities, with the latest name known of each."""
        everybody = self._stage_flow_domain({**filters, "user_id": False})
        rows = self._aggregate(everybody, ["user_id"], SQL("MAX(user_name)"))
        return sorted(([id_, name or ""] for id_, name in rows if id_), key=lambda row: row[1])
