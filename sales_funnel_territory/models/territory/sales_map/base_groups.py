from collections import Counter

from odoo import models
from odoo.exceptions import UserError

GROUPS = 8  # with a colour of their own; all others are one


class Base(models.AbstractModel):
    """The legend of a map: which values there are, in whose colours."""

    _inherit = "base"

    def _sales_map_groups(self, colors, spec):
        """Return the legend and each record's number in it.

        The most frequent values have a colour of their own, in the order of their model: that of
        the record, if it has one.
        """
        if not spec:
            return [{"label": self.env._("All"), "count": len(colors)}], []
        counts = Counter(colors)
        frequent = sorted(counts, key=lambda value: (-counts[value], str(value)))
        kept = self._sales_map_order(frequent[:GROUPS], spec)
        number_of = {value: number for number, value in enumerate(kept)}
        labels = self._sales_map_labels(kept, spec)
        own = self._sales_map_colors(kept, spec)
        groups = [
            {"label": label, "count": counts[value], **own.get(value, {})}
            for value, label in zip(kept, labels, strict=True)
        ]
        if rest := len(colors) - sum(group["count"] for group in groups):
            groups.append({"label": self.env._("Other"), "count": rest})
        return groups, [number_of.get(value, GROUPS) for value in colors]

    def _sales_map_order(self, values, spec):
        """Sort values as their model does; nothing comes last."""
        field = self._sales_map_end(spec)
        known = [value for value in values if value is not None]
        if field.relational:
            comodel = self.env[field.comodel_name].with_context(active_test=False)
            # sudo: only the order of values the user's own records have
            order = comodel.sudo().search([("id", "in", known)]).ids
            known.sort(key=order.index)
        elif field.type == "selection":
            order = [value for value, _label in field._description_selection(self.env)]
            known.sort(key=lambda value: order.index(value) if value in order else len(order))
        elif field.type in ("date", "datetime"):
            known.sort()
        return known + [None] * (len(values) - len(known))

    def _sales_map_colors(self, values, spec):
        """Return {value: {"color": Odoo's number}} for records that have a colour."""
        field = self._sales_map_end(spec)
        comodel = self.env[field.comodel_name] if field.relational else self
        color = comodel._fields.get("color")
        if not field.relational or not color or color.type != "integer" or color.inherited:
            return {}
        # sudo: only the colours of values the user's own records have
        records = comodel.sudo().browse([value for value in values if value is not None])
        return {record.id: {"color": record.color} for record in records}

    def _sales_map_labels(self, values, spec):
        """Return what people read for the values of a group by."""
        field = self._sales_map_end(spec)
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return [labels.get(value) or self.env._("None") for value in values]
        if field.type == "boolean":
            words = {True: self.env._("Yes"), False: self.env._("No")}
            return [words[bool(value)] for value in values]
        rows = [(value,) for value in self._read_group_postprocess_groupby(spec, values)]
        formatted = self._web_read_group_format((spec,), (), rows)
        return [
            str((row[spec][1] if isinstance(row[spec], tuple | list) else row[spec]) or "")
            or self.env._("None")
            for row in formatted
        ]

    def _sales_map_end(self, path):
        """Return the field at the end of a path; each on the way must be the user's to read."""
        model, field = self, None
        for name in path.split(":")[0].split("."):
            field = model._fields.get(name)
            if not field:
                raise UserError(
                    self.env._(
                        "The map cannot show %(path)s: %(model)s has no such field.",
                        path=path,
                        model=self._description,
                    )
                )
            model._check_field_access(field, "read")
            if field.type == "properties":
                break
            model = self.env[field.comodel_name] if field.relational else model
        return field
