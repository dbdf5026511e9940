from types import SimpleNamespace

from odoo import api, models

from .....planning.named import find_named


class CrmCallReportChangeKindCompetitor(models.AbstractModel):
    """A competitor seen at the customer, who was not known to be there.

    Those that were noted are suggested. A competitor of other customers whom the message names is
    offered: the text may as well say that he is gone.
    """

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
        names = {_plain(row.name) for row in known}
        contacts = known.competitor_id
        seen = [
            rival
            for rival in report.rival_ids
            if _plain(rival.name) not in names
            and not (rival.competitor_id and rival.competitor_id in contacts)
        ]
        names |= {_plain(rival.name) for rival in report.rival_ids}
        named = [one for one in self._find_named(report) if _plain(one.name) not in names]
        return [self._prepare_rival(report.customer_id, rival) for rival in seen] + [
            self._prepare_rival(report.customer_id, rival, is_suggested=False) for rival in named
        ]

    @api.model
    def _find_named(self, report):
        """Return competitors of other customers whom the message names."""
        said = report.message_competitors
        if not said:
            return []
        groups = self.env["crm.customer.competitor"]._read_group(
            [("name", "!=", False)], ["name"], ["competitor_id:recordset"]
        )
        contacts = dict(groups)
        return [
            SimpleNamespace(name=name, competitor_id=contacts[name][:1], notes="")
            for name in find_named(said, contacts)
            if name in contacts
        ]

    @api.model
    def _prepare_rival(self, customer, rival, **values):
        after = {
            "partner_id": customer.id,
            "competitor_id": rival.competitor_id.id,
            "name": rival.name,
            "notes": rival.notes or False,
        }
        told = " \u2013 ".join(filter(None, (rival.name, rival.notes)))
        return self._prepare_change(
            customer, self._get_label(), {}, after, after_text=told, **values
        )


def _plain(name):
    return (name or "").strip().lower()
