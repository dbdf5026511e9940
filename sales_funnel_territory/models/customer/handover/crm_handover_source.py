from odoo import api, models

from ....tools.registered import registered_by

PREFIX = "crm.handover.source."


class CrmHandoverSource(models.AbstractModel):
    """A kind of records that a hand-over takes along.

    A source is an abstract model ``crm.handover.source.<kind>`` that inherits this one and says
    which records there are, whose customer each belongs to, and which fields are kept. Visits
    and targets join by a model of their own; nothing else has to change.
    """

    _name = "crm.handover.source"
    _description = "Source of a Hand-over"

    _handover_model = None
    _handover_sequence = 10
    # Put back when undone, if they are still as they were left; the first one is the person.
    _handover_kept = ("user_id",)

    @api.model
    def _get_sources(self):
        """Return all sources in the order in which they are handed over."""
        return list(registered_by(self.env, PREFIX, "_handover_sequence").values())

    @api.model
    def _get_kinds(self):
        return [(source._get_kind(), source._get_label()) for source in self._get_sources()]

    @api.model
    def _get_kind(self):
        return self._name.removeprefix(PREFIX)

    @api.model
    def _get_label(self):
        """Return what the records are called, in the plural."""
        raise NotImplementedError

    # ------------------------------------------------------------------ preview

    @api.model
    def _find(self, handover):
        """Return the records of the one who hands over, as far as the user may see them."""
        raise NotImplementedError

    @api.model
    def _get_customers(self, records):
        """Return {record id: customer}; no customer for what has none."""
        raise NotImplementedError

    @api.model
    def _get_teams(self, records):
        """Return {record id: sales team} where there is one."""
        return {}

    @api.model
    def _prepare_items(self, handover):
        records = self._find(handover)
        customers, teams = self._get_customers(records), self._get_teams(records)
        states = self._read_states(records)
        return [
            {
                "kind": self._get_kind(),
                "res_model": self._handover_model,
                "res_id": record.id,
                "name": record.display_name,
                "customer": customers.get(record.id, self.env["res.partner"]),
                "team": teams.get(record.id, self.env["crm.team"]),
                "before": states[record.id],
            }
            for record in records
        ]

    @api.model
    def _read_states(self, records):
        """Return {record id: {field: value}} of what is kept, as JSON can hold it."""
        return {
            record.id: {
                name: record._fields[name].convert_to_write(record[name], record)
                for name in self._handover_kept
            }
            for record in records
        }

    # ------------------------------------------------------------------ moving, putting back

    @api.model
    def _move(self, records, user):
        """Give the records to somebody, in one write."""
        records.write({self._handover_kept[0]: user.id})

    @api.model
    def _log(self, records, sentence):
        """Say in the log of each record that it was handed over; by default nowhere."""

    @api.model
    def _is_as_left(self, state, after):
        """Tell whether a record is still as the hand-over left it."""
        return all(state.get(name) == after.get(name) for name in self._handover_kept)

    @api.model
    def _put_back(self, records, before):
        """Give records their values of before back; all have had the same."""
        records.write({name: before.get(name) for name in self._handover_kept})
