from odoo import api, fields, models


class CrmCallReportChangeKindUrgency(models.AbstractModel):
    """Signals of a need that were noticed: they make a customer more urgent."""

    _name = "crm.call.report.change.kind.urgency"
    _inherit = "crm.call.report.change.kind"
    _description = "Change by a Call Report: Urgency"
    _kind_sequence = 60
    _kind_icon = "fa-bolt"

    @api.model
    def _get_label(self):
        return self.env._("Urgency")

    @api.model
    def _get_change_label(self):
        return self.env._("Signals of a Need")

    @api.model
    def _find_labels(self, changes):
        return dict.fromkeys(changes, self._get_change_label())

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        if side == "before":
            return told
        return told | self._find_names(changes, "crm.need.signal", "signal_id")

    @api.model
    def _offer(self, report):
        customer = report.customer_id
        label = self._get_change_label()
        return [
            self._prepare_change(
                customer, label, {}, {"signal_id": signal.id}, after_text=signal.name
            )
            for signal in report.need_signal_ids - customer.need_signal_ids
        ]

    @api.model
    def _apply(self, changes):
        self._write(changes, fields.Command.link)

    @api.model
    def _undo(self, changes):
        self._write(changes, fields.Command.unlink)

    @api.model
    def _write(self, changes, command):
        for customer_id, some in changes.grouped("res_id").items():
            commands = [command(change.after["signal_id"]) for change in some]
            self.env["res.partner"].browse(customer_id).write({"need_signal_ids": commands})

    @api.model
    def _current(self, changes):
        there = self.env["res.partner"].search([("id", "in", changes.mapped("res_id"))])
        signals = {partner.id: partner.need_signal_ids.ids for partner in there}
        found = dict.fromkeys(changes)
        for change in changes.filtered(lambda one: one.res_id in signals):
            signal_id = change.after["signal_id"]
            is_noted = signal_id in signals[change.res_id]
            found[change] = {"signal_id": signal_id if is_noted else False}
        return found

    @api.model
    def _get_words(self, change, values):
        # sudo: the name of a signal
        return self.env["crm.need.signal"].sudo().browse(values["signal_id"] or []).name or ""
