from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

from ....tools.precommit import collected

FIELD_GROUPS = [
    ("company", "Company"),
    ("people", "People"),
    ("needs", "Needs and Products in Use"),
    ("competition", "Competition"),
    ("buying", "How They Buy"),
]
_CHANGED = "sales_funnel_territory.profile_templates"


class Line(NamedTuple):
    """A field that counts: of the customer himself, or of one of his people at least."""

    id: int
    group: str
    scope: str
    field: str
    weight: int


class Template(NamedTuple):
    """What a kind of customer's profile must hold; empty classes or industries mean any."""

    id: int
    class_ids: tuple[int, ...]
    industry_ids: tuple[int, ...]
    limits: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


class CrmProfileTemplate(models.Model):
    """Which fields count in the profile of which kind of customer, and for how long they hold."""

    _name = "crm.profile.template"
    _description = "Customer Profile Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="The first template that fits a customer is his; put special ones first."
    )
    active = fields.Boolean(default=True)
    class_ids = fields.Many2many(
        "crm.customer.class",
        relation="crm_profile_template_class_rel",
        string="Customer Classes",
        help="For customers of these classes. Empty: of any.",
    )
    industry_ids = fields.Many2many(
        "res.partner.industry",
        relation="crm_profile_template_industry_rel",
        string="Industries",
        help="For customers of these industries. Empty: of any.",
    )
    line_ids = fields.One2many(
        "crm.profile.template.line", "template_id", string="Fields", copy=True
    )
    company_limit = fields.Integer(
        "Company", default=365, help="Days that a confirmed part holds. 0: for ever."
    )
    people_limit = fields.Integer(
        "People", default=180, help="Days that a confirmed part holds. 0: for ever."
    )
    needs_limit = fields.Integer(
        "Needs and Products in Use",
        default=180,
        help="Days that a confirmed part holds. 0: for ever.",
    )
    competition_limit = fields.Integer(
        "Competition", default=180, help="Days that a confirmed part holds. 0: for ever."
    )
    buying_limit = fields.Integer(
        "How They Buy", default=365, help="Days that a confirmed part holds. 0: for ever."
    )
    customer_count = fields.Integer("Customers", compute="_compute_customer_count")

    _limits = models.Constraint(
        "CHECK (LEAST(company_limit, people_limit, needs_limit, competition_limit,"
        " buying_limit) >= 0)",
        "A part of a profile holds for a number of days: enter 1 or more, or 0 for ever.",
    )

    def _compute_customer_count(self):
        counts = dict(
            self.env["crm.customer.status"]._read_group(
                [("profile_template_id", "in", self.ids)], ["profile_template_id"], ["__count"]
            )
        )
        for template in self:
            template.customer_count = counts.get(template, 0)

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        self._note_change()
        return templates

    def write(self, vals):
        result = super().write(vals)
        self._note_change()
        return result

    def unlink(self):
        self._note_change()
        return super().unlink()

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for template, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%(name)s (copy)", name=template.name)
        return vals_list

    @api.model
    def _note_change(self):
        """All profiles are measured anew, once, as the transaction ends."""
        self.env.registry.clear_cache()
        collected(self.env.cr, _CHANGED, self.env["crm.profile.template"]._settle_change).add(1)

    @api.model
    def _settle_change(self):
        if self.env.cr.precommit.data.pop(_CHANGED, None):
            self.env["crm.customer.status"]._refresh_profiles()

    # ------------------------------------------------------------------ what counts, by customer

    @api.model
    @ormcache()
    def _get_templates(self):
        """Return the templates in use, in the order in which they are tried.

        Cached: every customer that is written asks, and the answer changes a few times a year.
        """
        # sudo: the answer is the same for every user: names of fields, ids, days
        return tuple(template._prepare_template() for template in self.sudo().search([]))

    def _prepare_template(self):
        known = self.env["res.partner"]._fields
        lines = tuple(
            Line(line.id, line.field_group, line.scope, line.field_name, line.weight)
            for line in self.line_ids
            if line.field_name in known  # one of an app that is gone holds nobody
        )
        groups = {line.group for line in lines}
        limits = tuple(
            (group, self[f"{group}_limit"])
            for group, _label in FIELD_GROUPS
            if group in groups and self[f"{group}_limit"]
        )
        return Template(
            self.id, tuple(self.class_ids.ids), tuple(self.industry_ids.ids), limits, lines
        )

    @api.model
    @ormcache()
    def _get_watched(self):
        """Return {field of a partner: parts of profiles in which it counts}."""
        watched = {}
        for template in self._get_templates():
            for line in template.lines:
                watched.setdefault(line.field, set()).add(line.group)
        return {name: frozenset(groups) for name, groups in watched.items()}
