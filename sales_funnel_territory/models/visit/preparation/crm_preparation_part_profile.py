from odoo import api, models
from odoo.tools import format_date

from ....planning.preparation import Suggestion
from .crm_preparation_part import Content

_KNOWN = ("main_needs", "product_environment", "decision_model", "payment_habits")
_MOST_LABELS = 4


class CrmPreparationPartProfile(models.AbstractModel):
    """What we know of the customer in his own words, and what we should find out."""

    _name = "crm.preparation.part.profile"
    _inherit = "crm.preparation.part"
    _description = "Preparation: Customer Profile"

    _part_model = "crm.customer.status"
    _part_icon = "fa-id-card-o"
    _part_sequence = 50

    @api.model
    def _get_label(self):
        return self.env._("Customer Profile")

    @api.model
    def _get_empty(self):
        return self.env._("Nothing is missing.")

    @api.model
    def _read(self, scope):
        return scope.customer.customer_status_id

    @api.model
    def _tell(self, scope, found):
        missing = self._list_missing(found)
        return Content(
            items=[
                *(self._describe_gap(*gap, scope.customer) for gap in missing.items()),
                *self._describe_age(found, scope),
                *self._describe_known(scope.customer),
            ],
            suggestions=[self._suggest(labels) for labels in missing.values()],
        )

    @api.model
    def _list_missing(self, status):
        """Return {part of the profile: what is not filled in it}, in words."""
        templates = {one.id: one for one in self.env["crm.profile.template"]._get_templates()}
        template = templates.get(status.profile_template_id.id)
        groups = dict(
            self.env["crm.customer.profile.confirmation"]
            ._fields["field_group"]
            ._description_selection(self.env)
        )
        missing = {}
        for line in template.lines if template else ():
            if line.id in (status.profile_missing_ids or ()):
                label = status._describe_missing(line)["label"]
                missing.setdefault(groups[line.group], []).append(label)
        return missing

    @api.model
    def _describe_gap(self, group, labels, customer):
        line = self._make_line(", ".join(labels), "attention", self.env._("Missing"))
        return self._make_item(group, customer, lines=[line])

    @api.model
    def _describe_age(self, status, scope):
        due_on = status.profile_due_on
        if not due_on or due_on > scope.today:
            return []
        text = self.env._(
            "Too old since %(day)s: ask, and confirm", day=format_date(self.env, due_on)
        )
        title = self.env._("What we know")
        return [self._make_item(title, scope.customer, lines=[self._make_line(text, "attention")])]

    @api.model
    def _describe_known(self, customer):
        names = [name for name in _KNOWN if customer[name]]
        return [
            self._make_item(
                customer._fields[name]._description_string(self.env),
                lines=[self._make_line(customer[name])],
            )
            for name in names
        ]

    @api.model
    def _suggest(self, labels):
        text = self.env._("Find out: %(what)s", what=", ".join(labels[:_MOST_LABELS]))
        return Suggestion("profile", text, self.env._("Customer Profile"))
