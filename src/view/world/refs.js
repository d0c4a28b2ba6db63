// Numbers of elements. A number is given once, to one element, and means it until it is gone.

const number_by_element = new WeakMap();
const element_by_number = new Map();  // number → WeakRef; swept when it has grown
let next_number = 1;
let sweep_at = 20000;

function number_of(element) {
    let number = number_by_element.get(element);
    if (number === undefined) {
        number = next_number++;
        number_by_element.set(element, number);
        element_by_number.set(number, new WeakRef(element));
    }
    return number;
}

// Numbers below `from` belong to other frames by now. Answers the next one.
function reserve(from) {
    next_number = Math.max(next_number, from);
    return next_number;
}

// Null when the element has left the document (or never was in this frame).
function element_of(number) {
    const element = element_by_number.get(number)?.deref();
    return element && element.isConnected ? element : null;
}

// Pages that render anew all day would fill the table with numbers of elements that are long collected.
function sweep_numbers() {
    if (element_by_number.size < sweep_at) return;
    for (const [number, reference] of element_by_number) {
        if (!reference.deref()) element_by_number.delete(number);
    }
    sweep_at = Math.max(20000, element_by_number.size * 2);
}

// -- what only the browser can tell: handed in by the other side ---------------------------------------------------
const elements_with_listeners = new WeakSet();
const closed_root_by_host = new WeakMap();
const hosts_examined = new WeakSet();
const roots_seen = new Set();  // WeakRefs of shadow roots, so that changes in them are noticed
const root_is_noted = new WeakSet();

function note_root(root) {
    if (root_is_noted.has(root)) return;
    root_is_noted.add(root);
    roots_seen.add(new WeakRef(root));
}

// Elements of other frames come as null.
function note_listeners(elements) {
    for (const element of elements) if (element && element.nodeType === 1) elements_with_listeners.add(element);
}

// Elements that may have a closed shadow root; each is examined once.
let suspects = [];

function note_closed_root(index, root) {
    const host = suspects[index];
    if (host && root) closed_root_by_host.set(host, root);
}

function forget_suspects() {
    for (const element of suspects) hosts_examined.add(element);
    suspects = [];
}

function shadow_root_of(element) {
    return element.shadowRoot || closed_root_by_host.get(element) || null;
}

// -- the tree as it is drawn: shadow roots and slots in place -------------------------------------------------------
function drawn_children(element) {
    const root = shadow_root_of(element);
    if (root) return root.childNodes;
    if (element.localName === 'slot') {
        const assigned = element.assignedNodes();
        if (assigned.length) return assigned;
    }
    return element.childNodes;
}

function drawn_parent(node) {
    if (node.assignedSlot) return node.assignedSlot;
    const parent = node.parentNode;
    return parent && parent.nodeType === 11 ? parent.host || null : parent;
}

function contains_drawn(ancestor, node) {
    for (let at = node; at; at = drawn_parent(at)) {
        if (at === ancestor) return true;
    }
    return false;
}
