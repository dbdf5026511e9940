from odoo import api, fields, models

from ..crm_route import WEEKDAYS


class CrmVisitPlanPlace(models.Model):
    """Where the days of one weekday begin and end, if not where the others do."""

    _name = "crm.visit.plan.place"
    _description = "Start and End of a Weekday"
    _order = "plan_id, weekday, id"
    _rec_name = "weekday"

    plan_id = fields.Many2one("crm.visit.plan", required=True, index=True, ondelete="cascade")
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    start_partner_id = fields.Many2one(
        "res.partner",
        "Start From",
        ondelete="set null",
        help="Where such a day begins; empty: as on other days.",
    )
    end_partner_id = fields.Many2one(
        "res.partner",
        "Come Back To",
        ondelete="set null",
        help="Where such a day ends; empty: where it begins, or as on other days.",
    )

    _one_a_weekday = models.Constraint(
        "UNIQUE(plan_id, weekday)", "A weekday begins and ends in one place: it stands there twice."
    )


class CrmVisitPlan(models.Model):
    """Start and end by day: at home, at a hotel, at the plant on Mondays."""

    _inherit = "crm.visit.plan"

    place_ids = fields.One2many(
        "crm.visit.plan.place",
        "plan_id",
        "Other Weekdays",
        copy=True,
        help="Weekdays that begin or end elsewhere.",
    )

    def _get_wishes(self, names):
        values = super()._get_wishes(names)
        if "place_ids" in values:  # the next plan gets lines of its own
            values["place_ids"] = [
                fields.Command.create(
                    {
                        "weekday": one.weekday,
                        "start_partner_id": one.start_partner_id.id,
                        "end_partner_id": one.end_partner_id.id,
                    }
                )
                for one in self.place_ids
            ]
        return values

    @api.model
    def _get_day_ends(self, user, day=None):
        """Return the partners from whom a person's day starts and to whom it leads back.

        Of a plan, or of nobody's: then by the person's own place.

        :param day: default: any day
        """
        # sudo: where a colleague lives is not shown, only travelled from
        own = user.sudo()._get_start_place()
        plan = self.sudo()  # sudo: as above
        place = plan.place_ids.filtered(lambda one: day and one.weekday == str(day.weekday()))
        start = place.start_partner_id or plan.start_partner_id or own
        end = place.end_partner_id or place.start_partner_id or plan.end_partner_id or start
        return start, end

    def _locate_starts(self):
        """Look for the places where these plans' days begin and end, unless they are known."""
        # sudo: as above
        plans = self.sudo()
        people = plans.user_id
        starts = people.partner_id | people.company_id.partner_id
        starts |= plans.start_partner_id | plans.end_partner_id
        starts |= plans.place_ids.start_partner_id | plans.place_ids.end_partner_id
        starts._locate_starts()
