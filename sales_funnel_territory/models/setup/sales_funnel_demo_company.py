from random import Random

from odoo import api, models
from odoo.tools import SQL

from ...planning.forecast.simulated_company import simulate

SEED, DEALS = 8, 260
TIMES = 6
"""Packaging lines cost more than what the simulation sells."""
PEOPLE = ("user_rep", "user_rep2", "user_leader", "user_leader2")  # by turns north and south
TEAMS = ("crm_team_north", "crm_team_south")
# None of them orders in a rhythm, which the demo shows elsewhere.
CUSTOMERS = (
    ("heide", "leine", "marzipan", "havel", "ostsee", "spree", "weser"),
    ("breisgau", "donau", "franken", "isar", "neckar", "pfalz", "salzach", "ulm", "allgaeu",
     "bodensee", "lech", "main"),
)  # fmt: skip
PRODUCTS = ("filling", "labeller", "packer", "palletizer", "conveyor", "inspection", "service")
SOURCES = (
    "sales_funnel_territory.utm_source_fair", "utm.utm_source_referral",
    "utm.utm_source_search_engine", "utm.utm_source_newsletter",
)  # fmt: skip
CAMPAIGNS = (
    "sales_funnel_territory.utm_campaign_fair26", "sales_funnel_territory.utm_campaign_open_house",
    "utm.utm_campaign_email_campaign_products",
)  # fmt: skip
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "active_test": False,
}


class SalesFunnelDemo(models.AbstractModel):
    """Three years of the demo company, simulated from a seed: what was won and lost before today.

    What is open today is told by hand; of the simulation only decided deals are taken.
    """

    _inherit = "sales.funnel.demo"

    @api.model
    def _tell_company(self):
        """Write the simulated deals that are decided, and their history; return their leads."""
        now = self.env.cr.now().replace(microsecond=0)
        company = simulate(
            SEED, DEALS, now, teams=len(TEAMS), people=len(PEOPLE), companies=1, log_days=0
        )
        deals = [deal for deal in company.deals if deal.states[-1].status in ("won", "lost")]
        cast = self._prepare_cast()
        Lead = self.env["crm.lead"].with_context(**QUIET)
        leads = Lead.create([self._prepare_deal(deal, cast) for deal in deals])
        self.env.cr.flush()  # what is asked of a commit is asked now
        self.env["crm.lead.history"]._record(leads.ids)
        self._write_simulated_past(leads, deals, cast)
        return leads

    @api.model
    def _begin_customers(self):
        """Let customers, and the class they are in, be as old as their first deal."""
        first = SQL(
            """SELECT status.id, MIN(lead.create_date) AS begun
            FROM crm_lead AS lead JOIN res_partner AS contact ON contact.id = lead.partner_id
            JOIN crm_customer_status AS status ON status.partner_id = contact.commercial_partner_id
            GROUP BY status.id"""
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status AS status
                SET customer_since = LEAST(customer_since, first.begun::date)
                FROM (%s) AS first WHERE first.id = status.id""",
                first,
            )
        )
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_class_change AS change SET changed_on = first.begun
                FROM (%s) AS first
                WHERE first.id = change.status_id AND change.before_id IS NULL
                  AND first.begun < change.changed_on""",
                first,
            )
        )
        self.env.invalidate_all()

    @api.model
    def _name_sources(self, leads):
        """Let every deal told by hand have come from somewhere, and some from a campaign."""
        cast = self._prepare_cast()
        for lead in leads.filtered(lambda lead: not lead.source_id):
            chance = Random(f"{SEED}-{lead.name}")
            lead.with_context(**QUIET).write(
                {
                    "source_id": chance.choice(cast["sources"]).id,
                    "campaign_id": chance.choice((*cast["campaigns"], lead.campaign_id)).id,
                }
            )

    # ------------------------------------------------------------------ who and what

    @api.model
    def _prepare_cast(self):
        """Return the records that the numbers of the simulation stand for."""
        own = self._get_own
        teams = [own(name) for name in TEAMS]
        return {
            "people": [own(name) for name in PEOPLE],
            "teams": teams,
            "stages": [self._get_simulated_stages(team) for team in teams],
            "customers": [[own(f"partner_{name}") for name in names] for names in CUSTOMERS],
            "products": [own(f"product_{name}") for name in PRODUCTS],
            "reasons": [own(f"crm_lost_reason_{name}") for name in ("competitor", "postponed")],
            "sources": [self.env.ref(name) for name in SOURCES],
            "campaigns": [self.env.ref(name) for name in CAMPAIGNS],
        }

    @api.model
    def _get_own(self, name):
        return self.env.ref(f"sales_funnel_territory.{name}")

    @api.model
    def _get_simulated_stages(self, team):
        """Return four stages of a team on the way to its won one, and that."""
        stages = self.env["crm.stage"].search([("team_ids", "in", team.ids)], order="sequence")
        before = stages.filtered(lambda stage: not stage.is_won)
        last = len(before) - 1
        return [*(before[round(step * last / 3)] for step in range(4)), stages.filtered("is_won")]

    # ------------------------------------------------------------------ deals

    @api.model
    def _prepare_deal(self, deal, cast):
        first, last = deal.states[0], deal.states[-1]
        chance = Random(f"{SEED}-{deal.number}")
        product = chance.choice(cast["products"])
        names = cast["customers"][last.team]
        customer = names[last.customer % len(names)]
        amount = _amount(last)
        quantity = max(1, round(amount / product.list_price))
        values = {
            "name": f"{product.name}, {customer.name}",
            "type": "opportunity",
            "partner_id": customer.id,
            "team_id": cast["teams"][last.team].id,
            "user_id": cast["people"][last.team if last.user is None else last.user].id,
            "stage_id": cast["stages"][last.team][last.stage].id,
            "expected_revenue": amount,
            "date_deadline": last.deadline,
            "create_date": first.at,
            "date_open": first.at,
            "date_closed": last.closed,
            "date_last_stage_update": last.at,
            "source_id": last.source is not None and cast["sources"][last.source].id,
            "campaign_id": last.campaign is not None and cast["campaigns"][last.campaign].id,
            "line_ids": [
                (0, 0, {"product_id": product.id, "quantity": quantity,
                        "price_unit": amount / quantity})
            ],
        }  # fmt: skip
        if last.status == "lost":
            reason = chance.choice(cast["reasons"])
            values |= {"active": False, "probability": 0, "lost_reason_id": reason.id}
        return values


def _amount(state):
    """Return a state's amount, in hundreds."""
    return round(state.amount * TIMES / 10_000) * 100
