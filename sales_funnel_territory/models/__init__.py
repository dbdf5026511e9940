from . import funnel, customer, forecast, setup
