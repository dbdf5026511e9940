"""The waterfall of a simulated company against one that is computed from the law alone."""

from datetime import timedelta
from fractions import Fraction
from random import Random

from odoo.tests import TransactionCase, new_test_user, tagged

from ..planning.forecast.simulated_company import simulate
from ..planning.forecast.waterfall import BARS
from .beside import benchmark
from .common import MANAGER

SEED, DEALS, QUESTIONS = 20261, 150, 200
BY = {
    "user_id": ("user", "people"),
    "team_id": ("team", "teams"),
    "territory_id": ("territory", "territories"),
    "company_id": ("company", "companies"),
    "stage_id": ("stage", "stages"),
    "customer_id": ("customer", "customers"),
    "source_id": ("source", "sources"),
    "campaign_id": ("campaign", "campaigns"),
    "forecast_category": ("category", None),
    "month": ("month", None),
}
STEP_OF = {"user_id": "owner", "team_id": "owner", "territory_id": "owner",
           "forecast_category": "category"}  # fmt: skip


@tagged("-at_install", "post_install")
class TestWaterfallOfACompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checker = benchmark("forecast_checker")
        records = benchmark("forecast_company_records")
        cls.env.cr.execute("DELETE FROM crm_lead_history")
        cls.now = cls.env.cr.now().replace(microsecond=0)
        cls.company = simulate(SEED, DEALS, cls.now)
        cls.written = records.write(cls.env, cls.company)
        cls.zones = records.ZONES
        cls.manager = new_test_user(
            cls.env,
            "sft_simulated_manager",
            groups=MANAGER,
            company_id=cls.env.company.id,
            company_ids=[(6, 0, cls.written.companies.ids)],
        )

    def test_two_hundred_random_questions(self):
        chance = Random(SEED)
        told = set()
        for number in range(QUESTIONS):
            options, question, reader, group_by = self._make_up(chance)
            falls = self.env["crm.forecast.waterfall"].with_user(reader["user"])
            falls = falls.with_context(allowed_company_ids=reader["companies"].ids)
            found = falls.get_waterfall({**options, "group_by": group_by})
            expected = self.checker.answer(self.company.deals, question)
            with self.subTest(number=number, reader=reader["user"].login, **options):
                self._assert_same(found, expected, question.measure)
                if group_by:
                    self._assert_groups(found, question, group_by)
            told |= {bar["key"] for bar in found["bars"]}
        self.assertEqual(told, set(BARS), "each bar was an answer")

    # ------------------------------------------------------------------ comparing

    def _assert_same(self, found, expected, measure):
        coins = 1 if measure == "count" else 100
        cents = {bar["key"]: round(bar["value"] * coins) for bar in found["bars"]}
        self.assertEqual(cents, dict(expected.bars))
        start, end = round(found["start"] * coins), round(found["end"] * coins)
        self.assertEqual((start, end), (expected.start, expected.end))
        self.assertEqual(start + sum(cents.values()), end, "to the cent")
        deals = {bar: len(numbers) for bar, numbers in expected.deals.items()}
        self.assertEqual({bar["key"]: bar["count"] for bar in found["bars"]}, deals)

    def _assert_groups(self, found, question, group_by):
        """Each group is what the filter on its value gives; together they are the whole."""
        name, what = BY[group_by]
        expected = self.checker.grouped(self.company.deals, question, name)
        groups = {group["key"]: group for group in found["groups"]}
        keys = {self._key(what, value): fall for value, fall in expected.items()}
        for key, fall in keys.items():
            if fall.deals or fall.start or fall.end:
                self._assert_same(groups[key], fall, question.measure)
        for group in set(groups) - {key for key, fall in keys.items() if fall.deals}:
            self.assertFalse(groups[group]["bars"], group)
        for end in ("start", "end"):
            whole = sum(round(group[end] * 100) for group in groups.values())
            self.assertEqual(whole, round(found[end] * 100))

    def _key(self, what, value):
        if value is None:
            return None
        return str(getattr(self.written, what)[value].id if what else value)

    # ------------------------------------------------------------------ asking

    def _make_up(self, chance):
        """Return a random question: for Odoo, for the checker, who asks, and the grouping."""
        reader = chance.choice(self._readers())
        first, last = sorted(self._day(chance) for _moment in range(2))
        conditions = [self._condition(chance) for _part in range(chance.choice((0, 0, 0, 1, 1, 2)))]
        today = self._condition_today(chance, reader) if chance.random() < 0.15 else (None, None)
        domain = [leaf for leaves, _step, _holds in conditions for leaf in leaves]
        domain += today[0] or []
        begin = self._day(chance)
        values = {
            "first": first,
            "last": last,
            "statuses": chance.choice(
                (("open",), ("open",), ("open", "won"), ("won",), ("lost",), ("open", "lost"))
            ),
            "period": chance.choice(
                (None, None, (begin, begin + timedelta(days=chance.choice((30, 91, 365)))))
            ),
            "measure": chance.choice(("amount", "amount", "weighted", "weighted", "count")),
            "every_step": chance.random() < 0.4,
        }
        options = {
            **values,
            "first": str(first),
            "last": str(last),
            "period": values["period"] and list(map(str, values["period"])),
            "statuses": list(values["statuses"]),
            "domain": domain,
        }
        question = self.checker.Question(
            **values,
            now=self.env.cr.now(),
            zones=self.zones,
            worth=self._worth(reader["company"]),
            company=reader["company"],
            sees=reader["sees"],
            conditions=[(step, holds) for _leaves, step, holds in conditions],
            today=today[1],
        )
        return options, question, reader, chance.choice(("", "", *BY))

    def _day(self, chance):
        days = (self.company.end - self.company.start).days
        return self.company.start.date() + timedelta(days=chance.randrange(days + 1))

    def _readers(self):
        """Return who asks: what each sees is told here as the rules have it."""
        here, abroad = self.written.companies
        people = self.written.people
        last = self.company.teams - 1
        rep = next(p for p in self.company.people if p.number > last and p.team == 0)
        far = next(p for p in self.company.people if p.number > last and p.team == last)
        both = here | abroad

        def own(person, company):
            return lambda state: state.user in (person.number, None) and state.company == company

        def team(person):
            return lambda state: (
                (state.user in (person.number, None) or state.team == person.team)
                and state.company == 0
            )

        leader = self.company.people[1]
        rows = (
            (self.manager, both, 0, lambda _state: True),
            (self.manager, both, 0, lambda _state: True),
            (self.manager, abroad | here, 1, lambda _state: True),
            (self.manager, here, 0, lambda state: state.company == 0),
            (people[rep.number], here, 0, own(rep, 0)),
            (people[far.number], abroad, 1, own(far, 1)),
            (people[leader.number], here, 0, team(leader)),
        )
        names = ("user", "companies", "company", "sees")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _worth(self, reader):
        """Return what money is worth to a reader, as the simulation says."""
        today = self.env["crm.lead"]._todays()[self.written.companies[reader].id]

        def worth(company, day):
            if company == reader:
                return Fraction(1)
            rates = [rate for since, rate in self.company.rates if since <= min(day, today)]
            value = Fraction(str(rates[-1] if rates else self.company.rates[0][1]))
            return value if company else 1 / value

        return worth

    def _condition(self, chance):
        """Return a random condition: (for Odoo, its step, for the checker)."""
        kind = chance.choice(("among", "among", "among", "not", "or", "mixed", "amount", "day"))
        if kind == "amount":
            return self._condition_on_amount(chance)
        if kind == "day":
            day = self._day(chance)
            leaf = ("date_deadline", ">=", str(day))
            return [leaf], "day", lambda s: bool(s.deadline and s.deadline >= day)
        names = [name for name in BY if name not in ("month", "company_id")]
        first = self._among(chance, chance.choice(names), is_not=kind == "not")
        if kind not in ("or", "mixed"):
            return first
        owners = ("user_id", "team_id", "territory_id")
        one = self._among(chance, chance.choice(owners))
        other = self._among(chance, chance.choice(owners if kind == "or" else ("stage_id",)))
        step = "owner" if kind == "or" else "rest"
        return ["|", *one[0], *other[0]], step, lambda s: one[2](s) or other[2](s)

    def _among(self, chance, field, is_not=False):
        name, what = BY[field]
        values = self._values(what)
        chosen = chance.sample(values, min(len(values), chance.randrange(1, 4)))
        if field not in ("stage_id", "team_id", "customer_id", "forecast_category"):
            chosen += [None] if chance.random() < 0.3 else []
        ids = [
            False if value is None else getattr(self.written, what)[value].id if what else value
            for value in chosen
        ]
        leaf = (field, "not in" if is_not else "in", ids)
        return (
            [leaf],
            STEP_OF.get(field, "rest"),
            (lambda state: (getattr(state, name) in chosen) != is_not),
        )

    def _values(self, what):
        if not what:
            return ["omitted", "pipeline", "best_case", "commit", "closed"]
        return list(range(len(getattr(self.written, what))))

    def _condition_on_amount(self, chance):
        limit = chance.randrange(500, 30000)
        if chance.random() < 0.3:
            return (
                [("probability", ">", 50)],
                "rest",
                lambda state: (state.probability or 0) > 50,
            )
        return (
            [("expected_revenue", ">=", limit)],
            "rest",
            lambda state: state.amount >= limit * 100,
        )

    def _condition_today(self, chance, reader):
        """Return a condition on what the history does not hold: of the deal as it is today."""
        tag = chance.randrange(len(self.written.tags))
        if chance.random() < 0.5:
            leaf = ("tag_ids", "in", self.written.tags[tag].ids)
            return [leaf], lambda deal: deal.tag == tag and reader["sees"](deal.states[-1])
        leaf = ("priority", "in", ["2", "3"])
        return [leaf], lambda deal: deal.priority > 1 and reader["sees"](deal.states[-1])
