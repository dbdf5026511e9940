from . import funnel, forecast, setup
