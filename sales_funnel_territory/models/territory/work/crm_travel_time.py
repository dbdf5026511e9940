from datetime import timedelta

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ....planning.travel import Block

KEEP_DAYS = 180
_ROWS = 50_000


class CrmTravelTime(models.Model):
    """What a server has answered, so that it is not asked again: no estimates."""

    _name = "crm.travel.time"
    _description = "Travel Time"
    _order = "asked_on desc, id desc"
    _log_access = False
    _rec_name = "source"

    source = fields.Char(
        required=True, readonly=True, help="Kind and address of the server, and the profile."
    )
    from_place = fields.Char(required=True, readonly=True, help="Latitude and longitude.")
    to_place = fields.Char(required=True, readonly=True, help="Latitude and longitude.")
    seconds = fields.Float(readonly=True, help="Empty: no road leads there.")
    metres = fields.Float(readonly=True)
    is_reachable = fields.Boolean(readonly=True)
    asked_on = fields.Datetime(required=True, readonly=True, index=True)

    _pair_unique = models.Constraint(
        "UNIQUE(source, from_place, to_place)", "There is one travel time for each pair of places."
    )

    @api.model
    def _read_known(self, source, places, targets):
        """Return what was answered before and is not too old, ``nan`` elsewhere."""
        shape = (len(places), len(targets))
        seconds, metres = np.full(shape, np.nan), np.full(shape, np.nan)
        rows, columns = _positions(places), _positions(targets)
        for start, end, *values in self._read_rows(source, list(rows), list(columns)):
            where = np.ix_(rows[start], columns[end])
            seconds[where], metres[where] = values
        return Block(seconds, metres)

    @api.model
    def _read_rows(self, source, starts, ends):
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT from_place, to_place,
                    CASE WHEN is_reachable THEN seconds ELSE 'Infinity'::float8 END,
                    CASE WHEN is_reachable THEN metres ELSE 'Infinity'::float8 END
                FROM crm_travel_time
                WHERE source = %s AND from_place = ANY(%s) AND to_place = ANY(%s)
                  AND asked_on > %s""",
                source,
                starts,
                ends,
                self._get_oldest(),
            )
        )

    @api.model
    def _remember(self, source, places, targets, matrix):
        """Keep what the server has answered in this run."""
        pairs = {
            (places[row].key, targets[column].key): (
                float(matrix.seconds[row, column]),
                float(matrix.metres[row, column]),
            )
            for row, column in np.argwhere(matrix.asked)
        }
        keys = list(pairs)
        for index in range(0, len(keys), _ROWS):
            self._insert(source, {key: pairs[key] for key in keys[index : index + _ROWS]})

    @api.model
    def _insert(self, source, pairs):
        starts, ends = zip(*pairs, strict=True)
        seconds, metres = zip(*pairs.values(), strict=True)
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_travel_time
                    (source, from_place, to_place, seconds, metres, is_reachable, asked_on)
                SELECT %s, new.start, new.stop, NULLIF(new.seconds, 'Infinity'),
                    NULLIF(new.metres, 'Infinity'), new.seconds < 'Infinity', %s
                FROM unnest(%s::text[], %s::text[], %s::float8[], %s::float8[])
                    AS new(start, stop, seconds, metres)
                ON CONFLICT (source, from_place, to_place) DO UPDATE SET
                    seconds = EXCLUDED.seconds, metres = EXCLUDED.metres,
                    is_reachable = EXCLUDED.is_reachable, asked_on = EXCLUDED.asked_on""",
                source,
                self.env.cr.now(),
                list(starts),
                list(ends),
                list(seconds),
                list(metres),
            )
        )
        self.invalidate_model()

    @api.model
    def _get_oldest(self):
        return self.env.cr.now() - timedelta(days=KEEP_DAYS)

    @api.autovacuum
    def _gc_old(self):
        """Roads change: what was answered half a year ago is asked for again."""
        self.env.cr.execute(
            SQL("DELETE FROM crm_travel_time WHERE asked_on <= %s", self._get_oldest())
        )


def _positions(places):
    """Return {key of a place: where it stands in the list}; two customers may share a house."""
    found = {}
    for index, place in enumerate(places):
        found.setdefault(place.key, []).append(index)
    return found
