import ast
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ....exceptions import TerritoryFilterError
from ....planning.areas import AreaError, read_area
from ....planning.assignment import Rule, Territory
from ....tools.remembered import forget

_logger = logging.getLogger(__name__)
# Kept until the transaction ends: it has changed who belongs where.
_FORGOTTEN = "sales_funnel_territory.plan.forgotten"

CRITERIA = {  # what a rule's field looks at on the customer
    "country_ids": ("country_id",),
    "state_ids": ("state_id",),
    "industry_ids": ("industry_id",),
    "class_ids": ("customer_class_id",),
    "cities": ("city",),
    "zip_prefixes": ("zip",),
    "zip_from": ("zip",),
    "zip_to": ("zip",),
    "category_ids": ("category_id",),
    "lang_ids": ("lang",),
    "in_area": ("partner_latitude", "partner_longitude"),
}
ALWAYS = ("active", "company_id", "territory_id", "territory_locked")


@dataclass(frozen=True)
class Plan:
    """All that decides who belongs where, as it stands now.

    :param filters: {rule's id: its filter}; whom they find is asked when it matters
    :param watched: fields of a customer whose change may move him; none: there is no territory
    """

    territories: tuple[Territory, ...] = ()
    rules: tuple[Rule, ...] = ()
    filters: Mapping[int, str] = field(default_factory=dict)
    watched: frozenset[str] = frozenset()


class CrmTerritory(models.Model):
    """Territories, rules and areas as the planning wants them: gathered once, kept until one
    of them changes.
    """

    _inherit = "crm.territory"

    @api.model
    @ormcache()
    def _get_plan(self):
        # sudo: who belongs where is decided by all territories, whoever asks
        territories = self.sudo().with_context(active_test=True).search([], order="id")
        rules = territories.rule_ids
        return Plan(
            tuple(territories._prepare_territories()),
            tuple(rule._prepare_rule() for rule in rules),
            {rule.id: rule.filter_domain for rule in rules if rule._has_filter()},
            rules._get_watched_fields() if territories else frozenset(),
        )

    @api.model
    def _forget_plan(self):
        """Gather it anew: now, and once it is certain what stays.

        What another transaction remembers meanwhile is the past; what this one says may be rolled
        back.
        """
        forget(self.env, _FORGOTTEN)

    def _prepare_territories(self):
        heights = self._get_heights()
        used = self.rule_ids.filtered("in_area").territory_id
        for territory in self:
            yield Territory(
                territory.id,
                heights[territory.id],
                territory.sequence,
                territory.company_id.id or 0,
                territory._prepare_area() if territory in used else None,
            )

    def _prepare_area(self):
        if not self.boundary:
            return None
        try:
            return read_area(self.boundary)
        except AreaError as error:
            _logger.warning("boundary of territory %s cannot be used: %s", self.id, error)
            return None

    def _get_heights(self):
        """Return {id: 0 for a zone, else one more than the highest below it}."""
        heights = dict.fromkeys(self.ids, 0)
        for territory in self:
            above, height = territory.parent_id, 1
            while above and heights.get(above.id, height) < height:
                heights[above.id] = height
                above, height = above.parent_id, height + 1
        return heights

    # ------------------------------------------------------------------ filters

    @api.model
    def _find_filtered(self, plan, partner_ids):
        """Return the plan's rules, those with a filter knowing which customers it finds."""
        found = {
            rule_id: self._search_filter(rule_id, text, partner_ids)
            for rule_id, text in plan.filters.items()
        }
        return [
            replace(rule, customers=found[rule.id]) if rule.id in found else rule
            for rule in plan.rules
        ]

    @api.model
    def _search_filter(self, rule_id, text, partner_ids):
        Partner = self.env["res.partner"].sudo()  # sudo: the rule holds for all customers
        among = Domain("id", "in", partner_ids) & Domain("is_sales_customer", "=", True)
        try:
            with self.env.cr.savepoint(flush=False):
                return frozenset(Partner.search(self._parse_filter(text) & among).ids)
        except Exception as error:
            rule = self.env["crm.territory.rule"].sudo().browse(rule_id)
            raise TerritoryFilterError(rule._tell_wrong_filter(error)) from error

    @api.model
    def _parse_filter(self, text):
        return Domain(ast.literal_eval(text.strip()))
