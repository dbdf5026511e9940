import { Component, useState } from "@odoo/owl";

/** The relationship picture as a table: for screen readers always, for eyes on demand. */
export class RelationshipTable extends Component {
    static template = "sales_funnel_territory.RelationshipTable";
    static props = { people: Array, gaps: Array, isOpen: Boolean };

    setup() {
        this.state = useState({ isOpen: this.props.isOpen });
    }

    get names() {
        return Object.fromEntries(this.props.people.map(({ key, name }) => [key, name]));
    }

    get sorted() {
        return [...this.props.people].sort((one, other) => one.order - other.order);
    }

    /** Of a customer we know who was last in touch with whom; of an opportunity not. */
    get isOrganisation() {
        return this.props.people.some((person) => person.known_by);
    }

    getRoles(person) {
        return [...new Set(person.roles.map(({ label }) => label))].join(", ");
    }
}
