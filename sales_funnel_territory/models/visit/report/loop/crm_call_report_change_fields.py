import json

from odoo import api, models

from .values import fetch_named, in_words, read_values


class CrmCallReportChangeFields(models.AbstractModel):
    """Changes of fields of a record that exists: written and put back as any form does."""

    _name = "crm.call.report.change.fields"
    _inherit = "crm.call.report.change.kind"
    _description = "Changes of Fields by a Call Report"
    _kind_is_of_fields = True
    _kind_shown = None  # which field is told, of a kind that changes several at once

    @api.model
    def _prepare_field(self, record, values, **more):
        """Return the values of a change, or nothing where it says nothing new.

        :param values: {field: value as JSON}; of several, ``_kind_shown`` is told
        """
        if len(values) > 1 and not self._kind_shown:
            raise ValueError(f"{self._name} changes several fields: say _kind_shown")
        before = read_values(record, values)
        if before == values:
            return []
        name = self._get_shown(values)
        words = {
            "before_text": in_words(record, name, before[name]),
            "after_text": in_words(record, name, values[name]),
        }
        label = record._fields[name]._description_string(self.env)
        return [self._prepare_change(record, label, before, values, **words, **more)]

    @api.model
    def _find_labels(self, changes):
        return {change: self._get_field_label(change) or change.field_label for change in changes}

    @api.model
    def _find_words(self, changes, side):
        told = super()._find_words(changes, side)
        for model, some in changes.filtered(side).grouped("model").items():
            # sudo: the currency of amounts that whoever reads the change may read
            records = self.env[model].sudo().browse(set(some.mapped("res_id"))).exists()
            kept = {change: self._get_first(change, side) for change in some}
            fetch_named(self.env, model, kept.values())
            for change in some.filtered(lambda one, there=records: one.res_id in there._ids):
                name, value = kept[change]
                if name in records._fields:
                    record = change.env[model].browse(change.res_id).with_prefetch(records.ids)
                    told[change] = in_words(record, name, value) or told[change]
        return told

    @api.model
    def _get_first(self, change, side):
        """Return the field that is shown of a change, and its kept value."""
        name = self._get_shown(change[side])
        return name, change[side].get(name)

    @api.model
    def _get_shown(self, values):
        """Return which of these fields is told; kept as JSON, they have no order of their own."""
        return self._kind_shown or next(iter(values or ()), None)

    @api.model
    def _get_field_label(self, change):
        name = self._get_shown(change.after)
        field = self.env[change.model]._fields.get(name)
        return field and field._description_string(self.env)

    @api.model
    def _apply(self, changes):
        """Write each record once, and the same values together."""
        self._write_values(changes, "after")

    @api.model
    def _undo(self, changes):
        self._write_values(changes, "before")

    @api.model
    def _write_values(self, changes, side):
        by_record = {}
        for change in changes:
            by_record.setdefault((change.model, change.res_id), {}).update(change[side])
        together = {}
        for (model, res_id), values in by_record.items():
            key = (model, json.dumps(values, sort_keys=True))
            together.setdefault(key, []).append(res_id)
        for (model, values), ids in together.items():
            self._get_quiet(model).browse(ids).write(json.loads(values))

    @api.model
    def _current(self, changes):
        found = {}
        for model, some in changes.grouped("model").items():
            records = self._find_records(model, some.mapped("res_id"))
            for change in some:
                record = records.get(change.res_id)
                found[change] = read_values(record, change.after) if record else None
        return found

    @api.model
    def _read_written(self, change):
        return read_values(self.env[change.model].browse(change.res_id), change.after)

    @api.model
    def _get_words(self, change, values):
        record = self.env[change.model].browse(change.res_id)
        name = self._get_shown(change.after)
        return in_words(record, name, values[name])
