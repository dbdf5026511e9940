from odoo import api, models
from odoo.tools import SQL

_EMPTY_TEXT = ("char", "text", "html")
_NUMBERS = ("integer", "float", "monetary")


class CrmCustomerStatus(models.Model):
    """Profiles are measured in bulk, by one statement that is made from the templates."""

    _inherit = "crm.customer.status"

    @api.model
    def _refresh_profiles(self, status_ids=None):
        """Measure how complete the profiles are, and when their parts become too old.

        :param status_ids: only these (default: all active ones)
        :return: how many have changed
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE crm_customer_status AS own SET
                    profile_template_id = new.template_id,
                    profile_missing_ids = to_jsonb(new.missing),
                    profile_completeness = new.completeness,
                    profile_confirmed_on = new.confirmed_on,
                    profile_due_on = new.due_on
                FROM (%(measured)s) AS new
                WHERE new.id = own.id
                  AND ROW(own.profile_template_id, own.profile_missing_ids,
                        own.profile_completeness, own.profile_confirmed_on, own.profile_due_on)
                    IS DISTINCT FROM ROW(new.template_id, to_jsonb(new.missing),
                        new.completeness, new.confirmed_on, new.due_on)""",
                measured=self._measured_sql(status_ids),
            )
        )
        changed = self.env.cr.rowcount
        self.invalidate_model()
        return changed

    def _settle_profiles(self, touched, asked, is_confirmed=False):
        """Somebody worked on these profiles: measure them, close to-dos that are done.

        :param touched: pairs of a status' id and the key of a part
        :param asked: ids of the statuses of which a to-do may be open
        :param is_confirmed: the parts are right as they are, complete or not
        """
        if not self:
            return
        if is_confirmed:
            self.env["crm.customer.profile.confirmation"]._confirm(touched)
        else:
            self._confirm_filled_parts(touched)
        self._refresh_profiles(self.ids)
        if asked:
            self._close_profile_requests(asked)

    @api.model
    def _confirm_filled_parts(self, touched):
        """Parts of profiles that somebody worked on, and that are complete now, are confirmed.

        :param touched: pairs of a status' id and the key of a part
        """
        if not touched:
            return
        ids, groups = zip(*sorted(touched), strict=True)
        self.env.flush_all()
        self.env["crm.customer.profile.confirmation"]._write_confirmed(
            SQL(
                """SELECT part.status_id, part.field_group
                FROM unnest(%(ids)s::int[], %(groups)s::text[]) AS part(status_id, field_group)
                JOIN (%(sheet)s) AS sheet ON sheet.id = part.status_id
                WHERE EXISTS (
                    SELECT FROM crm_profile_template_line AS line
                    WHERE line.template_id = sheet.template_id
                      AND line.field_group = part.field_group)
                  AND NOT EXISTS (
                    SELECT FROM crm_profile_template_line AS line
                    WHERE line.id = ANY(sheet.missing) AND line.field_group = part.field_group)""",
                ids=list(ids),
                groups=list(groups),
                sheet=self._sheet_sql(set(ids)),
            )
        )

    # ------------------------------------------------------------------ SQL

    @api.model
    def _measured_sql(self, status_ids):
        """Select id, template, missing lines, completeness and the dates of each status."""
        return SQL(
            """SELECT sheet.*, dates.confirmed_on,
                CASE WHEN dates.parts = sheet.parts THEN dates.due_on
                    WHEN sheet.parts > 0 THEN sheet.customer_since END AS due_on
            FROM (%(sheet)s) AS sheet
            LEFT JOIN (
                SELECT done.status_id, part.template_id, COUNT(*) AS parts,
                    MIN(done.confirmed_on)::date AS confirmed_on,
                    MIN(done.confirmed_on::date + part.days) AS due_on
                FROM crm_customer_profile_confirmation AS done
                JOIN (VALUES %(limits)s) AS part(template_id, field_group, days)
                    ON part.field_group = done.field_group
                WHERE %(scope)s
                GROUP BY done.status_id, part.template_id
            ) AS dates ON dates.status_id = sheet.id AND dates.template_id = sheet.template_id
                AND dates.parts = sheet.parts""",
            sheet=self._sheet_sql(status_ids),
            limits=self._limits_sql(),
            scope=SQL("TRUE")
            if status_ids is None
            else SQL("done.status_id = ANY(%s)", list(status_ids)),
        )

    @api.model
    def _sheet_sql(self, status_ids):
        """Select each status with its template, the lines that are not filled, completeness.

        Whether a field is filled is found once for each customer (``OFFSET 0``), whatever the
        number of templates in which it counts.
        """
        return SQL(
            """SELECT status.id, status.customer_since, chosen.template_id,
                (CASE chosen.template_id %(missing)s END)::int[] AS missing,
                COALESCE((CASE chosen.template_id %(completeness)s END)::int, 100) AS completeness,
                COALESCE((CASE chosen.template_id %(parts)s END)::int, 0) AS parts
            FROM crm_customer_status AS status
            JOIN res_partner AS customer ON customer.id = status.partner_id
            CROSS JOIN LATERAL (SELECT (CASE %(fits)s END)::int AS template_id) AS chosen
            CROSS JOIN LATERAL (SELECT %(own)s OFFSET 0) AS own
            CROSS JOIN LATERAL (
                SELECT %(people)s FROM res_partner AS person
                WHERE person.commercial_partner_id = customer.id AND person.active
                  AND person.is_company IS NOT TRUE
            ) AS people
            WHERE %(scope)s""",
            missing=self._by_template_sql(_missing_sql),
            completeness=self._by_template_sql(_completeness_sql),
            parts=self._by_template_sql(lambda template: SQL("%s", len(template.limits))),
            fits=self._fits_sql(),
            own=self._flags_sql("customer", "customer"),
            people=self._flags_sql("people", "person"),
            scope=SQL("status.active")
            if status_ids is None
            else SQL("status.id = ANY(%s)", list(status_ids)),
        )

    @api.model
    def _profile_templates(self):
        return self.env["crm.profile.template"]._get_templates()

    @api.model
    def _limits_sql(self):
        rows = [
            SQL("(%s, %s, %s)", template.id, group, days)
            for template in self._profile_templates()
            for group, days in template.limits
        ]
        return SQL(", ").join(rows or [SQL("(0, '', 0)")])

    @api.model
    def _fits_sql(self):
        """The branches of a CASE: the first template whose class and industry fit."""
        branches = [
            SQL(
                "WHEN %s AND %s THEN %s",
                _among_sql(SQL("status.class_id"), template.class_ids),
                _among_sql(SQL("customer.industry_id"), template.industry_ids),
                template.id,
            )
            for template in self._profile_templates()
        ]
        return SQL(" ").join(branches or [SQL("WHEN FALSE THEN 0")])

    @api.model
    def _by_template_sql(self, make):
        """The branches of a CASE: what ``make`` says of each template that has lines."""
        branches = [
            SQL("WHEN %s THEN %s", template.id, make(template))
            for template in self._profile_templates()
            if template.lines
        ]
        return SQL(" ").join(branches or [SQL("WHEN 0 THEN NULL")])

    @api.model
    def _flags_sql(self, scope, alias):
        """The columns that tell which fields are filled, of the customer or of any person."""
        lines = [line for one in self._profile_templates() for line in one.lines]
        names = sorted({line.field for line in lines if line.scope == scope})
        fields = self.env["res.partner"]._fields
        filled = {name: self._has_value_sql(alias, fields[name]) for name in names}
        filled.setdefault("id", SQL("TRUE"))  # a row for each customer, whatever counts
        if scope == "people":
            filled = {name: SQL("bool_or(%s)", condition) for name, condition in filled.items()}
        columns = [SQL("%s AS %s", one, SQL.identifier(name)) for name, one in filled.items()]
        return SQL(", ").join(columns)

    @api.model
    def _has_value_sql(self, alias, field):
        """Return the condition that a field of a partner is filled."""
        if field.type == "many2many":
            return SQL(
                "EXISTS (SELECT FROM %s AS link WHERE link.%s = %s)",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(alias, "id"),
            )
        if field.type == "one2many":
            return self._has_rows_sql(alias, field)
        column = SQL.identifier(alias, field.name)
        if field.type in _EMPTY_TEXT:
            return SQL("COALESCE(%s::text, '') !~ %s", column, r"^(\s|<[^>]*>)*$")
        if field.type in _NUMBERS:
            return SQL("COALESCE(%s, 0) <> 0", column)
        if field.type == "boolean":
            return SQL("COALESCE(%s, FALSE)", column)
        return SQL("%s IS NOT NULL", column)

    @api.model
    def _has_rows_sql(self, alias, field):
        comodel = self.env[field.comodel_name]
        has_active = "active" in comodel._fields and comodel._fields["active"].store
        return SQL(
            "EXISTS (SELECT FROM %s AS row WHERE row.%s = %s AND %s)",
            SQL.identifier(comodel._table),
            SQL.identifier(field.inverse_name),
            SQL.identifier(alias, "id"),
            SQL("row.active") if has_active else SQL("TRUE"),
        )


def _flag_sql(line):
    return SQL.identifier("people" if line.scope == "people" else "own", line.field)


def _missing_sql(template):
    """Return the ids of the lines that are not filled, as an array."""
    rows = [
        SQL("CASE WHEN %s THEN NULL ELSE %s END", _flag_sql(line), line.id)
        for line in template.lines
    ]
    return SQL("array_remove(ARRAY[%s]::int[], NULL)", SQL(", ").join(rows))


def _completeness_sql(template):
    """Return weights filled / all weights, in percent, never rounded up."""
    filled = [
        SQL("CASE WHEN %s THEN %s ELSE 0 END", _flag_sql(line), line.weight)
        for line in template.lines
    ]
    total = sum(line.weight for line in template.lines)
    return SQL("100 * (%s) / %s", SQL(" + ").join(filled), total)


def _among_sql(column, ids):
    return SQL("%s = ANY(%s)", column, list(ids)) if ids else SQL("TRUE")
