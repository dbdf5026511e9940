from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ....planning.forecast.waterfall import MOVES
from .crm_forecast_waterfall_pair import FILTERS, of

# What the log did not hold before the installation: the first that is known counts.
UNKNOWN_IN_LOG = ("date_deadline", "probability", "weighted_revenue", "expected_revenue")


class CrmForecastWaterfall(models.Model):
    """The law of ``planning.forecast.waterfall`` as SQL: a million deals in one statement.

    ``side`` is a state with what the filter says of it, ``pair`` the two states that are
    compared, ``step`` the five points at which a deal counts or not, and its four values.
    """

    _inherit = "crm.forecast.waterfall"

    # ------------------------------------------------------------------ one state

    @api.model
    def _side_sql(self, asked, moment, is_driver=True, is_rebuilt=None):
        """Select the states that hold at a moment, with the facts the law looks at.

        :param moment: condition on valid_from and valid_to of ``past``
        :param is_driver: whether leads that the filter's part about today leaves out go here
        :param is_rebuilt: whether some of them were rebuilt from the log; None: as those asked for
        """
        History = self.env["crm.lead.history"]
        is_rebuilt = asked.is_rebuilt if is_rebuilt is None else is_rebuilt
        query = Query(self.env, "past", self._past_sql(is_rebuilt))
        split = self._split_domain(asked.domain)
        facts = {
            **{
                f"in_{step}": self._condition_sql(domain, query)
                for step, domain in split.steps.items()
            },
            "is_seen": self._seen_sql(query),
            "key": self._key_sql(asked, query),
        }
        facts["in_owner"] = SQL("(%s AND %s)", facts["in_owner"], facts["is_seen"])
        if asked.period:
            day = History._forecast_date_sql("past")
            within = SQL("COALESCE(%s BETWEEN %s AND %s, FALSE)", day, *asked.period)
            facts["in_day"] = SQL("(%s AND %s)", facts["in_day"], within)
        if is_driver and not split.today.is_true():
            query.add_where(SQL("past.lead_id IN %s", self._todays_leads_sql(split.today)))
        query.add_where(SQL("past.chain = 0 AND %s", moment))
        return query.select(
            SQL("past.id"),
            SQL("past.lead_id"),
            SQL("past.valid_from"),
            SQL("past.currency_id"),
            SQL("%s AS status", self._status_sql()),
            *(SQL("%s AS %s", value, SQL.identifier(name)) for name, value in facts.items()),
            SQL("%s AS amount", self._cents_sql(asked, "expected_revenue")),
            SQL("%s AS weighted", self._cents_sql(asked, "weighted_revenue")),
            SQL("COALESCE(past.probability, 0) AS probability"),
        )

    @api.model
    def _past_sql(self, is_rebuilt):
        """Return the history; where it was rebuilt from the log, with what is known first."""
        if not is_rebuilt:
            return SQL("crm_lead_history")
        names = [
            name for name, field in self.env["crm.lead.history"]._fields.items() if field.store
        ]
        return SQL(
            """(SELECT %s FROM crm_lead_history AS told LEFT JOIN LATERAL (
                SELECT * FROM crm_lead_history AS later
                WHERE told.origin = 'rebuilt' AND later.lead_id = told.lead_id AND later.chain = 0
                  AND later.origin <> 'rebuilt'
                ORDER BY later.valid_from, later.id LIMIT 1
            ) AS known ON TRUE)""",
            SQL(", ").join(map(_known_sql, names)),
        )

    @api.model
    def _is_rebuilt(self, since):
        [(is_rebuilt,)] = self.env.execute_query(
            SQL(
                """SELECT EXISTS (SELECT FROM crm_lead_history
                WHERE origin = 'rebuilt' AND valid_to > %s)""",
                since,
            )
        )
        return is_rebuilt

    @api.model
    def _condition_sql(self, domain, query, history=None):
        """Return a condition on ``past`` that is true or false, never unknown."""
        History = self.env["crm.lead.history"] if history is None else history
        domain = domain.optimize_full(History)
        if domain.is_true():
            return SQL("TRUE")
        return SQL("COALESCE(%s, FALSE)", domain._to_sql(History, "past", query))

    @api.model
    def _seen_sql(self, query):
        """Return whether the reader, by the rights he has today, may see a state."""
        History = self.env["crm.lead.history"]
        if self.env.su:
            return SQL("TRUE")
        History.check_access("read")
        rules = Domain(self.env["ir.rule"]._compute_domain(History._name, "read"))
        # sudo: a rule may look at what its reader may not
        return self._condition_sql(rules, query, History.sudo().with_context(active_test=False))

    @api.model
    def _todays_leads_sql(self, domain):
        """Select the leads that meet a condition today, as far as the reader may see them."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        return Lead._search(domain).subselect()

    @api.model
    def _status_sql(self):
        return SQL(
            """(CASE WHEN past.type IS DISTINCT FROM 'opportunity' THEN 'absent'
            WHEN past.status = 'open' AND past.is_active IS NOT TRUE THEN 'archived'
            ELSE past.status END)"""
        )

    @api.model
    def _cents_sql(self, asked, column):
        """Return an amount in whole units of the smallest coin that any of the currencies has."""
        coins = 10**asked.decimals
        return SQL("(COALESCE(%s, 0) * %s)::bigint", SQL.identifier("past", column), coins)

    # ------------------------------------------------------------------ what each step makes

    @api.model
    def _step_sql(self, asked):
        """Select whether a deal counts after each of the first steps, and its value in them."""
        statuses = list(asked.statuses)
        points = [
            SQL(" AND ").join(
                [
                    SQL("existed") if not count else SQL("TRUE"),
                    SQL("%s = ANY(%s)", of("now" if count else "was", "status"), statuses),
                    *(
                        of("now" if number < count else "was", name)
                        for number, name in enumerate(FILTERS)
                    ),
                ]
            )
            for count in range(len(FILTERS) + 1)
        ]
        return SQL(
            """SELECT lead_id, number, was_id, now_id, now_key AS key, existed, is_first, is_last,
                was_is_seen, now_is_seen, was_status, now_status, %s
            FROM (%s) AS pair OFFSET 0""",
            SQL(", ").join(
                [
                    *(SQL("%s AS %s", p, SQL.identifier(f"p{n}")) for n, p in enumerate(points)),
                    *(
                        SQL("%s AS %s", v, SQL.identifier(f"v{n}"))
                        for n, v in enumerate(self._values_sql(asked))
                    ),
                ]
            ),
            self._pair_sql(asked),
        )

    @api.model
    def _values_sql(self, asked):
        """Return a deal's value: as it was, at the last rates, with its new amount, as it is."""
        if asked.measure == "count":
            return [SQL("1::bigint")] * 4
        column = "amount" if asked.measure == "amount" else "weighted"
        now = of("now", column)
        between = now if asked.measure == "amount" else self._between_sql()
        stood = SQL("(existed AND is_first)")
        return [
            self._convert_sql(asked, of("was", column), "was", stood),
            self._convert_sql(asked, of("was", column), "now"),
            self._convert_sql(asked, between, "now"),
            self._convert_sql(asked, now, "now"),
        ]

    @api.model
    def _between_sql(self):
        """Return the weighted amount with the new amount and the old probability."""
        return SQL(
            """(CASE WHEN was_amount = now_amount THEN was_weighted
            WHEN was_probability = now_probability THEN now_weighted
            ELSE round(now_amount * was_probability::numeric / 100)::bigint END)"""
        )

    @api.model
    def _convert_sql(self, asked, cents, side, is_first=None):
        if not asked.is_converted:
            return cents
        rate = _rate_sql(asked.last_rates, side)
        if is_first is not None:
            first = _rate_sql(asked.first_rates, side)
            rate = SQL("(CASE WHEN %s THEN %s ELSE %s END)", is_first, first, rate)
        return SQL("round(%s * %s / %s::numeric)::bigint", cents, rate, asked.coins)

    @api.model
    def _label_sql(self, asked):
        """Return the bar of the first step: how a deal came to count, or ceased to."""
        statuses = list(asked.statuses)
        return SQL(
            """(CASE WHEN p1 AND NOT p0 THEN CASE
                WHEN NOT existed OR was_status = 'absent' THEN 'new'
                WHEN was_status = ANY(%(statuses)s) THEN 'filter_in' ELSE 'reopened' END
            WHEN p0 AND NOT p1 THEN CASE
                WHEN now_status = ANY(%(statuses)s) THEN 'filter_out'
                WHEN now_status IN ('won', 'lost', 'merged') THEN now_status
                ELSE 'removed' END
            END)""",
            statuses=statuses,
        )

    @api.model
    def _shares_sql(self, asked):
        """Return rows (number, bar, cents) of one deal, with no bar where nothing changed."""
        moves = [
            SQL(
                """(%(number)s, CASE WHEN %(now)s AND NOT %(was)s THEN %(more)s
                WHEN %(was)s AND NOT %(now)s THEN %(less)s END,
                CASE WHEN %(now)s THEN v0 ELSE -v0 END)""",
                number=number,
                was=SQL.identifier(f"p{number}"),
                now=SQL.identifier(f"p{number + 1}"),
                more=more,
                less=less,
            )
            for number, (more, less) in enumerate(MOVES.values(), 1)
        ]
        return SQL(
            """(0, %(label)s, CASE WHEN p1 THEN v0 ELSE -v0 END), %(moves)s,
            (4, CASE WHEN p4 AND v1 <> v0 THEN 'currency' END, v1 - v0),
            (5, CASE WHEN p4 AND v2 > v1 THEN 'increased'
                WHEN p4 AND v2 < v1 THEN 'decreased' END, v2 - v1),
            (6, CASE WHEN p4 AND v3 > v2 THEN 'probability_up'
                WHEN p4 AND v3 < v2 THEN 'probability_down' END, v3 - v2)""",
            label=self._label_sql(asked),
            moves=SQL(", ").join(moves),
        )

    @api.model
    def _changed_sql(self):
        """Return the condition that any step of a deal changes anything (most do not)."""
        return SQL(
            """((p0, p1, p2, p3) IS DISTINCT FROM (p1, p2, p3, p4)
            OR (p4 AND (v0, v1, v2) IS DISTINCT FROM (v1, v2, v3)))"""
        )


def _known_sql(name):
    own = SQL.identifier("told", name)
    if name not in UNKNOWN_IN_LOG:
        return own
    return SQL("COALESCE(%s, %s) AS %s", own, SQL.identifier("known", name), SQL.identifier(name))


def _rate_sql(rates, side):
    cases = [
        SQL("WHEN %s THEN %s::numeric", currency_id, rate)
        for currency_id, rate in rates.items()
        if rate != 1
    ]
    if not cases:
        return SQL("1")
    return SQL("(CASE %s %s ELSE 1 END)", of(side, "currency_id"), SQL(" ").join(cases))
