from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Visit plans keep figures where they kept sentences; what was said before stays readable.

    The remedies of visits not served follow from their causes.
    """
    if not version:
        return
    if column_exists(cr, "crm_visit_plan", "remarks"):
        cr.execute(
            """UPDATE crm_visit_plan SET remark_facts = jsonb_build_array(
                jsonb_build_object('kind', 'said', 'text', remarks))
            WHERE remarks <> '' AND remark_facts IS NULL"""
        )
        cr.execute("ALTER TABLE crm_visit_plan DROP COLUMN remarks")
    if column_exists(cr, "crm_visit_shortfall", "note"):
        cr.execute("ALTER TABLE crm_visit_shortfall DROP COLUMN note")
