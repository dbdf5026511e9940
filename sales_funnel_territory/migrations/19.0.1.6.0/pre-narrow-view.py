from odoo.tools import sql


def migrate(cr, version):
    """Who sees a customer besides is said of the customer from now on, not of an audience of his
    own: all is counted anew once the tables are as they should be.
    """
    if not version or not sql.column_exists(cr, "crm_customer_audience", "partner_id"):
        return
    # that of the first version; it has none since
    cr.execute("ALTER TABLE res_partner DROP CONSTRAINT IF EXISTS res_partner_audience_id_fkey")
    cr.execute("TRUNCATE crm_customer_access, crm_customer_audience")
    cr.execute("ALTER TABLE crm_customer_access ALTER COLUMN audience_id DROP NOT NULL")
    cr.execute("DROP INDEX IF EXISTS crm_customer_access__audience_id_index")  # most have none
    cr.execute("DROP INDEX IF EXISTS crm_customer_access__user_id_index")  # one with more since
    cr.execute("ALTER TABLE res_partner ALTER COLUMN audience_id SET STATISTICS -1")
