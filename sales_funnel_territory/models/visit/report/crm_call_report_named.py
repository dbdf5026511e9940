from odoo import api, models
from odoo.exceptions import ValidationError


class CrmCallReportNamed(models.AbstractModel):
    """Records that name others: what somebody puts there he may read, and people are colleagues.

    The readers of a report find names, phones and addresses in it, whether they may read these
    records or not. So nobody reads a record by naming it, and no report or activity goes to
    whoever is not of its company.
    """

    _name = "crm.call.report.named"
    _inherit = ["crm.plain.export.mixin"]
    _description = "What a Call Report Names"

    _named_records = ()  # names of fields
    _named_people = ()  # names of fields

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self.env.su:
            names = (*self._named_records, *self._named_people)
            records._check_added({name: records._find_named(name) for name in names})
        return records

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        names = [name for name in (*self._named_records, *self._named_people) if name in vals]
        before = {name: self._find_named(name) for name in names}
        result = super().write(vals)
        self._check_added({name: self._find_named(name) - before[name] for name in names})
        return result

    def _find_named(self, name):
        # sudo: also what the user may not read; that is what is asked
        return self.sudo()[name] if len(self) == 1 else self.sudo().mapped(name)

    def _check_added(self, added):
        """Refuse what was added by somebody who may not.

        :param added: {name of a field: records}
        """
        for name, records in added.items():
            if name in self._named_people:
                self._check_colleagues(records)
            else:
                records.with_env(self.env).check_access("read")

    def _check_colleagues(self, people):
        for person in people:
            if person.share or not person.active or self.company_id - person.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s is no colleague in %(company)s: choose another person.",
                        person=person.name,
                        company=", ".join(self.company_id.sudo().mapped("name")),  # sudo: a name
                    )
                )
