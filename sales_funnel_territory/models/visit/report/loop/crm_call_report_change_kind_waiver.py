from odoo import api, models
from odoo.exceptions import UserError


class CrmCallReportChangeKindWaiver(models.AbstractModel):
    """Waivers of exit criteria asked for, with the report's reason; taken back, withdrawn."""

    _name = "crm.call.report.change.kind.waiver"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: Waiver"
    _kind_sequence = 36
    _kind_icon = "fa-hand-paper-o"
    _made_model = "crm.stage.waiver"
    _made_text = "reason"

    @api.model
    def _get_label(self):
        return self.env._("Waivers")

    @api.model
    def _find_labels(self, changes):
        return self._name_by(changes, "crm.stage.gate", "gate_id")

    @api.model
    def _tell_asked(self, after):
        return self.env._("Waiver asked: %(why)s", why=after["reason"])

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        asked = changes.filtered(lambda change: side == "after" and change.after)
        return told | {change: self._tell_asked(change.after) for change in asked}

    @api.model
    def _offer(self, report):
        offers = []
        for deal in report._get_deals():
            # sudo: criteria and requests hold for everybody who may read the lead
            lead = deal.lead_id.sudo()
            asked = lead.waiver_ids.filtered(lambda one: one.state in ("requested", "granted"))
            wanted = deal.sudo().waiver_gate_ids & deal.sudo().demanded_gate_ids
            for gate in wanted - asked.gate_id:
                after = {
                    "lead_id": lead.id,
                    "gate_id": gate.id,
                    "reason": deal.waiver_reason,
                }
                offers.append(
                    self._prepare_change(
                        deal.lead_id,
                        gate.name,
                        {},
                        after,
                        after_text=self._tell_asked(after),
                    )
                )
        return offers

    @api.model
    def _get_compared(self, change):
        return ("state", "reason")

    @api.model
    def _undo(self, changes):
        waivers = self.env["crm.stage.waiver"].browse(changes.mapped("made_id"))
        for waiver in waivers:
            if not waiver.can_withdraw:
                raise UserError(
                    self.env._(
                        "The waiver “%(waiver)s” is withdrawn by %(person)s, who asked for it.",
                        waiver=waiver.display_name,
                        person=waiver.requested_by_id.name,
                    )
                )
        waivers.action_withdraw()

    @api.model
    def _get_words(self, change, values):
        states = dict(
            self.env["crm.stage.waiver"]._fields["state"]._description_selection(self.env)
        )
        return f"{states[values['state']]}: {values['reason']}"
