from odoo import api, models

from .....tools.registered import registered_by

PREFIX = "crm.call.report.change.kind."


class CrmCallReportChangeKind(models.AbstractModel):
    """What a call report may change.

    A kind is one abstract model named ``crm.call.report.change.kind.<kind>`` that inherits this
    one; the registry of the database is the registry of kinds. A module adds one in one file.
    Everything is read and written with the rights of the user who does it.
    """

    _name = "crm.call.report.change.kind"
    _description = "Kind of Change by a Call Report"

    _kind_sequence = 100  # of the offer, and of writing
    _kind_icon = "fa-pencil"
    _kind_is_of_fields = False  # of a record that exists; these are written together

    @api.model
    def _get_kinds(self):
        """Return {name of the kind: its model}, in the order in which they are offered."""
        return registered_by(self.env, PREFIX, "_kind_sequence")

    @api.model
    def _get_label(self):
        """Return what the kind is called where a change is offered."""
        raise NotImplementedError

    @api.model
    def _offer(self, report):
        """Return values of the changes that follow from what a report says."""
        raise NotImplementedError

    @api.model
    def _apply(self, changes):
        """Write changes, in bulk; each has ``after``, what it shall be."""
        raise NotImplementedError

    @api.model
    def _current(self, changes):
        """Return {change: what it is now, in the terms of its ``after``}; None: it is gone."""
        raise NotImplementedError

    @api.model
    def _undo(self, changes):
        """Put changes back that nobody has touched since."""
        raise NotImplementedError

    @api.model
    def _get_words(self, change, values):
        """Return in words what ``_current`` says."""
        raise NotImplementedError

    @api.model
    def _find_labels(self, changes):
        """Return {change: what of its record it changes}, in the language of who reads."""
        return {change: change.field_label for change in changes}

    @api.model
    def _find_words(self, changes, side):
        """Return {change: a kept value in words}, in the language of who reads.

        What is gone, or was erased, is told as it was when it was offered.

        :param side: ``before`` or ``after``
        """
        return {change: change[f"{side}_text"] or "" for change in changes}

    @api.model
    def _read_written(self, change):
        """Return what to keep of a change that was just written, as it stands now."""
        return {}

    @api.model
    def _find_forbidden(self, changes, current):
        """Return the changes that the user may not make: he may not write their record.

        :param current: {change: what it is now}
        """
        forbidden = changes.filtered(lambda change: current[change] is None)
        for model, some in (changes - forbidden).grouped("model").items():
            records = self.env[model].browse(some.mapped("res_id"))
            allowed = set(records._filtered_access("write")._ids)
            forbidden |= some.filtered(lambda change, may=allowed: change.res_id not in may)
        return forbidden

    # ------------------------------------------------------------------ for the kinds

    @api.model
    def _name_by(self, changes, model, key):
        """Return {change: the name of the record whose id stands in its ``after``}.

        What is gone, or was erased, is called as it was when it was offered.
        """
        names = self._find_names(changes, model, key)
        return {change: names.get(change) or change.field_label for change in changes}

    @api.model
    def _find_names(self, changes, model, key):
        """Return {change: the name of the record whose id stands in its ``after``}."""
        ids = {change: (change.after or {}).get(key) for change in changes}
        # sudo: names of criteria, questions, signals: told to whoever may read the change
        there = self.env[model].sudo().browse({one for one in ids.values() if one}).exists()
        names = {record.id: record.name for record in there}
        return {change: names[one] for change, one in ids.items() if one in names}

    @api.model
    def _prepare_change(self, record, label, before, after, **values):
        """Return the values of a change of a record that exists.

        :param label: what of the record changes, in words
        :param before: {field: value} that stands there, as JSON
        :param after: {field: value} that shall stand there
        :param values: texts of both, and whether it is suggested (by default it is)
        """
        return {
            "kind": self._name.removeprefix(PREFIX),
            "model": record._name,
            "res_id": record.id,
            "record_name": self._get_record_name(record),
            "field_label": label,
            "before": before,
            "after": after,
            **self._get_links(record),
            **values,
        }

    @api.model
    def _find_records(self, model, ids):
        """Return {id: record} of those in use that the user may read: one query."""
        if not ids:
            return {}
        Model = self.env[model]
        names = [
            name
            for name, field in Model._fields.items()
            if field.prefetch is True and field.store and Model._has_field_access(field, "read")
        ]
        return {record.id: record for record in Model.search_fetch([("id", "in", ids)], names)}

    @api.model
    def _get_quiet(self, model):
        """Return a model that leaves the telling of changes to the note on the report."""
        quiet = {"tracking_disable": True} if model == "crm.buying.role" else {}
        return self.env[model].with_context(**quiet)

    @api.model
    def _get_record_name(self, record):
        # sudo: the name, as many2one fields show it; a person without his company
        record = record.sudo()
        return record.name if record._name == "res.partner" else record.display_name

    @api.model
    def _get_links(self, record):
        """Return the contact and the opportunity on which a change of a record is seen."""
        if record._name == "res.partner":
            return {"partner_id": record.id}
        if record._name == "crm.lead":
            return {"lead_id": record.id}
        return {"lead_id": record.lead_id.id, "partner_id": record.partner_id.id}
