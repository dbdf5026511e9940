from odoo import models
from odoo.tools import format_date

from ....planning.visits.due.agenda import clock_time
from ....tools.day_words import date_words
from ....tools.one_line import one_line
from ....tools.paper_fonts import paper_fonts


class CrmVisitPlan(models.Model):
    """What is printed of a plan: for the manager and the assistant, and for the way."""

    _inherit = "crm.visit.plan"

    def _get_paper_fonts(self):
        """Return the fonts for a printed page in the reader's language, as a value of CSS."""
        return paper_fonts(self.env.lang)

    def _get_printed_days(self):
        """Return the days of the plan with their visits; weeks of a month, months of a quarter."""
        self.ensure_one()
        groups = {}
        for visit in self._get_printed_visits().sorted(
            lambda one: (one._get_day(), one.start or one.create_date)
        ):
            key = (visit._get_day(), visit.window_to if not visit.start else visit._get_day())
            groups.setdefault(key, []).append(visit)
        return [self._prepare_printed(*days, found) for days, found in groups.items()]

    def _get_printed_visits(self):
        """Return the visits of the plan, and appointments that stand in the days of a week.

        What the reader may not see, as of a company that he has not ticked, is on no paper.
        """
        visits = self.visit_ids.filtered(lambda visit: visit.state != "cancelled")
        if self.kind == "week":
            visits |= self._find_in_days().sudo(False)
        return visits._filtered_access("read")

    def _get_printed_figures(self):
        """Return what the paper says at its head: of a week what stands below, as it is now."""
        if self.kind == "week":
            return self._count_figures(self._get_printed_visits().filtered("start"))
        names = ("planned_count", "unserved_count", "planned_hours", "travel_km")
        return {name: self[name] for name in names}

    def _prepare_printed(self, first, last, visits):
        label = date_words(self.env, first, "EEEE, d MMMM y")
        if last != first:
            label = self.env._(
                "%(first)s to %(last)s",
                first=format_date(self.env, first),
                last=format_date(self.env, last),
            )
        return {
            "label": label,
            "visits": [self._prepare_printed_visit(one) for one in visits],
            "travel_minutes": sum(one.travel_minutes for one in visits),
            "km": round(sum(one.travel_km for one in visits)),
        }

    def _prepare_printed_visit(self, visit):
        partner = visit.partner_id
        return {
            "visit": visit,
            "time": self._get_printed_time(visit),
            "address": one_line(partner._display_address(without_company=True)),
            "access_notes": partner.customer_status_id.access_notes or "",
        }

    def _get_printed_time(self, visit):
        if not visit.start:
            return ""
        zone = self.user_id._get_clock()
        start, stop = (clock_time(one, zone)[1] for one in (visit.start, visit.stop))
        return f"{_clock(start)} - {_clock(stop)}"


def _clock(seconds):
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
