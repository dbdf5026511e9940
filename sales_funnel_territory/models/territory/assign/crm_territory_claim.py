from odoo import fields, models


class CrmTerritoryClaim(models.Model):
    """A zone that claims a customer whom another zone claims, too.

    Rows are written by SQL as customers are assigned; nobody changes them by hand.
    """

    _name = "crm.territory.claim"
    _description = "Territory Claim"
    _log_access = False
    _order = "partner_id, id"
    _rec_name = "territory_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    territory_id = fields.Many2one(
        "crm.territory",
        string="Claimed By",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    rule_id = fields.Many2one(
        "crm.territory.rule", required=True, index=True, ondelete="cascade", readonly=True
    )
    winner_id = fields.Many2one(related="partner_id.territory_id", string="Belongs To")
