"""A small company whose results are counted by hand.

The second quarter of 2026. Harbour keeps 30 % of its revenue, Hills 20 %; days are the company's.

Customers (main responsible; customer since; first meeting):

    Anker   Rosa   10 Jan   1 Feb
    Bode    Rosa    1 Mar   1 May
    Cramer  Rosa   15 Apr   -         won by deal 4, so he was met
    Dahl    Carl    1 Feb  10 Jul     not met before the quarter ends
    Ernst   Carl    1 Feb   -         won by deal 6, in 2025: he was met
    Falk    Bea    20 May   1 Jun
    Grau    Bea     5 Jul   -         no customer yet
    Hahn    -       1 Jan   -

Deals (customer; whose, team; created, closed; amount; source; intention level):

    1  Anker   Rosa Harbour  31 Mar  won  10 Apr 2026  1,000  Fair  4
    2  Anker   Rosa Harbour  15 May  won  20 May 2026    500  Web
    3  Bode    Rosa Harbour   1 Jun  won  30 Jun 2026  2,000  Fair  3
    4  Cramer  Rosa Harbour  15 Apr  won   1 Jun 2026    300  Web
    5  Dahl    Carl Harbour   5 Apr  lost  5 May 2026    700  Fair  2
    6  Ernst   Carl Harbour   1 Nov  won  11 Nov 2025    400  Web
    7  Falk    Bea  Hills    26 May  won  15 Jun 2026  1,500  Web
    8  Grau    Bea  Hills     2 Jul  won   7 Jul 2026    900  Fair
    9  -       Carl Harbour  10 Jun  won  20 Jun 2026     50  Web

By hand, of the quarter:

                       all       Rosa     Carl    Harbour (Leo leads it)
    base               7         3        2       5
    met                5         3        1       4
    won                4         3        0       3
    orders             6         4        1       5
    won amount         5,350     3,800    50      3,850
    gross profit       1,455     1,140    15      1,155

    all: 7 x 5/7 x 4/5 x 5,350/4 x 1,455/5,350 = 1,455

    created in it            2, 3, 4, 5, 7, 9          of these won all but 5: 5/6
    intentions converted     3, 5                      (1 was converted before it)
    new customers            Anker, Bode, Cramer, Falk (Ernst ordered before)
    days to close            10, 5, 29, 47, 20, 10     121/6 on average
    won / lost               6 / 1
    by source                Fair 1,000 + 2,000; Web 500 + 300 + 1,500 + 50
    ranking                  Rosa 3,800, Bea 1,500, Carl 50

On 30 June, of customers who usually order every 60 days, one sleeps: Ernst, since 9 February
(11 November + 1.5 x 60 days).

Products (category Machines but for the last): 1 has 2 presses, 3 has 5 presses, 7 has 1 press, 8
has 3 presses, 4 has 10 spare parts. By hand, sold in the quarter: 8 presses, of these 2 in April
and 6 in June, and 10 spare parts in June.
"""

from odoo.tools import SQL

from .common import FunnelCommon

QUARTER = {"first": "2026-04-01", "last": "2026-06-30"}
CUSTOMERS = [
    ("Anker", "rep", "2026-01-10", "2026-02-01"),
    ("Bode", "rep", "2026-03-01", "2026-05-01"),
    ("Cramer", "rep", "2026-04-15", None),
    ("Dahl", "colleague", "2026-02-01", "2026-07-10"),
    ("Ernst", "colleague", "2026-02-01", None),
    ("Falk", "rep_beside", "2026-05-20", "2026-06-01"),
    ("Grau", "rep_beside", "2026-07-05", None),
    ("Hahn", None, "2026-01-01", None),
]
DEALS = [
    ("Anker", "rep", "team", "2026-03-31", "won", "2026-04-10", 1000, "Fair", "4"),
    ("Anker", "rep", "team", "2026-05-15", "won", "2026-05-20", 500, "Web", None),
    ("Bode", "rep", "team", "2026-06-01", "won", "2026-06-30", 2000, "Fair", "3"),
    ("Cramer", "rep", "team", "2026-04-15", "won", "2026-06-01", 300, "Web", None),
    ("Dahl", "colleague", "team", "2026-04-05", "lost", "2026-05-05", 700, "Fair", "2"),
    ("Ernst", "colleague", "team", "2025-11-01", "won", "2025-11-11", 400, "Web", None),
    ("Falk", "rep_beside", "team_beside", "2026-05-26", "won", "2026-06-15", 1500, "Web", None),
    ("Grau", "rep_beside", "team_beside", "2026-07-02", "won", "2026-07-07", 900, "Fair", None),
    (None, "colleague", "team", "2026-06-10", "won", "2026-06-20", 50, "Web", None),
]


class SmallCompany(FunnelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].with_context(active_test=False).search([]).unlink()
        cls.env["crm.customer.status"].search([]).active = False
        cls.team.margin_rate, cls.team_beside.margin_rate = 30, 20
        cls.customers = {name: cls._create_customer(name, user) for name, user, *_ in CUSTOMERS}
        cls.sources = {
            name: cls.env["utm.source"].create({"name": f"{name} (by hand)"})
            for name in ("Fair", "Web")
        }
        cls.deals = [cls._create_deal(*row) for row in DEALS]
        cls._add_products()
        cls.env.cr.flush()
        for name, _user, since, met in CUSTOMERS:
            cls._date_customer(cls.customers[name], since, met)
        cls.env.invalidate_all()

    @classmethod
    def _create_customer(cls, name, user):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_sales_customer": True,
                "company_id": cls.env.company.id,
                "user_id": user and getattr(cls, user).id,
            }
        )

    @classmethod
    def _create_deal(cls, customer, user, team, created, status, closed, amount, source, level):
        lead = cls.env["crm.lead"].create(
            {
                "name": f"{customer or 'Nobody'}: {amount}",
                "type": "opportunity",
                "partner_id": customer and cls.customers[customer].id,
                "user_id": getattr(cls, user).id,
                "team_id": getattr(cls, team).id,
                "expected_revenue": amount,
                "source_id": cls.sources[source].id,
                "intention_level": level,
                "company_id": cls.env.company.id,
            }
        )
        lead.action_set_won() if status == "won" else lead.action_set_lost()
        lead.date_closed = f"{closed} 12:00:00"
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s", f"{created} 12:00:00", lead.id
            )
        )
        return lead

    @classmethod
    def _add_products(cls):
        cls.machines, cls.parts = cls.env["product.category"].create(
            [{"name": "Machines (by hand)"}, {"name": "Parts (by hand)"}]
        )
        cls.press, cls.spare = cls.env["product.product"].create(
            [
                {"name": "Press", "categ_id": cls.machines.id, "list_price": 100},
                {"name": "Spare part", "categ_id": cls.parts.id, "list_price": 10},
            ]
        )
        sold = [(1, cls.press, 2), (3, cls.press, 5), (7, cls.press, 1), (8, cls.press, 3),
                (4, cls.spare, 10)]  # fmt: skip
        for number, product, quantity in sold:
            cls.env["crm.lead.line"].create(
                {
                    "lead_id": cls.deals[number - 1].id,
                    "product_id": product.id,
                    "quantity": quantity,
                    "price_unit": DEALS[number - 1][6] / quantity,
                }
            )

    @classmethod
    def _date_customer(cls, customer, since, met):
        cls.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status SET customer_since = %s, first_meeting_on = %s,
                active = TRUE WHERE partner_id = %s""",
                since,
                met,
                customer.id,
            )
        )

    @classmethod
    def _add_target(cls, measure, value, **scope):
        Version = cls.env["crm.sales.target.version"]
        version = Version.search(
            [("year", "=", 2026), ("company_id", "=", cls.env.company.id)], limit=1
        )
        version = version or Version.create({"name": "By hand", "year": 2026})
        version.state = "draft"
        cls.env["crm.sales.target"].create(
            {
                "version_id": version.id,
                "measure": measure,
                "period_kind": "quarter",
                "date_from": "2026-04-01",
                "value": value,
                **scope,
            }
        )
        version.state = "approved"  # as superuser, for the story
