"""Which rows were written since we last looked, whoever wrote them: by PostgreSQL's own mark.

Every version of a row carries the number of the transaction that wrote it (``xmin``), by raw
SQL as well. What we saw when we looked last, and carries an older number than any transaction
that was under way then, is what it was.
"""

from odoo.tools import SQL

# The numbers in rows are 32 bits wide: they begin anew, and compare within half of that.
WIDTH = 1 << 32
FAR = 1 << 30


def mark(cr):
    """Return a word for this moment in this database, to keep for the next look."""
    place, begun, _next = _read_clock(cr)
    return f"{place}:{begun}"


def written_since_sql(cr, word, alias):
    """Return the condition that a row was written since a word of ``mark``.

    :param str alias: of the table, in the query the condition is for
    :return: None where it cannot be told: the database was restored or copied, the word is too
        old, or there is none
    """
    place, _begun, following = _read_clock(cr)
    there, _colon, begun = (word or "").rpartition(":")
    if there != place or not 0 <= following - int(begun) < FAR:
        return None
    return SQL("age(%s) <= age(%s::xid)", SQL.identifier(alias, "xmin"), str(int(begun) % WIDTH))


def _read_clock(cr):
    """Return where we are, the oldest transaction under way, and the number of the next one."""
    cr.execute(
        SQL(
            """SELECT concat_ws(':', system_identifier, pg_database.oid),
                pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            FROM pg_control_system(), pg_database WHERE datname = current_database()"""
        )
    )
    return cr.fetchone()
