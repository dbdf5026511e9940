from odoo import api, fields, models

from ..customer.res_partner_customer import SALES


class ResPartner(models.Model):
    """The territory a customer belongs to; his people follow him."""

    _inherit = "res.partner"

    territory_id = fields.Many2one(
        "crm.territory",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SALES,
    )
    territory_locked = fields.Boolean(
        copy=False,
        groups=SALES,
        help="Stays in this territory, whatever rules and areas say.",
    )
    membership_ids = fields.One2many(
        "crm.territory.membership", "partner_id", string="Territories So Far", groups=SALES
    )

    @api.model
    def _after_territory_moves(self, moves):
        """Extend this to follow customers into another territory, in the same transaction.

        :param moves: {customer's id: (id of the territory before, after)}; False is none
        """
