from . import funnel, customer, forecast, setup

# isort: split
from .customer import timeline  # its sources are of the registry in setup
