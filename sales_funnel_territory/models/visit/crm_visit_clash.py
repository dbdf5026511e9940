from odoo import api, models
from odoo.tools import format_datetime

_MOST = 5


class CrmVisit(models.Model):
    """What a visit would get in the way of, for its person and whoever comes along."""

    _inherit = "crm.visit"

    def _get_clashes(self, start, stop, people=None):
        """Return sentences about what overlaps with a time.

        Other visits of the same people, and busy events of their calendars; a private event is
        just something private.

        :param people: users (default: the person and the companions)
        """
        people = people or (self.user_id | self.companion_ids)
        others = self._find_overlapping(people, start, stop) - self._origin
        # sudo: whether a colleague is busy, and with what unless it is private
        events = self.env["calendar.event"].sudo()._find_busy(people, start, stop)
        events -= (others | self._origin).sudo().event_id
        lines = [self._tell_clash(one.start, one.user_id.name, one.display_name) for one in others]
        for event in events:
            busy = people.filtered(lambda user, event=event: user.partner_id in event.partner_ids)
            lines.append(
                self._tell_clash(event.start, busy[:1].name, event._get_name_for(self.env.user))
            )
        return lines[:_MOST]

    @api.model
    def _find_overlapping(self, people, start, stop):
        """Return visits of people, or with them, that overlap with a time."""
        return self.search(
            [
                ("start", "<", stop),
                ("stop", ">", start),
                ("state", "in", ("planned", "confirmed", "under_way")),
                "|",
                ("user_id", "in", people.ids),
                ("companion_ids", "in", people.ids),
            ],
            order="start",
        )

    def _tell_clash(self, moment, who, what):
        return self.env._(
            "%(when)s, %(who)s: %(what)s",
            when=format_datetime(self.env, moment, dt_format="short"),
            who=who,
            what=what,
        )
