from odoo import fields, models


class MailActivity(models.Model):
    """The to-do that asks for the update of a customer's profile: one open for each customer."""

    _inherit = "mail.activity"

    profile_status_id = fields.Many2one(
        "crm.customer.status",
        string="Profile to Update",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )

    _one_for_each_profile = models.UniqueIndex(
        "(profile_status_id) WHERE active AND profile_status_id IS NOT NULL"
    )
