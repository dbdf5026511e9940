"""Which rows of an imported file make up which record."""


def read_rows(model, fields, data):
    """Return [{from, to}] of the rows of each record, as Odoo's own messages name them."""
    paths = [path.split("/") for path in fields]
    extracted = model._extract_records(paths, data, log=lambda message: None)
    return [info["rows"] for _record, info in extracted]


def row_errors(model, fields, data, ids, field, sentences):
    """Return what an import tells of the rows whose records are refused.

    :param ids: ids of the imported records, in the order of their rows
    :param field: name of the field that the rows are refused for
    :param sentences: {id of a refused record: why}
    """
    rows = read_rows(model, fields, data)
    position = {record_id: index for index, record_id in enumerate(ids)}
    return [
        {
            "type": "error",
            "record": position.get(record_id, 0),
            "rows": rows[position.get(record_id, 0)],
            "field": field,
            "message": sentence,
        }
        for record_id, sentence in sentences.items()
    ]
