from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....tools.kept_fields import without_defaults
from .crm_call_report_action_activity import _FOLLOWS

_ITEM = "report_action_id"
_TELLING = frozenset({"active", "date_deadline", "user_id"})


class MailActivity(models.Model):
    """The activity of an action item: done, moved, given away or deleted, the item follows."""

    _inherit = "mail.activity"

    report_action_id = fields.Many2one(
        "crm.call.report.action",
        "Action Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        # an item has the activity that it was given, and no other one
        for vals in vals_list:
            vals.pop(_ITEM, None)
        return super(MailActivity, without_defaults(self, {_ITEM})).create(vals_list)

    def write(self, vals):
        if _ITEM in vals and not self.env.su:
            raise AccessError(
                self.env._("An action item has the activity that it was given: change the item.")
            )
        result = super().write(vals)
        if not self.env.context.get(_FOLLOWS) and not _TELLING.isdisjoint(vals):
            # sudo: the item is the activity's; who may change the one changes the other
            items = self.sudo().report_action_id.filtered(lambda one: one.activity_id in self)
            if items:
                items._follow_activities(vals)
        return result

    def unlink(self):
        if self.env.context.get(_FOLLOWS):
            return super().unlink()
        # sudo: as above
        own = self.sudo().filtered("report_action_id")
        lost = own.filtered(lambda one: one.report_action_id.activity_id == one)
        gone = lost.filtered(lambda one: not one.env[one.res_model].browse(one.res_id).exists())
        items = {True: gone.report_action_id, False: (lost - gone).report_action_id}
        result = super().unlink()
        for is_subject_gone, left in items.items():
            if left:
                left._lose_activities(is_subject_gone)
        return result
