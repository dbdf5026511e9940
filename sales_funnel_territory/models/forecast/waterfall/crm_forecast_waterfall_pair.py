from odoo import api, models
from odoo.tools import SQL

# Facts of a state that the law looks at, each twice in a pair: was_<fact>, now_<fact>.
FACTS = (
    "id", "status", "in_rest", "in_owner", "in_category", "in_day", "is_seen", "amount", "weighted",
    "probability", "currency_id", "key",
)  # fmt: skip
FILTERS = ("in_rest", "in_owner", "in_category", "in_day")
# Said of a state itself, whoever sees it.
OF_ITSELF = ("id", "in_owner", "is_seen")


class CrmForecastWaterfall(models.Model):
    """Which two states of a deal are compared: its first and last, or each with the next."""

    _inherit = "crm.forecast.waterfall"

    @api.model
    def _pair_sql(self, asked):
        pair = self._told_pair_sql(asked)
        if not asked.group_by:
            return pair
        own = f"in_{asked.group_step}"
        kept = [
            SQL.identifier(f"{side}_{fact}")
            for side in ("was", "now")
            for fact in FACTS
            if fact not in (own, "key")
        ]
        return SQL(
            """SELECT lead_id, existed, is_first, is_last, part.number, part.key AS was_key,
                part.key AS now_key, %(kept)s,
                %(was)s AND was_key IS NOT DISTINCT FROM part.key AS %(was)s,
                %(now)s AND now_key IS NOT DISTINCT FROM part.key AS %(now)s
            FROM (%(pair)s) AS pair CROSS JOIN LATERAL (
                SELECT was_key AS key, 0 AS number
                UNION ALL SELECT now_key, 1 WHERE now_key IS DISTINCT FROM was_key
            ) AS part""",
            kept=SQL(", ").join(kept),
            was=SQL.identifier(f"was_{own}"),
            now=SQL.identifier(f"now_{own}"),
            pair=pair,
        )

    @api.model
    def _told_pair_sql(self, asked):
        """Let the state that the reader sees stand in for the other, where he may not see that."""
        pair = self._every_pair_sql(asked) if asked.is_every_step else self._net_pair_sql(asked)
        if self.env.su:
            return pair
        return SQL(
            "SELECT lead_id, number, is_first, is_last, existed, %s FROM (%s) AS seen",
            SQL(", ").join(
                _told_sql(side, other, fact)
                for side, other in (("was", "now"), ("now", "was"))
                for fact in FACTS
            ),
            pair,
        )

    @api.model
    def _net_pair_sql(self, asked):
        """Select for each deal the state at the last moment and that at the first, if another."""
        return SQL(
            """SELECT now.lead_id, 0 AS number, TRUE AS is_first, TRUE AS is_last,
                was.id IS NOT NULL OR now.valid_from <= %(since)s AS existed, %(facts)s
            FROM (%(now)s) AS now LEFT JOIN (%(was)s) AS was ON was.lead_id = now.lead_id
            WHERE %(matters)s OFFSET 0""",
            since=asked.since,
            matters=self._matters_sql(asked),
            facts=_facts_sql(
                lambda fact: SQL(
                    "CASE WHEN was.id IS NULL THEN now.%(fact)s ELSE was.%(fact)s END", fact=fact
                ),
            ),
            # looked at once more, as most often nothing of today is rebuilt
            now=self._side_sql(
                asked,
                _at(asked.until),
                is_rebuilt=asked.is_rebuilt and self._is_rebuilt(asked.until),
            ),
            was=self._side_sql(
                asked,
                SQL("%s AND past.valid_to <= %s", _at(asked.since), asked.until),
                is_driver=False,
            ),
        )

    @api.model
    def _matters_sql(self, asked):
        """Return the condition that a deal counts before, after, or at a step between.

        Most deals count at none; left out here, they are neither sorted nor kept.
        """
        statuses = list(asked.statuses)
        others = FILTERS[1:]
        return SQL(
            """((now.status = ANY(%(statuses)s) AND now.in_rest AND %(some)s)
            OR (was.status = ANY(%(statuses)s) AND was.in_rest AND %(was)s))""",
            statuses=statuses,
            some=SQL(" AND ").join(
                SQL("(now.%(name)s OR was.%(name)s)", name=SQL.identifier(name)) for name in others
            ),
            was=SQL(" AND ").join(SQL.identifier("was", name) for name in others),
        )

    @api.model
    def _every_pair_sql(self, asked):
        """Select each state between the moments beside the one before it.

        Most deals are in one state all the time: they need not be sorted.
        """
        return SQL("%s UNION ALL %s", self._standing_pair_sql(asked), self._steps_pair_sql(asked))

    @api.model
    def _standing_pair_sql(self, asked):
        """Select deals that stayed as they were beside themselves: what the rates made of them."""
        return SQL(
            """SELECT now.lead_id, 0 AS number, TRUE AS is_first, TRUE AS is_last,
                TRUE AS existed, %(facts)s
            FROM (%(now)s) AS now
            WHERE now.status = ANY(%(statuses)s) AND %(counts)s""",
            facts=_facts_sql(lambda fact: SQL("now.%s", fact)),
            now=self._side_sql(asked, self._stands_sql(asked)),
            statuses=list(asked.statuses),
            counts=SQL(" AND ").join(SQL.identifier("now", name) for name in FILTERS),
        )

    @api.model
    def _stands_sql(self, asked):
        return SQL(
            """past.valid_from <= %(since)s
            AND COALESCE(past.valid_to, 'infinity'::timestamp) > %(until)s""",
            since=asked.since,
            until=asked.until,
        )

    @api.model
    def _steps_pair_sql(self, asked):
        """Select the states of deals that changed, the first one beside itself."""
        between = SQL(
            """past.valid_from <= %(until)s
            AND COALESCE(past.valid_to, 'infinity'::timestamp) > %(since)s
            AND past.valid_from < COALESCE(past.valid_to, 'infinity'::timestamp)
            AND NOT (%(stands)s)""",
            until=asked.until,
            since=asked.since,
            stands=self._stands_sql(asked),
        )
        return SQL(
            """(SELECT now.lead_id, 0 AS number, lag(now.id) OVER story IS NULL AS is_first,
                lead(now.id) OVER story IS NULL AS is_last,
                lag(now.id) OVER story IS NOT NULL OR now.valid_from <= %(since)s AS existed,
                %(facts)s
            FROM (%(now)s) AS now
            WINDOW story AS (PARTITION BY now.lead_id ORDER BY now.valid_from, now.id)
            OFFSET 0)""",
            since=asked.since,
            facts=_facts_sql(
                lambda fact: SQL(
                    "CASE WHEN lag(now.id) OVER story IS NULL THEN now.%(fact)s"
                    " ELSE lag(now.%(fact)s) OVER story END",
                    fact=fact,
                ),
            ),
            now=self._side_sql(asked, between),
        )


def of(side, fact):
    """Return the column of a fact, in the state before (was) or after (now)."""
    return SQL.identifier(f"{side}_{fact}")


def _at(moment):
    return SQL(
        """past.valid_from <= %(moment)s
        AND COALESCE(past.valid_to, 'infinity'::timestamp) > %(moment)s""",
        moment=moment,
    )


def _told_sql(side, other, fact):
    """Return a fact of a state: of the other one, where only that is seen."""
    own = of(side, fact)
    if fact in OF_ITSELF:
        return own
    return SQL(
        "CASE WHEN %(seen)s OR NOT %(other_seen)s THEN %(own)s ELSE %(other)s END AS %(own)s",
        seen=of(side, "is_seen"),
        other_seen=of(other, "is_seen"),
        own=own,
        other=of(other, fact),
    )


def _facts_sql(was):
    """Return the columns of a pair.

    :param was: returns the expression of a fact in the state before
    """
    columns = []
    for fact in FACTS:
        columns.append(SQL("%s AS %s", was(SQL.identifier(fact)), of("was", fact)))
        columns.append(SQL("%s AS %s", SQL.identifier("now", fact), of("now", fact)))
    return SQL(", ").join(columns)
