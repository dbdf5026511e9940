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
        customer, noted = report.customer_id, report.rival_ids
        names, contacts = _said_of(customer.competitor_ids)
        seen = [rival for rival in noted if not _is_among(rival, names, contacts)]
        others, their_contacts = _said_of(noted)
        names |= others | {_plain(customer.name)}
        named = self._find_named(report, names, contacts | their_contacts | customer)
        return [self._prepare_rival(customer, rival) for rival in seen] + [
            self._prepare_rival(customer, rival, is_suggested=False) for rival in named
        ]

    @api.model
    def _find_named(self, report, names, contacts):
        """Return competitors of other customers whom the message names, each once.

        Leave out who is among these names and contacts.
        """
        if not report.message_competitors:
            return []
        spelled, found = self._read_known(), []
        for name in find_named(report.message_competitors, spelled):
            rival = spelled[name]
            if not _is_among(rival, names, contacts):
                found.append(rival)
                contacts |= rival.competitor_id
        return found

    @api.model
    def _read_known(self):
        """Return {plain name: competitor}, spelled as most write it, with all his contacts."""
        groups = self.env["crm.customer.competitor"]._read_group(
            [("name", "!=", False)],
            ["name"],
            ["competitor_id:recordset"],
            order="__count DESC, name",
        )
        spelled = {}
        for name, contacts in groups:
            rival = SimpleNamespace(name=name.strip(), competitor_id=contacts, notes="")
            spelled.setdefault(_plain(name), rival).competitor_id |= contacts
        return spelled

    @api.model
    def _prepare_rival(self, customer, rival, **values):
        after = {
            "partner_id": customer.id,
            "competitor_id": rival.competitor_id[:1].id,
            "name": rival.name,
            "notes": rival.notes or False,
        }
        told = " \u2013 ".join(filter(None, (rival.name, rival.notes)))
        return self._prepare_change(
            customer, self._get_label(), {}, after, after_text=told, **values
        )


def _plain(name):
    return (name or "").strip().casefold()


def _said_of(rivals):
    """Return the plain names and the contacts of competitors."""
    return {_plain(rival.name) for rival in rivals}, rivals.competitor_id


def _is_among(rival, names, contacts):
    return _plain(rival.name) in names or bool(rival.competitor_id & contacts)
