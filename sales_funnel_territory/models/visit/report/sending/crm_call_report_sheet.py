import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime
from odoo.tools.image import image_data_uri, image_process
from odoo.tools.misc import format_time

from .....tools.paper_fonts import paper_fonts

PRINTED = ("image/jpeg", "image/png", "image/webp")
MOST_PHOTOS = 8
_PHOTO_SIZE = (900, 900)  # pixels: 7.5 cm at 300 dots an inch


class CrmCallReport(models.Model):
    """A report as it is read: on paper, in a mail; heads first, then message, then actions."""

    _inherit = "crm.call.report"

    def _get_paper_fonts(self):
        """Return the fonts for a printed page in the reader's language, as a value of CSS."""
        return paper_fonts(self.env.lang)

    def _prepare_sheet(self):
        """Return what a reader of the report sees, as plain texts."""
        self.ensure_one()
        self.check_access("read")
        # sudo: names of those a reader of the report finds in it anyhow
        report = self.sudo()
        return {
            "number": report.name,
            "purpose": report.purpose or "",
            "heads": [
                {"label": label, "value": value}
                for label, value in [*report._list_addressees(), *report._list_company()]
            ],
            "objectives": report._list_objectives(),
            "message": [{"label": label, "text": text} for label, text in report._get_message()],
            "reaction": report.reaction or "",
            "risk": report.risk or "",
            "actions": report._list_actions(),
            "next_step": report._tell_next_step(),
            "comment": report._tell_comment(),
            "additions": [
                {
                    "by": one.user_id.name,
                    "on": report._tell_moment(one.date),
                    "text": one.text,
                }
                for one in report.addition_ids
            ],
        }

    def _list_addressees(self):
        yield self.env._("To"), self._join(self.to_ids)
        yield self.env._("CC"), self._join(self.cc_ids)
        writer = self._fields["user_id"]._description_string(self.env)
        yield writer, self._join(self.user_id | self.companion_ids)
        yield self.env._("Date"), self._tell_period()
        yield (
            self.env._("Kind"),
            dict(self._fields["kind"]._description_selection(self.env))[self.kind],
        )

    def _list_company(self):
        partner, people = self.partner_id, self.contact_ids
        yield self.env._("Company"), partner.display_name
        yield self.env._("Contact Name"), self._join(people)
        yield self.env._("Group"), ", ".join(dict.fromkeys(filter(None, people.mapped("function"))))
        yield self.env._("Phone"), next(filter(None, [*people.mapped("phone"), partner.phone]), "")
        address = partner._display_address(without_company=True)
        yield self.env._("Address"), ", ".join(filter(None, map(str.strip, address.splitlines())))
        if self.opportunity_ids:
            yield self.env._("Opportunities"), self._join(self.opportunity_ids)

    def _prepare_photos(self):
        """Return the photos of the report as paper needs them: not larger than half a page."""
        self.ensure_one()
        photos = self.photo_ids.filtered(lambda one: one.mimetype in PRINTED)[:MOST_PHOTOS]
        return [{"name": one.name, "src": src} for one in photos if (src := _on_paper(one.raw))]

    def _join(self, records):
        return ", ".join(filter(None, records.mapped("name")))

    def _tell_period(self):
        start = self._tell_moment(self.date, "short")
        if not self.date_end:
            return start
        end = format_time(self.env, self.date_end, tz=self._get_clock(), time_format="short")
        return f"{start} - {end}"

    def _tell_moment(self, moment, form="medium"):
        return format_datetime(self.env, moment, tz=self._get_clock(), dt_format=form)

    def _get_clock(self):
        """Return the time zone of the reader; none: the user's own."""
        return self.env.context.get("tz") or False

    def _list_objectives(self):
        outcomes = dict(self.objective_ids._fields["outcome"]._description_selection(self.env))
        return [
            {
                "name": one.name,
                "wanted": one.wanted or "",
                "outcome": outcomes.get(one.outcome, ""),
                "why": one.why or "",
            }
            for one in self.objective_ids
        ]

    def _list_actions(self):
        states = dict(self.action_ids._fields["state"]._description_selection(self.env))
        return [
            {
                "what": one.name,
                "who": one.user_id.name or one.contact_id.name or "",
                "due": format_date(self.env, one.date_due) if one.date_due else "",
                "state": states[one.state],
            }
            for one in self.action_ids.sorted(
                lambda one: (one.date_due or fields.Date.today(), one.id)
            )
        ]

    def _tell_next_step(self):
        day = self.next_step_date and format_date(self.env, self.next_step_date)
        return " · ".join(filter(None, [self.next_step, day]))

    def _tell_comment(self):
        """Return what the manager said to it, and when."""
        if not self.acknowledged_on:
            return ""
        who = self.env._(
            "Acknowledged by %(person)s on %(day)s",
            person=self.acknowledged_by_id.name,
            day=self._tell_moment(self.acknowledged_on, "short"),
        )
        return ": ".join(filter(None, [who, self.manager_comment]))


def _on_paper(image):
    """Return an image as an address that holds it; nothing for what is no image after all."""
    try:
        return image_data_uri(base64.b64encode(image_process(image, size=_PHOTO_SIZE)))
    except UserError:
        return ""
