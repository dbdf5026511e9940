"""Which rows of an imported file make up which record."""


def read_rows(model, fields, data):
    """Return [{from, to}] of the rows of each record, as Odoo's own messages name them."""
    paths = [path.split("/") for path in fields]
    extracted = model._extract_records(paths, data, log=lambda message: None)
    return [info["rows"] for _record, info in extracted]
