"""What asks for time in a period: calendars, hours, rhythms, and the visits due by them."""
