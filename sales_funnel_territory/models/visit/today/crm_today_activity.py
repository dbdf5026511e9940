from odoo import api, models

MOST_ACTIVITIES = 40
# where the customer of a record with activities is found
CUSTOMERS = {
    "res.partner": "id",
    "crm.lead": "partner_id",
    "crm.visit": "partner_id",
    "crm.call.report": "partner_id",
    "crm.help.request": "partner_id",
}


class CrmToday(models.AbstractModel):
    """The activities that are due, each with its customer to call or to go to."""

    _inherit = "crm.today"

    @api.model
    def _today_activities(self, frame):
        Activity = self.env["mail.activity"]
        domain = [("user_id", "=", frame.user.id), ("date_deadline", "<=", frame.first)]
        activities = Activity.search(domain, order="date_deadline, id", limit=MOST_ACTIVITIES)
        customers = self._today_customers_of(activities)
        places = self._today_places(self.env["res.partner"].union(*customers.values()))
        own = self._today_places_of_leads(activities)
        return {
            "count": Activity.search_count(domain),
            "items": [
                self._today_tell_activity(frame, activity)
                | places.get(customers[activity].id, self._today_no_place())
                | own.get(activity, {})
                for activity in activities
            ],
        }

    @api.model
    def _today_customers_of(self, activities):
        """Return {activity: customer}: nobody where there is none, or the user may not see him."""
        Partner = self.env["res.partner"]
        found = dict.fromkeys(activities, Partner)
        for model, ofs in activities.grouped("res_model").items():
            if path := CUSTOMERS.get(model):
                records = self.env[model].browse(ofs.mapped("res_id"))
                seen = {one.id: one for one in records._filtered_access("read")}
                for activity in ofs:
                    record = seen.get(activity.res_id)
                    found[activity] = Partner.browse(_id_of(record, path))
        return found

    @api.model
    def _today_places_of_leads(self, activities):
        """Return {activity: what its lead itself says}: a visitor is no customer yet."""
        ofs = activities.filtered(lambda one: one.res_model == "crm.lead")
        leads = self.env["crm.lead"].browse(ofs.mapped("res_id"))._filtered_access("read")
        told = {lead.id: self._today_place_of_lead(lead) for lead in leads}
        return {activity: told.get(activity.res_id, {}) for activity in ofs}

    @api.model
    def _today_places(self, partners):
        """Return {partner id: how to call him and how to get there}, of those the user sees."""
        tell = self.env["crm.visit.plan"]._planner_tell_customer
        keys = self._today_no_place().keys()
        told = {one.id: tell(one) for one in partners._filtered_access("read")}
        return {key: {name: place[name] for name in keys} for key, place in told.items()}

    @api.model
    def _today_ways(self, partners):
        """Return {partner id: what a map app looks for}: the position, else the address."""
        return {
            key: ",".join(map(str, place["position"])) if place["position"] else place["address"]
            for key, place in self._today_places(partners).items()
        }

    @api.model
    def _today_no_place(self):
        return {"partner_id": False, "city": "", "address": "", "position": False, "phone": ""}

    @api.model
    def _today_tell_activity(self, frame, activity):
        return {
            "id": activity.id,
            "summary": activity.summary or activity.activity_type_id.name or "",
            "icon": activity.icon or "fa-tasks",
            "name": activity.res_name or "",
            "model": activity.res_model or "",
            "res_id": activity.res_id,
            "day": self._today_tell_day(frame, activity.date_deadline),
            "is_late": activity.date_deadline < frame.first,
            "can_do": activity.can_write,
        }


def _id_of(record, path):
    """Return the id of a record's customer."""
    if not record:
        return []
    return record.id if path == "id" else record[path].id or []
