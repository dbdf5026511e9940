from odoo import api, models
from odoo.exceptions import UserError


class CrmVisitReplan(models.Model):
    """A proposal is taken, as a whole or line by line, or the plan is left as it is."""

    _inherit = "crm.visit.replan"

    def action_apply(self):
        """Take over the accepted lines; frozen visits are never among them."""
        for one in self:
            one._check_open()
            one.line_ids.filtered("is_accepted")._apply()
            if one.kind == "day_off" and one.enters_leave:
                one.user_id._enter_day_off(one.day)
            one.sudo().state = "applied"  # sudo: as in _propose
            one.plan_id._recount()
            one._tell_taken_over()
        refusals = self.line_ids.filtered("refusal").mapped("refusal")
        return self._tell_refusals(refusals) if refusals else True

    @api.model
    def _tell_refusals(self, sentences):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_leave(self):
        """Leave the plan as it is."""
        for one in self:
            one._check_open()
            one.sudo().state = "left"  # sudo: as in _propose
            if one.kind == "taken_over":
                one.plan_id._recount()  # the visits are the backup's even so
                one._tell_taken_over()
        return True

    def _check_open(self):
        self.ensure_one()
        self.plan_id.check_access("write")
        if self.state != "proposed":
            raise UserError(
                self.env._(
                    "%(change)s was decided on already. Ask for a new proposal.",
                    change=self.display_name,
                )
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
