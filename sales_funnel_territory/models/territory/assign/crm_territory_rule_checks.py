from odoo import api, models
from odoo.exceptions import ValidationError

from ....planning.assignment import is_range
from .crm_territory_plan import CRITERIA


class CrmTerritoryRule(models.Model):
    """What a rule may not say, in a sentence each."""

    _inherit = "crm.territory.rule"

    @api.constrains(*CRITERIA, "filter_domain", "is_exclude", "territory_id")
    def _check_criteria(self):
        for rule in self:
            if not rule._has_filter() and not any(rule[name] for name in CRITERIA):
                raise ValidationError(
                    self.env._(
                        "A rule of %(territory)s has no criterion: choose at least one, such as "
                        "a country, postcodes, or the drawn area.",
                        territory=rule.territory_id.name,
                    )
                )

    @api.constrains("zip_prefixes", "zip_from", "zip_to")
    def _check_postcodes(self):
        for rule in self:
            if not all(is_range(*one) for one in rule._get_postcodes()):
                raise ValidationError(
                    self.env._(
                        "%(territory)s: no postcode lies between %(first)s and %(last)s. Enter "
                        "the lower one first.",
                        territory=rule.territory_id.name,
                        first=rule.zip_from,
                        last=rule.zip_to,
                    )
                )

    @api.constrains("filter_domain")
    def _check_filter_domain(self):
        for rule in self.filtered(lambda rule: rule._has_filter()):
            try:
                domain = rule.territory_id._parse_filter(rule.filter_domain)
                # it is asked with all rights later, constraints are as well: who writes it may not
                # ask for more than he may read himself
                self.env["res.partner"].sudo(False).search_count(domain, limit=1)
            except Exception as error:
                raise ValidationError(rule._tell_wrong_filter(error)) from error

    def _tell_wrong_filter(self, error):
        return self.env._(
            "The filter of a rule of %(territory)s cannot be used: %(filter)s. Choose it again. "
            "(%(error)s)",
            territory=self.territory_id.name,
            filter=self.filter_domain,
            error=str(error).strip().split("\n", 1)[0],
        )
