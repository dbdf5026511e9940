import { markup } from "@odoo/owl";

/**
 * Open what a method of the server returned. Odoo's buttons show its words for an empty screen as
 * the words they are; handed over by ourselves they would stand there with all their tags.
 *
 * @param {Object} service the action service
 * @param {Object} action of an ``ir.actions.*`` record: its help is the administrator's
 * @param {Object} [options]
 */
export function openAction(service, action, options) {
    const help = action.help && markup(action.help);
    return service.doAction(help ? { ...action, help } : action, options);
}
