from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd

from .crm_forecast_waterfall_asked import GROUPS

# Facts of a lead that its history holds, by their names there.
HELD = {
    "id": "lead_id",
    "active": "is_active",
    "won_status": "status",
    "prorated_revenue": "weighted_revenue",
    **{
        name: name
        for name in (
            "type", "stage_id", "funnel_position", "forecast_category", "expected_revenue",
            "recurring_revenue", "probability", "date_deadline", "date_closed", "forecast_date",
            "user_id", "team_id", "company_id", "territory_id", "partner_id", "customer_id",
            "source_id", "campaign_id",
        )
    },
}  # fmt: skip
STEP_OF = {**GROUPS, "date_deadline": "day", "forecast_date": "day"}
WON_STATUS = {"pending": "open"}


@dataclass(frozen=True)
class Split:
    """A filter, taken apart.

    :param steps: {step: condition on a row of the history}
    :param today: condition on the lead as it is today
    :param today_fields: paths of the fields that made it so, and of what the history knows whose
        it was (a customer), but not how that is (his country)
    """

    steps: dict[str, Domain]
    today: Domain
    today_fields: tuple[str, ...]


class CrmForecastWaterfall(models.Model):
    """A filter on leads, said of the rows of their history as far as these hold its facts."""

    _inherit = "crm.forecast.waterfall"

    @api.model
    def _split_domain(self, domain):
        """Take a filter on leads apart: each condition belongs to one step, or to today."""
        steps = dict.fromkeys(("rest", "owner", "category", "day"), Domain.TRUE)
        today, today_fields = Domain.TRUE, []
        for part in domain.children if isinstance(domain, DomainAnd) else [domain]:
            paths = [condition.field_expr for condition in part.iter_conditions()]
            names = {path.split(".")[0] for path in paths}
            if unknown := names.difference(HELD):
                today &= part
                today_fields += sorted(unknown)
                continue
            today_fields += filter(self._is_of_another, paths)
            own = {STEP_OF.get(name, "rest") for name in names}
            step = own.pop() if len(own) == 1 else "rest"
            steps[step] &= part.map_conditions(_on_history)
        return Split(steps, today, tuple(dict.fromkeys(today_fields)))

    @api.model
    def _is_of_another(self, path):
        """Tell whether a path leads to another record, of which no history is kept."""
        name, dot, _rest = path.partition(".")
        return bool(dot and self.env["crm.lead"]._fields[name].relational)

    @api.model
    def _todays_fields(self, asked):
        """Return the fields that count with their values of today, as no history holds them."""
        names = [*self._split_domain(asked.domain).today_fields, self._group_field(asked)]
        return list(dict.fromkeys(filter(None, names)))

    @api.model
    def _describe_fields(self, paths):
        """Return what the reader calls these fields of a lead, and of what it points to."""
        return [" \u203a ".join(self._describe_path(path)) for path in paths]

    @api.model
    def _describe_path(self, path):
        model = "crm.lead"
        for name in path.split("."):
            field = self.env[model]._fields.get(name) if model else None
            if field is None:
                return
            yield field._description_string(self.env)
            model = field.comodel_name


def _on_history(condition):
    """Return a condition on a lead as one on a row of its history."""
    name, dot, path = condition.field_expr.partition(".")
    value = condition.value
    if name == "won_status":
        value = _to_status(value)
    return Domain(f"{HELD[name]}{dot}{path}", condition.operator, value)


def _to_status(value):
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return WON_STATUS.get(value, value)
    return [WON_STATUS.get(one, one) for one in value]
