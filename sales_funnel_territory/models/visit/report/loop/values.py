"""Values of records, as a change keeps them (JSON) and as people read them."""

from odoo import fields
from odoo.exceptions import MissingError
from odoo.tools import format_amount, format_date, format_datetime


def read_values(record, names):
    """Return {field: value} of a record as JSON can keep it: ids, days as texts, no blanks."""
    return {name: _plain(record[name], record._fields[name]) for name in names}


def in_words(record, name, value):
    """Return a kept value as its reader calls it; nothing where there is none."""
    field = record._fields[name]
    if field.type == "boolean":
        return record.env._("Yes") if value else record.env._("No")
    if value is False or value is None:
        return ""
    write = _WORDS.get(field.type)
    return write(record, field, value) if write else str(value)


def fetch_named(env, model, pairs):
    """Read at once the names that ``in_words`` will ask for, one by one.

    :param pairs: (field, kept value) of records of a model
    """
    ids = {}
    for name, value in pairs:
        field = env[model]._fields.get(name)
        if field and field.type == "many2one" and value:
            ids.setdefault(field.comodel_name, set()).add(value)
    for comodel, some in ids.items():
        # sudo: names, as many2one fields show them
        env[comodel].sudo().browse(some).exists().mapped("display_name")


def _plain(value, field):
    if field.type == "many2one":
        return value.id
    if field.type in ("date", "datetime"):
        return field.to_string(value) or False
    if field.type in ("integer", "float", "monetary", "boolean"):
        return value
    return value or False


def _name_choice(record, field, value):
    return dict(field._description_selection(record.env)).get(value, value)


def _name_record(record, field, value):
    # sudo: the name, as many2one fields show it
    named = record.env[field.comodel_name].sudo().browse(value)
    try:
        return named.display_name or ""
    except MissingError:
        return ""


def _write_amount(record, field, value):
    # sudo: the currency of an amount that the reader may see
    currency = record.sudo()[field.get_currency_field(record)] or record.env.company.currency_id
    return format_amount(record.env, value, currency)


def _write_day(record, _field, value):
    return format_date(record.env, fields.Date.to_date(value))


def _write_moment(record, _field, value):
    return format_datetime(record.env, fields.Datetime.to_datetime(value), dt_format="short")


_WORDS = {
    "selection": _name_choice,
    "many2one": _name_record,
    "monetary": _write_amount,
    "date": _write_day,
    "datetime": _write_moment,
}
