{
    "name": "Sales Funnel & Territory",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "summary": "Stage probabilities, funnel templates and a weighted forecast that is right",
    "author": "Sales Funnel & Territory contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "crm",
        "contacts",
        "calendar",
        "resource",
        "base_geolocalize",
        "product",
        "web_hierarchy",
        "privacy_lookup",
    ],
    "data": [
        # security
        "security/sales_funnel_territory_groups.xml",
        "security/crm_lead_security.xml",
        "security/ir.model.access.csv",
        # data
        "data/crm_funnel_template_strategic.xml",
        "data/crm_funnel_template_abcd.xml",
        "data/crm_funnel_template_project.xml",
        "data/crm_funnel_template_milestones.xml",
        # views
        "views/crm_stage_views.xml",
        "views/crm_team_views.xml",
        "views/crm_lead_views.xml",
        "views/crm_lead_forecast_views.xml",
        "views/menus.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/crm_team_demo.xml",
        "demo/crm_stage_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/product_demo.xml",
        "demo/crm_lost_reason_demo.xml",
        "demo/crm_lead_demo.xml",
        "demo/mail_activity_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "sales_funnel_territory/static/src/**/*",
        ],
        "web.assets_tests": [
            "sales_funnel_territory/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
