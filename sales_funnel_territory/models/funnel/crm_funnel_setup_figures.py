from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

STATUSES = ("open", "won", "lost", "archived")
MEASURES = ("count", "expected", "weighted")


class CrmFunnelSetup(models.Model):
    """The preview: one aggregation that computes the very figures applying writes."""

    _inherit = "crm.funnel.setup"

    # ------------------------------------------------------------------ SQL of leads after

    def _scope_sql(self):
        """Return the condition of the leads a set-up concerns, whoever may see them."""
        team = SQL.identifier("crm_lead", "team_id")
        chosen = SQL("%s = ANY(%s)", team, self.team_ids._origin.ids)
        return SQL("(%s OR %s IS NULL)", chosen, team) if self.with_unassigned else chosen

    def _own_companies_sql(self):
        """Return the condition of leads of the companies that are switched on, or of none."""
        company = SQL.identifier("crm_lead", "company_id")
        return SQL("(%s IS NULL OR %s = ANY(%s))", company, company, self.env.companies.ids)

    def _count_leads_of_other_companies(self):
        self.env["crm.lead"].flush_model()
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM crm_lead WHERE %s AND NOT %s",
                self._scope_sql(),
                self._own_companies_sql(),
            )
        )
        return count

    def _mapping_sql(self, targets):
        """Return the mapping as a table ``mapping(stage_id, target, probability)``.

        :param targets: {line: id of the stage (or of the template's) that its leads get}
        """
        lines = self.line_ids.filtered("stage_id")
        return SQL(
            "unnest(%s::int[], %s::int[], %s::float8[]) AS mapping(stage_id, target, probability)",
            [line.stage_id._origin.id for line in lines],
            [targets[line] for line in lines],
            [line._get_probability_after() for line in lines],
        )

    def _figures_after_sql(self):
        """Return the lead's probability and weighted columns after applying, as SQL."""
        Lead = self.env["crm.lead"]
        follows = SQL(
            "(crm_lead.active AND crm_lead.won_status = 'pending' AND mapping.probability > 0"
            " AND %s)",
            self._stage_source_after_sql(),
        )
        return {
            column: SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                follows,
                value,
                SQL.identifier("crm_lead", column),
            )
            for column, value in Lead._followed_values_sql(SQL("mapping.probability")).items()
        }

    def _stage_source_after_sql(self):
        source = self.env["crm.lead"]._stage_source_sql()
        if not self.is_stage_source:
            return source
        return SQL("(crm_lead.team_id = ANY(%s) OR %s)", self.team_ids._origin.ids, source)

    # ------------------------------------------------------------------ look-ups

    def _read_used_stage_ids(self):
        self.env["crm.lead"].flush_model(["stage_id", "team_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT stage_id FROM crm_lead WHERE stage_id IS NOT NULL AND %s",
                self._scope_sql(),
            )
        )
        return [stage_id for (stage_id,) in rows]

    def _count_unassigned(self, stage):
        # sudo: only a number of leads, of any company, that have no team
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        return Lead.search_count([("team_id", "=", False), ("stage_id", "=", stage.id)])

    def _get_other_teams(self, stage, active_only=True):
        """Return the teams that keep this stage: all others when it is shared."""
        # sudo: stages know no company; teams of all companies keep what they use
        Team = self.env["crm.team"].sudo().with_context(active_test=False)
        teams = stage.sudo().with_context(active_test=False).team_ids or Team.search([])
        others = teams - self.team_ids._origin
        return others.filtered("active") if active_only else others

    # ------------------------------------------------------------------ preview

    @api.depends(
        "team_ids",
        "template_id",
        "with_unassigned",
        "is_stage_source",
        "line_ids.target_id",
        "line_ids.probability",
        "state",
        "result",
    )
    def _compute_preview(self):
        for setup in self:
            if setup.state == "draft":
                setup.preview = setup._prepare_preview()
            else:
                setup.preview = setup.result

    def _prepare_preview(self):
        """Return the table of what changes, with what stands in the way."""
        obstacles = list(self._find_obstacles())
        return {
            "currency_id": self.company_id.currency_id.id,
            "obstacles": obstacles,
            "warnings": list(self._find_warnings()) if self.team_ids else [],
            "notes": list(self._find_notes()) if self.team_ids else [],
            "statuses": self._sum_up(self._read_figures()) if self.team_ids else {},
        }

    def _read_figures(self):
        """Return rows of company, person, stage, stage after, status and the figures."""
        self.env["crm.lead"].flush_model()
        targets = {
            line: line.target_id._origin.id or -line.stage_id._origin.id for line in self.line_ids
        }
        return self.env.execute_query(
            SQL(
                """SELECT crm_lead.company_id, crm_lead.user_id, crm_lead.stage_id,
                    COALESCE(mapping.target, -crm_lead.stage_id),
                    CASE WHEN crm_lead.won_status = 'lost' THEN 'lost'
                         WHEN crm_lead.active IS NOT TRUE THEN 'archived'
                         WHEN crm_lead.won_status = 'won' THEN 'won'
                         ELSE 'open' END,
                    COUNT(*), SUM(COALESCE(crm_lead.expected_revenue, 0)),
                    SUM(COALESCE(crm_lead.prorated_revenue, 0)), SUM(COALESCE(%s, 0))
                FROM crm_lead LEFT JOIN %s ON mapping.stage_id = crm_lead.stage_id
                WHERE %s AND %s GROUP BY 1, 2, 3, 4, 5""",
                self._figures_after_sql()["prorated_revenue"],
                self._mapping_sql(targets),
                self._scope_sql(),
                self._own_companies_sql(),
            )
        )

    def _sum_up(self, rows):
        """Fold the rows into totals, stages and persons of each status, before and after."""
        rates = self._read_rates({row[0] for row in rows})
        sums = {status: defaultdict(lambda: [0.0] * 6) for status in STATUSES}
        for company_id, user_id, stage_id, target, status, count, *amounts in rows:
            expected, before, after = (float(amount) * rates[company_id] for amount in amounts)
            old = (count, expected, before)
            new = (count, expected, after)
            for key, is_before, is_after in (
                ("total", True, True),
                (("person", user_id or 0), True, True),
                (("stage", -(stage_id or 0)), True, False),
                (("stage", target or 0), False, True),
            ):
                _add(sums[status][key], old if is_before else None, new if is_after else None)
        names = self._read_names(sums)
        return {status: self._as_table(sums[status], names) for status in STATUSES}

    def _as_table(self, sums, names):
        def figures(values):
            return {
                measure: [
                    self._round(measure, values[index]),
                    self._round(measure, values[index + 3]),
                ]
                for index, measure in enumerate(MEASURES)
            }

        stages = [key[1] for key in sums if key[0] == "stage"]
        people = [key[1] for key in sums if key[0] == "person"]
        return {
            "total": figures(sums["total"]),
            "stages": [
                {**names["stage"].get(key, {"name": ""}), **figures(sums["stage", key])}
                for key in self._in_order(stages)
            ],
            "people": [
                {"name": names["person"].get(key, ""), **figures(sums["person", key])}
                for key in sorted(people, key=lambda key: -sums["person", key][1])
            ],
        }

    def _round(self, measure, value):
        return int(value) if measure == "count" else self.company_id.currency_id.round(value)

    def _in_order(self, keys):
        """Sort stages: replaced ones first, then new and kept ones by their probability."""
        order = {stage._origin.id: (1, stage.probability) for stage in self.template_id.stage_ids}
        for line in self.line_ids:
            order[-line.stage_id._origin.id] = (
                (0, line.sequence) if line.target_id else (1, line._get_probability_after())
            )
        return sorted(keys, key=lambda key: (*order.get(key, (0, 0)), key))

    def _read_names(self, sums):
        people = {key[1] for status in sums.values() for key in status if key[0] == "person"}
        # sudo: only the names of people whose leads the set-up concerns
        users = self.env["res.users"].sudo().browse(people - {0}).exists()
        stages = {
            -line.stage_id._origin.id: {
                "name": line.stage_id.name,
                "change": "gone" if line.target_id else "kept",
            }
            for line in self.line_ids
        }
        for stage in self.template_id.stage_ids:
            stages[stage._origin.id] = {
                "name": stage.name,
                "change": "new",
                "probability": stage.probability,
            }
        stages[0] = {"name": self.env._("No stage"), "change": "kept"}
        return {
            "person": {0: self.env._("Nobody"), **{user.id: user.name for user in users}},
            "stage": stages,
        }

    def _read_rates(self, company_ids):
        """Return {company id: factor into the viewer's company currency, of today}."""
        # sudo: only the currency and the rate of companies that own leads of these teams
        companies = self.env["res.company"].sudo().browse(company_ids - {None}).exists()
        currency, today = self.company_id.currency_id, fields.Date.context_today(self)
        rates = {
            company.id: self.env["res.currency"]._get_conversion_rate(
                company.currency_id, currency, self.company_id, today
            )
            for company in companies
        }
        return {None: 1.0, **rates}


def _add(sums, old, new):
    """Add a row's figures to the sums before (first three) and after (last three)."""
    for offset, values in ((0, old), (3, new)):
        for index, value in enumerate(values or ()):
            sums[offset + index] += value
