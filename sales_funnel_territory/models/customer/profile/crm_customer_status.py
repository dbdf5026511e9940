from odoo import api, fields, models
from odoo.fields import Domain

from .crm_customer_profile_confirmation import search_age


class CrmCustomerStatus(models.Model):
    """How complete and how fresh a customer's profile is; never on the customer's own row."""

    _inherit = "crm.customer.status"

    profile_template_id = fields.Many2one(
        "crm.profile.template",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The first template that fits the customer's class and industry.",
    )
    profile_completeness = fields.Integer(
        "Profile (%)",
        readonly=True,
        index=True,
        aggregator="avg",
        help="Filled fields / fields that count for this kind of customer, with their weights.",
    )
    profile_missing_ids = fields.Json("Missing Fields", readonly=True)
    profile_confirmed_on = fields.Date(
        readonly=True,
        help="When the part that was confirmed longest ago was confirmed; empty when one never "
        "was.",
    )
    profile_due_on = fields.Date(
        readonly=True, index=True, help="When the first part is older than its limit."
    )
    profile_confirmation_ids = fields.One2many(
        "crm.customer.profile.confirmation", "status_id", readonly=True
    )
    profile_age_days = fields.Integer(
        "Confirmed (Days Ago)",
        compute="_compute_profile_age_days",
        search="_search_profile_age_days",
        help="Days since the part was confirmed that was confirmed longest ago.",
    )
    is_profile_due = fields.Boolean(
        "Profile Due",
        compute="_compute_is_profile_due",
        search="_search_is_profile_due",
        help="Something is missing, or older than its limit.",
    )

    # ------------------------------------------------------------------ computes

    @api.depends("profile_confirmed_on")
    def _compute_profile_age_days(self):
        today = fields.Date.context_today(self)
        for status in self:
            day = status.profile_confirmed_on
            status.profile_age_days = (today - day).days if day else 0

    def _search_profile_age_days(self, operator, value):
        today = fields.Date.context_today(self)
        return search_age("profile_confirmed_on", operator, value, today)

    @api.depends("profile_template_id", "profile_completeness", "profile_due_on")
    def _compute_is_profile_due(self):
        today = fields.Date.context_today(self)
        for status in self:
            due_on = status.profile_due_on
            is_due = status.profile_completeness < 100 or (due_on and due_on <= today)
            status.is_profile_due = bool(status.profile_template_id and is_due)

    def _search_is_profile_due(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("profile_template_id", "!=", False) & (
            Domain("profile_completeness", "<", 100)
            | Domain("profile_due_on", "<=", fields.Date.context_today(self))
        )

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        statuses = super().create(vals_list)
        statuses.partner_id._note_profile()
        return statuses

    def write(self, vals):
        result = super().write(vals)
        if "class_id" in vals or vals.get("active"):
            self.partner_id._note_profile()
        return result

    # ------------------------------------------------------------------ what a form shows

    def _get_profile_sheet(self):
        """Return each part of the profile of these statuses, as the form shows it."""
        templates = {one.id: one for one in self.env["crm.profile.template"]._get_templates()}
        return {status: status._get_profile_parts(templates) for status in self}

    def _get_profile_parts(self, templates):
        template = templates.get(self.profile_template_id.id)
        if template is None:
            return []
        labels = dict(
            self.env["crm.customer.profile.confirmation"]
            ._fields["field_group"]
            ._description_selection(self.env)
        )
        confirmed = self.profile_confirmation_ids.grouped("field_group")
        limits = dict(template.limits)
        groups = {line.group for line in template.lines}
        return [
            self._get_profile_part(key, label, template.lines, confirmed.get(key), limits.get(key))
            for key, label in labels.items()
            if key in groups
        ]

    def _get_profile_part(self, key, label, lines, confirmed, limit):
        own = [line for line in lines if line.group == key]
        missing = [line for line in own if line.id in (self.profile_missing_ids or ())]
        age = confirmed.age_days if confirmed else None
        return {
            "key": key,
            "label": label,
            "total": len(own),
            "missing": [self._describe_missing(line) for line in missing],
            "age": age,
            # sudo: the name of a colleague, as many2one fields show it
            "by": confirmed.sudo().confirmed_by_id.name or "" if confirmed else "",
            "is_stale": bool(limit) and (age is None or age >= limit),
        }

    def _describe_missing(self, line):
        label = self.env["res.partner"]._fields[line.field]._description_string(self.env)
        if line.scope == "people":
            is_name = line.field == "name"
            label = (
                self.env._("A person")
                if is_name
                else self.env._("%(field)s of a person", field=label)
            )
        return {"field": line.field, "scope": line.scope, "label": label}
