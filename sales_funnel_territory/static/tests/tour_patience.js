import { TourAutomatic } from "@web_tour/js/tour_automatic/tour_automatic";

// Milliseconds a step may take, unless it says so itself: on a busy machine Odoo's 10 seconds pass
// while a page loads. A step that would never come still fails.
TourAutomatic.prototype.timeout = 40000;
