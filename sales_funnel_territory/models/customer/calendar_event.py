from odoo import api, models
from odoo.tools import SQL

_NOTED = "sales_funnel_territory.meetings"


class CalendarEvent(models.Model):
    """A meeting with a customer is a contact, and a visit, once its end has passed.

    Those that end while nobody looks are found by an hourly job.
    """

    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._note_meetings()
        return events

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(("stop", "active", "partner_ids", "opportunity_id")):
            self._note_meetings()
        return result

    def _note_meetings(self):
        """Remember meetings that are over already; most lie in the future and cost nothing."""
        now = self.env.cr.now()
        over = [event.id for event in self if event.active and event.stop and event.stop <= now]
        if not over:
            return
        precommit = self.env.cr.precommit
        if _NOTED not in precommit.data:
            precommit.data[_NOTED] = set()
            precommit.add(self.browse()._register_meetings)
        precommit.data[_NOTED].update(over)

    def _register_meetings(self):
        noted = self.env.cr.precommit.data.pop(_NOTED, set())
        if noted:
            Status = self.env["crm.customer.status"]
            condition = SQL("event.id = ANY(%s)", list(noted))
            Status._take_contacts_safely(Status._meetings_sql(condition))
