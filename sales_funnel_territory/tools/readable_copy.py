"""Duplicating records of Odoo's to which we have added fields that not everybody may read."""


def copy_readable(records, copy_data, default=None):
    """Return what ``copy_data`` makes of the fields that the user may read.

    Odoo reads each field to copy, and refuses the whole for one that the user may not read.
    """
    default = dict(default or {})
    hidden = {
        name
        for name, field in records._fields.items()
        if field.copy and name not in default and not records._has_field_access(field, "read")
    }
    rows = copy_data(default={**default, **dict.fromkeys(hidden, False)})
    return [{name: row[name] for name in row if name not in hidden} for row in rows]
