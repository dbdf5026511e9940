from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....planning.preparation import Suggestion, days_to_birthday
from ....tools.day_words import date_words
from .crm_preparation_part import Content

_MOST = 12
_SOON = 30  # days


class CrmPreparationPartPerson(models.AbstractModel):
    """Whom one will meet, and whose birthday is near."""

    _name = "crm.preparation.part.person"
    _inherit = "crm.preparation.part"
    _description = "Preparation: People and Birthdays"

    _part_model = "res.partner"
    _part_icon = "fa-users"
    _part_sequence = 25

    @api.model
    def _get_label(self):
        return self.env._("People and Birthdays")

    @api.model
    def _get_empty(self):
        return self.env._("Nobody is chosen to be met, and no birthday is near.")

    @api.model
    def _read(self, scope):
        met = scope.about.contact_ids
        return self.env["res.partner"].search_fetch(
            Domain("commercial_partner_id", "=", scope.customer.id)
            & Domain("is_company", "=", False)
            & (Domain("id", "in", met.ids) | Domain("birthday", "!=", False)),
            ["name", "function", "phone", "birthday", "interests", "relationship_level"],
            order="name, id",
        )

    @api.model
    def _tell(self, scope, found):
        people, met = found, scope.about.contact_ids
        days = {
            person: days_to_birthday(person.birthday, scope.today)
            for person in people
            if person.birthday
        }
        soon = people.filtered(lambda one: days.get(one, _SOON + 1) <= _SOON)
        rest = soon - met
        shown = (people & met) + rest.sorted(days.__getitem__)
        return Content(
            items=[self._describe(one, days.get(one)) for one in shown[:_MOST]],
            has_more=len(shown) > _MOST,
            suggestions=[self._suggest(one) for one in soon.sorted(days.__getitem__)],
        )

    @api.model
    def _describe(self, person, days):
        level = person.relationship_level
        levels = dict(person._fields["relationship_level"]._description_selection(self.env))
        is_soon = days is not None and days <= _SOON
        return self._make_item(
            person.name,
            person,
            text=" · ".join(filter(None, [person.function, person.phone])),
            badges=[
                *([self._make_badge(levels[level])] if level else []),
                *([self._make_badge(self._tell_birthday(days), "attention")] if is_soon else []),
            ],
            lines=[
                self._make_line(text, "", label)
                for label, text in (
                    (
                        self.env._("Birthday"),
                        person.birthday and format_date(self.env, person.birthday),
                    ),
                    (self.env._("Interests"), person.interests),
                )
                if text
            ],
        )

    @api.model
    def _tell_birthday(self, days):
        if not days:
            return self.env._("Birthday today")
        if days == 1:
            return self.env._("Birthday tomorrow")
        return self.env._("Birthday in %(days)s days", days=days)

    @api.model
    def _suggest(self, person):
        text = self.env._("Congratulate %(person)s", person=person.name)
        day = date_words(self.env, person.birthday, "d MMMM")
        return Suggestion("birthday", text, self.env._("Birthday on %(day)s", day=day))
