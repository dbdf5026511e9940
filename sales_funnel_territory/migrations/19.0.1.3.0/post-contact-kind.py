def migrate(cr, _version):
    """A call that is done is a contact, as in a new database; Odoo's record is not updated."""
    cr.execute(
        """UPDATE mail_activity_type SET contact_kind = 'call'
        WHERE contact_kind IS NULL AND id = (
            SELECT res_id FROM ir_model_data
            WHERE module = 'mail' AND name = 'mail_activity_data_call')"""
    )
