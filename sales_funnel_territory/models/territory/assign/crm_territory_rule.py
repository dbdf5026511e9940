import re

from odoo import api, fields, models

from ....planning.assignment import LAST, Rule, city_key, postcode_key
from .crm_territory_plan import ALWAYS, CRITERIA

COMMAS = re.compile(r"[,;，、；\n]")
AMONG = {
    "country": "country_ids",
    "state": "state_ids",
    "industry": "industry_ids",
    "class": "class_ids",
}


class CrmTerritoryRule(models.Model):
    """What a rule says, in a sentence and for the planning."""

    _inherit = "crm.territory.rule"

    sentence = fields.Char("Rule", compute="_compute_sentence")
    number = fields.Integer("No.", compute="_compute_number", help="The rule's place.")

    # ------------------------------------------------------------------ computes

    @api.depends(*CRITERIA, "filter_domain", "is_exclude")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            told = ", ".join(rule._tell_criteria()) or self.env._("nobody yet: no criterion")
            rule.sentence = (
                self.env._("not %(criteria)s", criteria=told) if rule.is_exclude else told
            )

    @api.depends("territory_id.rule_ids.sequence", "sequence")
    def _compute_number(self):
        for rule in self:
            rules = rule.territory_id.rule_ids
            rule.number = 1 + rules.ids.index(rule.id) if rule.id in rules.ids else 0

    def _tell_criteria(self):
        """Return the criteria in words, as a person would say them."""
        yield from filter(None, [self._join(self.country_ids), self._join(self.state_ids)])
        if self.cities:
            yield ", ".join(self._get_words("cities"))
        if postcodes := self._tell_postcodes():
            yield self.env._("postcode %(postcodes)s", postcodes=postcodes)
        if self.in_area:
            yield self.env._("in the drawn area")
        for label, records in (
            (self.env._("industry %(names)s"), self.industry_ids),
            (self.env._("tag %(names)s"), self.category_ids),
            (self.env._("class %(names)s"), self.class_ids),
            (self.env._("language %(names)s"), self.lang_ids),
        ):
            if records:
                yield label % {"names": self._join(records)}
        if self._has_filter():
            yield self.env._("a filter of its own")

    def _tell_postcodes(self):
        told = [self.env._("%(start)s…", start=one) for one in self._get_words("zip_prefixes")]
        if self.zip_from and self.zip_to:
            told.append(f"{self.zip_from}-{self.zip_to}")
        elif self.zip_from:
            told.append(self.env._("from %(first)s", first=self.zip_from))
        elif self.zip_to:
            told.append(self.env._("up to %(last)s", last=self.zip_to))
        return ", ".join(told)

    def _join(self, records):
        names = [name for name in records.mapped("display_name") if name]
        if len(names) < 2:
            return "".join(names)
        return self.env._("%(names)s or %(last)s", names=", ".join(names[:-1]), last=names[-1])

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.territory_id._note_rules_changed()
        return rules

    def write(self, vals):
        before = self.territory_id
        result = super().write(vals)
        (before | self.territory_id)._note_rules_changed()
        return result

    def unlink(self):
        territories = self.territory_id
        result = super().unlink()
        territories._note_rules_changed()
        return result

    # ------------------------------------------------------------------ for the planning

    def _get_words(self, name):
        """Return the words of a field that holds several, separated by commas."""
        return [word.strip() for word in COMMAS.split(self[name] or "") if word.strip()]

    def _get_postcodes(self):
        """Return beginnings and the range as (first, last)."""
        keys = [postcode_key(word) for word in self._get_words("zip_prefixes")]
        ranges = [(key, key) for key in keys if key]
        if self.zip_from or self.zip_to:
            ranges.append((postcode_key(self.zip_from or ""), postcode_key(self.zip_to or LAST)))
        return tuple(ranges)

    def _has_filter(self):
        return bool(self.filter_domain) and self.filter_domain.strip() != "[]"

    def _prepare_rule(self):
        return Rule(
            self.id,
            self.territory_id.id,
            self.sequence,
            self.is_exclude,
            {name: frozenset(self[field].ids) for name, field in AMONG.items() if self[field]},
            frozenset(city_key(word) for word in self._get_words("cities")),
            frozenset(self.lang_ids.mapped("code")),
            self._get_postcodes(),
            frozenset(self.category_ids.ids),
            self.in_area,
        )

    def _get_watched_fields(self):
        """Return the fields of a customer that any of these rules looks at."""
        watched = set(ALWAYS)
        for rule in self:
            for name, looked_at in CRITERIA.items():
                if rule[name]:
                    watched.update(looked_at)
            if rule._has_filter():
                watched.update(rule._get_filter_fields())
        return frozenset(watched)

    def _get_filter_fields(self):
        """Return the first fields of the paths in the filter."""
        try:
            domain = self.territory_id._parse_filter(self.filter_domain)
            return {one.field_expr.split(".")[0] for one in domain.iter_conditions()}
        except (SyntaxError, TypeError, ValueError):  # a wrong filter is told where it is used
            return set()

    def _tell_facts(self, partner):
        """Return what of a customer fits the rule, in words: his postcode, his industry, ..."""
        if self._get_postcodes() and partner.zip:
            yield self.env._("Postcode %(postcode)s", postcode=partner.zip)
        elif self.cities or self.state_ids or self.country_ids:
            yield (
                (self.cities and partner.city)
                or (self.state_ids and partner.state_id.name)
                or partner.country_id.name
                or ""
            )
        if self.in_area:
            yield self.env._("In the drawn area")
        if self.industry_ids:
            yield self.env._("Industry %(name)s", name=partner.industry_id.name)
        if self.category_ids:
            yield self.env._(
                "Tag %(name)s", name=self._join(partner.category_id & self.category_ids)
            )
        if self.class_ids:
            yield self.env._("Class %(name)s", name=partner.customer_class_id.display_name)
        if self.lang_ids:
            yield self.env._("Language %(name)s", name=partner.lang)
        if self._has_filter():
            yield self.env._("Found by the filter")
