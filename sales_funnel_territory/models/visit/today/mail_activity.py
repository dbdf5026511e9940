from odoo import models

# what the app gives people to do
QUIET_MODELS = frozenset(
    {
        "crm.lead",
        "crm.visit",
        "crm.visit.plan",
        "crm.call.report",
        "crm.help.request",
        "res.partner",
    }
)


class MailActivity(models.Model):
    """Who wants no notice of what others give him to do finds it in his day."""

    _inherit = "mail.activity"

    def action_notify(self):
        ours = self.filtered(lambda one: one.res_model in QUIET_MODELS)
        quiet = self.env["res.users"]._find_quiet(ours.user_id.ids)
        muted = ours.filtered(lambda one: one.user_id.id in quiet)
        return super(MailActivity, self - muted).action_notify()
