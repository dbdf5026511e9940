from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.kept_fields import without_defaults

# What leads keep by themselves.
KEPT = frozenset(
    {
        "territory_id",
        "won_territory_id",
        "won_territory_name",
        "won_user_id",
        "won_user_name",
        "won_credit_on",
    }
)


class CrmLead(models.Model):
    """The territory of a lead follows its customer, or its address; nobody sets it by hand."""

    _inherit = "crm.lead"

    territory_id = fields.Many2one(
        "crm.territory",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The territory of the customer; without a customer, the one whose rules or area the "
        "lead's own address fits. Won and lost ones stay where they were.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_territory_kept(vals)
        return super(CrmLead, without_defaults(self, KEPT)).create(vals_list)

    def write(self, vals):
        self._check_territory_kept(vals)
        return super().write(vals)

    @api.model
    def _check_territory_kept(self, vals):
        if KEPT.isdisjoint(vals) or self.env.su:
            return
        name = next(name for name in vals if name in KEPT)
        raise AccessError(
            self.env._(
                "“%(field)s” of an opportunity keeps itself: move the customer to another "
                "territory, or correct who gets the credit of a won one with its button.",
                field=self._fields[name]._description_string(self.env),
            )
        )
