from datetime import datetime, time, timedelta

from odoo import Command, api, fields, models
from odoo.tools import SQL

ROUND = "partner_round_"
DAYS_BETWEEN = {"A": 28, "B": 42, "C": 91}
# Who is due when: all of the round within four weeks, neighbours not at once.
SPREAD, DAYS_AHEAD = 11, 28
SEARCH = 1500
ABOUT = (
    "Walked through the packing hall; they want fewer stops on the second line.",
    "Talked about spare parts and the winter service.",
    "Showed the film of the new filler; they will ask their plant manager.",
    "The yearly talk: content, no changes planned.",
)


class SalesFunnelDemo(models.AbstractModel):
    """Visits of the demo company that are over: planned in time, so that they can be reported."""

    _inherit = "sales.funnel.demo"

    @api.model
    def _plan_past_visits(self):
        """Let visits of the demo have been entered a week before they took place."""
        self.env["crm.visit"].flush_model(["start"])
        self.env.cr.execute(
            SQL(
                """UPDATE crm_visit AS visit SET create_date = visit.start - interval '7 days'
                FROM ir_model_data AS data
                WHERE data.model = 'crm.visit' AND data.res_id = visit.id
                    AND data.module = 'sales_funnel_territory'
                    AND visit.start < visit.create_date"""
            )
        )
        self.env["crm.visit"].invalidate_model(["create_date"])

    @api.model
    def _visit_the_round(self):
        """Let Anna have met the customers around Hamburg before: some are due again this week."""
        today = fields.Date.context_today(self)
        monday = today - timedelta(days=today.weekday())
        customers = self._find_round()
        meetings = [
            self._prepare_meeting(
                customer,
                monday
                + timedelta(days=number * SPREAD % DAYS_AHEAD)
                - timedelta(days=DAYS_BETWEEN[customer.customer_class_id.code]),
                ABOUT[number % len(ABOUT)],
            )
            for number, customer in enumerate(customers)
        ]
        # without a word to the customers
        quiet = {"no_mail_to_attendees": True, "mail_create_nolog": True, "tracking_disable": True}
        self.env["calendar.event"].with_context(**quiet).create(meetings)

    @api.model
    def _find_round(self):
        domain = [("module", "=", "sales_funnel_territory"), ("name", "=like", f"{ROUND}%")]
        return self.env["res.partner"].browse(
            self.env["ir.model.data"].search(domain, order="id").mapped("res_id")
        )

    def _prepare_meeting(self, customer, day, about):
        person = customer.user_id
        start = datetime.combine(day, time(9))
        return {
            "name": f"{customer.name}: {about}",
            "user_id": person.id,
            "partner_ids": [Command.set((person.partner_id | customer).ids)],
            "start": start,
            "stop": start + timedelta(hours=1),
        }

    @api.model
    def _begin_the_week(self):
        """Let this week be planned, approved by the leader and in force."""
        person = self.env.ref("sales_funnel_territory.user_rep")
        leader = self.env.ref("sales_funnel_territory.user_leader")
        today = person._get_today()
        monday = today - timedelta(days=today.weekday())
        plan = self.env["crm.visit.plan"].create(
            {
                "user_id": person.id,
                "company_id": self.env.ref("base.main_company").id,
                "kind": "week",
                "date_from": monday,
            }
        )
        plan._plan_here(SEARCH)
        plan.with_user(person).action_submit()
        plan.with_user(leader).action_approve()
        plan.with_user(person).action_publish()

    @api.model
    def _have_been_here(self):
        """Let the people of the demo have logged in before: they keep their clock.

        Odoo takes the browser's time zone at somebody's first log-in; their visits were planned
        by the clock of their customers.
        """
        people = self.env["res.users"].search(
            [("id", "in", self._get_demo_people()), ("log_ids", "=", False)]
        )
        for person in people:
            person.with_user(person)._update_last_login()

    @api.model
    def _get_demo_people(self):
        domain = [("module", "=", "sales_funnel_territory"), ("model", "=", "res.users")]
        return self.env["ir.model.data"].search(domain).mapped("res_id")
