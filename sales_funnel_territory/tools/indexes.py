"""Indexes step aside while a table is filled, and come back in one go."""

from contextlib import contextmanager

from odoo.tools import SQL


@contextmanager
def indexes_aside(cr, table):
    """Drop a table's indexes, but unique ones, and make them again at the end.

    PostgreSQL makes an index of a million rows several times faster than it adds a million
    rows to one (its manual, "Populating a Database"). The table is locked until the
    transaction ends; a failure rolls all of it back.

    :param cr: cursor of a transaction that only fills this table
    :param str table: name of the table
    """
    cr.execute(
        SQL(
            """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid),
                obj_description(indexrelid, 'pg_class')
            FROM pg_index WHERE indrelid = %s::regclass AND NOT indisunique""",
            table,
        )
    )
    indexes = cr.fetchall()
    for name, _definition, _comment in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    for name, definition, comment in indexes:
        cr.execute(SQL(definition))  # pylint: disable=sql-injection
        if comment:  # by which Odoo knows whether an index is still as declared
            cr.execute(SQL("COMMENT ON INDEX %s IS %s", SQL.identifier(name), comment))
