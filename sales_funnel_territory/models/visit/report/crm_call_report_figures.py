from odoo import fields, models
from odoo.tools import SQL

from .crm_call_report_action import TIMELINESS
from .crm_call_report_objective import OUTCOMES

# averages of what is known only once a report is submitted, or where there is something to count
_KNOWN = {
    "on_time_rate:avg": "timeliness",
    "next_step_rate:avg": "timeliness",
    "objective_rate:avg": "objective_outcome",
}


class CrmCallReport(models.Model):
    """What is measured about reports: never how many there are.

    Fixed by the submission: on time, objectives reached, next step agreed.
    """

    _inherit = "crm.call.report"

    timeliness = fields.Selection(TIMELINESS, readonly=True, copy=False, index=True)
    on_time_rate = fields.Float(
        "On Time (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Reports submitted until they were due / reports submitted, in percent.",
    )
    objective_outcome = fields.Selection(
        OUTCOMES,
        "Outcome",
        readonly=True,
        copy=False,
        help="All objectives reached, some, or none.",
    )
    objective_count = fields.Integer("Objectives Set", readonly=True, copy=False)
    objective_reached_count = fields.Integer("Objectives Reached", readonly=True, copy=False)
    objective_rate = fields.Float(
        "Objectives Reached (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Of the objectives of a report; those reached partly count half.",
    )
    next_step_rate = fields.Float(
        "Next Step Agreed (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Submitted reports with a next step and its date, in percent.",
    )

    def _submit(self):
        result = super()._submit()
        # sudo: figures that the submission fixes
        for report in self.sudo():
            report.write(report._prepare_figures())
        return result

    def _prepare_figures(self):
        """Return what a submitted report adds to the figures; a rate of nothing is none."""
        self.ensure_one()
        in_time = self.submitted_on <= self.deadline
        has_step = bool(self.next_step and self.next_step_date)
        outcomes = self.objective_ids.mapped("outcome")
        values = {
            "timeliness": "on_time" if in_time else "late",
            "on_time_rate": 100.0 if in_time else 0.0,
            "next_step_rate": 100.0 if has_step else 0.0,
            "objective_count": len(outcomes),
            "objective_reached_count": outcomes.count("reached"),
        }
        if outcomes:
            points = outcomes.count("reached") + outcomes.count("partly") / 2
            rate = 100.0 * points / len(outcomes)
            outcome = "reached" if rate == 100 else "partly" if rate else "not"
            values |= {"objective_rate": rate, "objective_outcome": outcome}
        return values

    def _read_group_select(self, aggregate_spec, query):
        aggregate = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec in _KNOWN:
            known = SQL.identifier(query.table, _KNOWN[aggregate_spec])
            return SQL("%s FILTER (WHERE %s IS NOT NULL)", aggregate, known)
        return aggregate

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Name each month (day, customer ...) once, not once a cell of the pivot."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        named = {}

        def once(value):
            if value not in named:
                named[value] = formatter(value)
            label, domain = named[value]
            return label, list(domain)

        return once
