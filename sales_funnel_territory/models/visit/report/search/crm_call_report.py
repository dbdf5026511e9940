from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .....planning.search_words import search_terms, search_words

# what somebody may remember of a report
_TEXTS = (
    "name",
    "purpose",
    "message_product",
    "message_budget",
    "message_organisation",
    "message_decision",
    "message_competitors",
    "message_needs",
    "reaction",
    "risk",
    "next_step",
    "manager_comment",
)
_ROWS = {
    "objective_ids": ("name", "wanted", "why"),
    "action_ids": ("name",),
    "addition_ids": ("text",),
}


class CrmCallReport(models.Model):
    """Reports are found by any word in them, in Chinese as well, among a million.

    The words of a report stand beside it, and an index has them as they are: no dictionary, no
    parser of PostgreSQL's, which knows nothing of Chinese.
    """

    _inherit = "crm.call.report"

    words = fields.Text(
        compute="_compute_words",
        store=True,
        compute_sudo=True,
        prefetch=False,
        copy=False,
        exportable=False,
        help="The words by which the report is found.",
    )
    word_search = fields.Char(
        "Words in the Report",
        compute="_compute_word_search",
        search="_search_word_search",
        exportable=False,
        help="Finds reports that have all of these words, or words that begin with them.",
    )

    _words_found = models.Index("USING gin (array_to_tsvector(string_to_array(words, ' ')))")

    @api.depends(*_TEXTS, *(f"{rows}.{name}" for rows, names in _ROWS.items() for name in names))
    def _compute_words(self):
        for report in self:
            report.words = " ".join(search_words("\n".join(report._list_texts())))

    def _list_texts(self):
        """Return all that somebody wrote in this report."""
        self.ensure_one()
        texts = [self[name] for name in _TEXTS]
        texts += [
            row[name] for rows, names in _ROWS.items() for row in self[rows] for name in names
        ]
        return list(filter(None, texts))

    def _compute_word_search(self):
        self.word_search = False  # only to search by

    def _search_word_search(self, operator, value):
        if operator in ("like", "ilike"):
            return self._words_domain(value)
        if operator == "in":
            return Domain.OR(self._words_domain(one) for one in value)
        return NotImplemented

    @api.model
    def _words_domain(self, text):
        """Return which reports have all words of a text."""
        terms = search_terms(text or "")
        if not terms:
            return Domain.FALSE if (text or "").strip() else Domain.TRUE
        # only letters and digits: nothing of it can be more than a word
        asked = " & ".join(f"'{term.word}'{':*' if term.is_prefix else ''}" for term in terms)

        def to_sql(model, alias, query):
            return SQL(
                "array_to_tsvector(string_to_array(%s, ' ')) @@ %s::tsquery",
                model._field_to_sql(alias, "words", query),
                asked,
            )

        return Domain.custom(to_sql=to_sql)
