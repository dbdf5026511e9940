from odoo import api, models


class CrmCallReportChangeKindCompetitor(models.AbstractModel):
    """A competitor seen at the customer, who was not known to be there."""

    _name = "crm.call.report.change.kind.competitor"
    _inherit = "crm.call.report.change.made"
    _description = "Change by a Call Report: Competitor"
    _kind_sequence = 50
    _kind_icon = "fa-crosshairs"
    _made_model = "crm.customer.competitor"
    _made_text = "name"

    @api.model
    def _get_label(self):
        return self.env._("Competitors Present")

    @api.model
    def _find_labels(self, changes):
        return dict.fromkeys(changes, self._get_label())

    @api.model
    def _offer(self, report):
        known = report.customer_id.competitor_ids
        names = {(row.name or "").strip().lower() for row in known}
        contacts = known.competitor_id
        return [
            self._prepare_rival(report.customer_id, rival)
            for rival in report.rival_ids
            if rival.name.strip().lower() not in names
            and not (rival.competitor_id and rival.competitor_id in contacts)
        ]

    @api.model
    def _prepare_rival(self, customer, rival):
        after = {
            "partner_id": customer.id,
            "competitor_id": rival.competitor_id.id,
            "name": rival.name,
            "notes": rival.notes or False,
        }
        told = " \u2013 ".join(filter(None, (rival.name, rival.notes)))
        return self._prepare_change(customer, self._get_label(), {}, after, after_text=told)
