from datetime import date

from odoo import api, fields, models

from ....planning.import_rows import Column, find_problems, is_empty
from ....tools.import_rows import read_rows
from ..profile.res_partner import AMOUNTS, COUNTS, EARLIEST_BIRTHDAY, EARLIEST_FOUNDED
from ..res_partner_customer import SALES
from .res_partner import IN_STATUS

# A sheet of plain contacts is Odoo's, untouched.
OURS = frozenset((*IN_STATUS, *AMOUNTS, *COUNTS, "founded_year", "birthday", "is_sales_customer"))


class ResPartner(models.Model):
    """An import of customers is checked as a whole before its first row is written.

    What cannot be is reported, and nothing is brought in; with ``customer_import`` = ``good`` in
    the context these rows are left out, and the rest is brought in.
    """

    _inherit = "res.partner"

    @api.model
    def get_import_templates(self):
        templates = super().get_import_templates()
        if not self.env.user.has_group(SALES):
            return templates
        return [
            *templates,
            {
                "label": self.env._("Import Template for Customers"),
                "template": "/sales_funnel_territory/static/xls/crm_customer.xlsx",
            },
        ]

    @api.model
    def load(self, fields, data):
        if not OURS.intersection(fields):
            return super().load(fields, data)
        columns = self._get_import_columns(fields, data)
        data = self._empty_cells(columns, fields, data)
        problems = list(find_problems(columns, data))
        if reported := self._get_reported(problems):
            messages = self._prepare_import_report(reported, fields, data)
            return {"ids": False, "messages": messages, "nextrow": 0}
        bad = {problem.row for problem in problems}
        kept = self._keep_good_rows(bad, fields, data)
        rows = [_in_our_words(columns, data[row]) for row in kept]
        result = super().load(*self._name_classes(fields, rows))
        if bad:
            self._restore_row_numbers(result, kept)
            self._tell_left_out(len(data) - len(kept))
        return result

    @api.model
    def _get_reported(self, problems):
        """Return the problems that stop the import; Odoo's screen may say otherwise by column."""
        if self.env.context.get("customer_import") == "good":
            return []
        skipped = self.env.context.get("import_skip_records", [])
        return [problem for problem in problems if problem.column.name not in skipped]

    @api.model
    def _empty_cells(self, columns, fields, data):
        """Empty what cannot be in the columns for which Odoo's screen was told to."""
        emptied = self.env.context.get("import_set_empty_fields", [])
        chosen = {place: one for place, one in columns.items() if one.name in emptied}
        if not chosen:
            return data
        data = [list(row) for row in data]
        for problem in list(find_problems(chosen, data)):
            data[problem.row][list(fields).index(problem.column.name)] = ""
        return data

    # ------------------------------------------------------------------ what a column may hold

    @api.model
    def _get_import_columns(self, fields, data):
        """Return {position: column} of the columns that are checked."""
        places = {name: place for place, name in enumerate(fields)}
        known = {column.name: column for column in self._prepare_import_columns()}
        if "user_id" in places:
            known["user_id"] = self._prepare_users({row[places["user_id"]] for row in data})
        found = {places[name]: column for name, column in known.items() if name in places}
        return dict(sorted(found.items()))

    @api.model
    def _prepare_import_columns(self):
        today = fields.Date.context_today(self)
        classes = {text: one.display_name for text, one in self._get_class_names().items()}
        yield Column("customer_class_id", "choice", choices=classes)
        for rhythm in ("contact", "visit"):
            yield Column(f"{rhythm}_number", "whole", low=1, high=366)
            labels = self._fields[f"{rhythm}_unit"]._description_selection(self.env)
            units = dict(labels)
            yield Column(
                f"{rhythm}_unit",
                "choice",
                choices={**units, **{label.lower(): label for label in units.values()}},
            )
        for name in (*AMOUNTS, "yearly_potential"):
            yield Column(name, "amount", low=0)
        for name in COUNTS:
            yield Column(name, "whole", low=0)
        yield Column("founded_year", "whole", low=EARLIEST_FOUNDED, high=today.year)
        earliest = date.fromisoformat(str(EARLIEST_BIRTHDAY))
        yield Column("birthday", "date", first=earliest, last=today)

    @api.model
    def _get_class_names(self):
        """Return {text in small letters: class}: by letter, name, or both."""
        classes = self.env["crm.customer.class"].search([])
        return {
            text.lower(): one for one in classes for text in (one.code, one.name, one.display_name)
        }

    @api.model
    def _prepare_users(self, values):
        asked = [str(value).strip() for value in values if not is_empty(value)]
        users = self.env["res.users"].search([("share", "=", False), ("name", "in", asked)])
        return Column(
            "user_id", "choice", choices={name.lower(): name for name in users.mapped("name")}
        )

    @api.model
    def _name_classes(self, fields, rows):
        """Return fields and rows with classes by their ids: Odoo looks for a part of the name."""
        if "customer_class_id" not in fields:
            return fields, rows
        place = list(fields).index("customer_class_id")
        classes = {one.display_name: one for one in self._get_class_names().values()}
        for row in rows:
            row[place] = str(classes[row[place]].id) if row[place] else ""
        names = [
            "customer_class_id/.id" if name == "customer_class_id" else name for name in fields
        ]
        return names, rows

    # ------------------------------------------------------------------ the report

    @api.model
    def _prepare_import_report(self, problems, fields, data):
        """Return a message for each cell that cannot be: row, column, value, remedy."""
        rows = read_rows(self, fields, data)
        record_of = {
            row: (number, span)
            for number, span in enumerate(rows)
            for row in range(span["from"], span["to"] + 1)
        }
        return [self._prepare_import_message(one, *record_of[one.row]) for one in problems]

    @api.model
    def _prepare_import_message(self, problem, record, rows):
        column = problem.column
        return {
            "type": "error",
            "record": record,
            "rows": rows,
            "field": column.name,
            "value": problem.value,
            "message": self.env._(
                "Row %(row)s, %(field)s: %(value)s is not possible. %(remedy)s",
                row=problem.row + 1,
                field=self._fields[column.name]._description_string(self.env),
                value=problem.value,
                remedy=self._get_import_remedy(column),
            ),
        }

    @api.model
    def _get_import_remedy(self, column):
        if column.name == "user_id":
            return self.env._("Enter the name of a user as it is in Odoo, or leave it empty.")
        if column.kind == "choice":
            names = ", ".join(dict.fromkeys(column.choices.values()))
            return self.env._("Enter one of: %(names)s.", names=names)
        if column.kind == "date":
            return self.env._(
                "Enter a day from %(first)s to %(last)s as year-month-day, or leave it empty.",
                first=column.first,
                last=column.last,
            )
        if column.high is None:
            return self.env._("Enter a number, 0 or more, or leave it empty.")
        return self.env._(
            "Enter a whole number from %(low)s to %(high)s, or leave it empty.",
            low=str(column.low),
            high=str(column.high),
        )

    # ------------------------------------------------------------------ the good ones

    @api.model
    def _keep_good_rows(self, bad, fields, data):
        """Return the numbers of the rows whose record has no mistake in any of its rows."""
        kept = []
        for span in read_rows(self, fields, data) if bad else []:
            rows = range(span["from"], span["to"] + 1)
            if not bad.intersection(rows):
                kept.extend(rows)
        return kept if bad else list(range(len(data)))

    @api.model
    def _restore_row_numbers(self, result, kept):
        """Name rows as in the file, although some were left out."""
        following = result.get("nextrow")
        if following:
            result["nextrow"] = kept[following] if following < len(kept) else 0
        for message in result["messages"]:
            if rows := message.get("rows"):
                message["rows"] = {end: kept[row] for end, row in rows.items()}

    @api.model
    def _tell_left_out(self, count):
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Import"),
                "message": self.env._("%(count)s rows with mistakes were left out.", count=count),
            },
        )


def _in_our_words(columns, row):
    """Return a row with choices as Odoo knows them: ``a`` is A Focus."""
    return [
        columns[place].choices[str(value).strip().lower()]
        if place in columns and columns[place].kind == "choice" and not is_empty(value)
        else value
        for place, value in enumerate(row)
    ]
