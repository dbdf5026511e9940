from odoo import api, models
from odoo.tools import SQL, mute_logger
from psycopg2.errors import SerializationFailure, UniqueViolation

from .crm_customer_access import ALWAYS

_MANY = 10_000  # changes that make other plans of PostgreSQL worth it


class CrmCustomerAudience(models.Model):
    """Who may see whom, counted in bulk: of all partners, or of some and their families.

    Units, and whose they are: see ``crm_customer_audience_units``.
    """

    _inherit = "crm.customer.audience"

    @api.model
    def _refresh_safely(self, partner_ids):
        """Refresh as a transaction ends, which must never fail because of it: where somebody
        else has just written the same rows, it is done right after the commit.
        """
        # a savepoint without release, it goes with the commit
        self.env.cr.execute("SAVEPOINT sales_funnel_territory_audience")
        try:
            with mute_logger("odoo.sql_db"):
                self._refresh(partner_ids)
        except (SerializationFailure, UniqueViolation):
            self.env.cr.execute("ROLLBACK TO SAVEPOINT sales_funnel_territory_audience")
            self.env.cr.postcommit.add(lambda: self._refresh_anew(partner_ids))

    @api.model
    def _refresh_anew(self, partner_ids):
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr))._refresh(partner_ids)

    @api.model
    def _refresh(self, partner_ids=None):
        """Bring audiences, and which partner has which, to what holds now; differences only.

        :param partner_ids: ids of partners; they, their families and the customers above them
            are looked at. Default: all.
        :return: number of partners and of people that were found changed
        """
        self.env.flush_all()
        self._find_units(partner_ids)
        self._find_others(None if partner_ids is None else self._find_family())
        self._make_audiences()
        changed = self._point_partners()
        changed += self._renew_access(is_all=partner_ids is None)
        if changed >= _MANY:
            # so that lists are quick at once, not when PostgreSQL comes round to it
            self.env.cr.execute("ANALYZE crm_customer_audience, crm_customer_access")
        self.env["res.partner"].invalidate_model(["audience_id", "is_in_view"], flush=False)
        self.invalidate_model(flush=False)
        self.env["crm.customer.access"].invalidate_model(flush=False)
        self._forget_seen()
        return changed

    # ------------------------------------------------------------------ people of their own

    @api.model
    def _find_others(self, family):
        """Fill ``narrow_other``: who sees a customer besides those of his territory and his main
        responsible, and why. Most of whom documents name are of the territory anyway.

        :param family: ids of the partners whose documents count; ``None``: all
        """
        self.env.cr.execute(
            """CREATE TEMPORARY TABLE IF NOT EXISTS narrow_other (customer_id int, user_id int,
                team_id int, reason varchar, date_from date, date_to date) ON COMMIT DROP;
            TRUNCATE narrow_other"""
        )
        self.env.cr.execute(
            SQL("INSERT INTO narrow_other %s", self._others_sql(self._documents_sql(family)))
        )
        self.env.cr.execute("ANALYZE narrow_other")

    @api.model
    def _others_sql(self, documents):
        """Select people of documents and of places who are neither the customer's responsible nor
        people of his territory.
        """
        return SQL(
            """WITH RECURSIVE line AS (%(line)s), steady AS MATERIALIZED (%(steady)s), found AS (
                SELECT line.head_id, document.user_id, document.team_id, document.reason,
                    document.date_from, document.date_to
                FROM (%(documents)s) AS document
                JOIN res_partner AS contact ON contact.id = document.partner_id
                JOIN line ON line.unit_id = contact.commercial_partner_id
                UNION %(places)s
            )
            SELECT DISTINCT found.* FROM found
            JOIN res_partner AS customer ON customer.id = found.head_id
            LEFT JOIN res_users AS responsible ON responsible.id = customer.user_id
            WHERE (found.team_id IS NOT NULL OR found.user_id = ANY(%(people)s))
              AND found.user_id IS DISTINCT FROM COALESCE(customer.user_id, -1)
              AND found.team_id IS DISTINCT FROM COALESCE(responsible.sale_team_id, -1)
              AND NOT EXISTS (
                SELECT FROM steady WHERE steady.territory_id = customer.territory_id
                  AND steady.user_id = found.user_id)
              AND NOT EXISTS (
                SELECT FROM steady WHERE steady.territory_id = customer.territory_id
                  AND steady.team_id = found.team_id)""",
            line=self._line_sql(),
            steady=self._steady_sql(),
            documents=documents,
            places=self._places_sql(),
            people=self.env["res.users"]._get_narrowed().ids,
        )

    @api.model
    def _documents_sql(self, family):
        """Select what all sources say."""

        def scope(column):
            return SQL("TRUE") if family is None else SQL("%s = ANY(%s)", column, family)

        sources = self.env["crm.customer.access.source"]._get_sources()
        return SQL(" UNION ALL ").join(source._documents_sql(scope) for source in sources)

    @api.model
    def _steady_sql(self):
        """Select (territory_id, user_id, team_id) of who is there until further notice."""
        return SQL(
            """SELECT own.id AS territory_id, person.user_id, account.sale_team_id AS team_id
            FROM crm_territory AS own
            JOIN crm_territory AS above ON starts_with(own.parent_path, above.parent_path)
            JOIN crm_territory_assignment AS person ON person.territory_id = above.id
            JOIN res_users AS account ON account.id = person.user_id
            WHERE person.date_from <= CURRENT_DATE AND person.date_to IS NULL
              AND own.id IN (SELECT customer.territory_id FROM narrow_unit AS unit
                JOIN res_partner AS customer ON customer.id = unit.customer_id)"""
        )

    @api.model
    def _places_sql(self):
        """Select who sees a customer because he looks after one of his places."""
        return SQL(
            """SELECT line.head_id, place.user_id, NULL, 'place', %(first)s, %(last)s
            FROM line JOIN res_partner AS place ON place.id = line.unit_id
            WHERE line.unit_id <> line.head_id AND place.user_id IS NOT NULL
            UNION
            SELECT line.head_id, person.user_id, NULL, 'place', person.date_from,
                COALESCE(person.date_to, %(last)s)
            FROM line JOIN res_partner AS place ON place.id = line.unit_id
            JOIN crm_territory AS own ON own.id = place.territory_id
            JOIN crm_territory AS above ON starts_with(own.parent_path, above.parent_path)
            JOIN crm_territory_assignment AS person ON person.territory_id = above.id
            WHERE line.unit_id <> line.head_id""",
            first=ALWAYS[0],
            last=ALWAYS[1],
        )

    # ------------------------------------------------------------------ audiences

    @api.model
    def _make_audiences(self):
        """Add the audiences that are missing."""
        self.env.cr.execute(
            """INSERT INTO crm_customer_audience (territory_id, user_id)
            SELECT DISTINCT customer.territory_id, customer.user_id
            FROM narrow_unit AS unit
            JOIN res_partner AS customer ON customer.id = unit.customer_id
            ON CONFLICT DO NOTHING"""
        )

    @api.model
    def _point_partners(self):
        """Point a customer and his people to his audience; all others, and the partners of users
        and companies, to none, which is everybody's.
        """
        self.env.cr.execute(
            """UPDATE res_partner SET audience_id = target.audience_id
            FROM (
                SELECT member.id, shared.id AS audience_id
                FROM narrow_unit AS unit
                JOIN res_partner AS member ON member.commercial_partner_id = unit.unit_id
                LEFT JOIN res_partner AS customer ON customer.id = unit.customer_id
                    AND NOT EXISTS (SELECT FROM res_users AS account
                        WHERE account.partner_id = member.id AND account.share IS NOT TRUE)
                    AND member.id NOT IN (SELECT partner_id FROM res_company)
                LEFT JOIN crm_customer_audience AS shared ON customer.id IS NOT NULL
                    AND COALESCE(shared.territory_id, 0) = COALESCE(customer.territory_id, 0)
                    AND COALESCE(shared.user_id, 0) = COALESCE(customer.user_id, 0)
            ) AS target
            WHERE res_partner.id = target.id
              AND res_partner.audience_id IS DISTINCT FROM target.audience_id"""
        )
        return self.env.cr.rowcount

    # ------------------------------------------------------------------ people

    @api.model
    def _renew_access(self, *, is_all):
        """Bring who sees the units looked at, and their audiences, to what holds now.

        What is missing is found by EXCEPT: a search in the table that is being filled would read
        all that was filled in so far, for each row.
        """
        columns = SQL("audience_id, partner_id, user_id, team_id, reason, date_from, date_to")
        self.env.cr.execute(
            SQL(
                """WITH wanted AS MATERIALIZED (%(wanted)s), had AS MATERIALIZED (
                    SELECT id, %(columns)s FROM crm_customer_access WHERE %(scope)s
                ), gone AS (
                    DELETE FROM crm_customer_access WHERE id IN (
                        SELECT had.id FROM had LEFT JOIN wanted ON %(same)s
                        WHERE wanted.reason IS NULL)
                )
                INSERT INTO crm_customer_access (%(columns)s)
                SELECT %(columns)s FROM wanted EXCEPT SELECT %(columns)s FROM had""",
                columns=columns,
                wanted=self._wanted_sql(),
                scope=SQL("TRUE") if is_all else self._scope_sql(),
                same=SQL(
                    """COALESCE(had.audience_id, 0) = COALESCE(wanted.audience_id, 0)
                    AND COALESCE(had.partner_id, 0) = COALESCE(wanted.partner_id, 0)
                    AND COALESCE(had.user_id, 0) = COALESCE(wanted.user_id, 0)
                    AND COALESCE(had.team_id, 0) = COALESCE(wanted.team_id, 0)
                    AND had.reason = wanted.reason
                    AND had.date_from = wanted.date_from AND had.date_to = wanted.date_to"""
                ),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _scope_sql(self):
        """Return the condition on rows of the units looked at and of their audiences."""
        rows = self.env.execute_query(
            SQL(
                """SELECT unit.unit_id, member.audience_id FROM narrow_unit AS unit
                JOIN res_partner AS member ON member.id = unit.unit_id"""
            )
        )
        units = [unit for unit, _audience in rows]
        audiences = list({audience for _unit, audience in rows if audience})
        return SQL("(audience_id = ANY(%s) OR partner_id = ANY(%s))", audiences, units)

    @api.model
    def _wanted_sql(self):
        """Select the rows that the units looked at, and their audiences, should have."""
        audiences = SQL(
            """crm_customer_audience AS audience
            JOIN (SELECT DISTINCT member.audience_id FROM narrow_unit AS unit
                JOIN res_partner AS member ON member.id = unit.unit_id
            ) AS used ON used.audience_id = audience.id"""
        )
        return SQL(
            """SELECT audience.id AS audience_id, NULL::int AS partner_id, person.user_id,
                NULL::int AS team_id, person.role::varchar AS reason, person.date_from,
                COALESCE(person.date_to, %(last)s) AS date_to
            FROM %(audiences)s
            JOIN crm_territory AS own ON own.id = audience.territory_id
            JOIN crm_territory AS above ON starts_with(own.parent_path, above.parent_path)
            JOIN crm_territory_assignment AS person ON person.territory_id = above.id
            WHERE COALESCE(person.date_to, %(last)s) >= CURRENT_DATE - 2
            UNION
            SELECT audience.id, NULL, audience.user_id, NULL, 'responsible', %(first)s, %(last)s
            FROM %(audiences)s WHERE audience.user_id IS NOT NULL
            UNION ALL
            SELECT NULL, unit.unit_id, other.user_id, other.team_id, other.reason,
                other.date_from, other.date_to
            FROM narrow_other AS other
            JOIN narrow_unit AS unit ON unit.customer_id = other.customer_id""",
            audiences=audiences,
            first=ALWAYS[0],
            last=ALWAYS[1],
        )

    @api.model
    def _forget_unused(self):
        """Drop audiences that no partner points to any more."""
        self.env.cr.execute(
            """DELETE FROM crm_customer_audience AS audience WHERE NOT EXISTS (
                SELECT FROM res_partner AS member WHERE member.audience_id = audience.id)"""
        )
        self.invalidate_model(flush=False)
