// One element on its way into the answer: what the walker found out about it, and its line.

const SVG = 'http://www.w3.org/2000/svg';

// The same bits as in walk.cpp.
const FLAG = {
    operable: 1, editable: 2, disabled: 4, focused: 8, required: 16, in_viewport: 32, covered: 64, can_scroll: 128, block: 256, hidden: 512,
    content_name: 1024, listens: 2048,
    checked: 1 << 16, selected: 1 << 18, expanded: 1 << 20,  // two bits each
};

const MAX_NAME = 500;
const MAX_ATTRIBUTE = 200;
const MAX_OPTIONS = 1000;  // of one list

const KEPT_ATTRIBUTES = new Set([
    'id', 'class', 'name', 'for', 'rel', 'itemprop', 'src', 'alt', 'title', 'min', 'max', 'step', 'maxlength', 'minlength', 'pattern', 'accept', 'autocomplete',
    'type', 'rows', 'cols', 'colspan', 'rowspan', 'draggable', 'target', 'download', 'cx', 'cy', 'r', 'rx', 'ry', 'x', 'y', 'x1', 'y1', 'x2', 'y2',
    'width', 'height', 'points', 'd', 'transform', 'viewBox', 'fill', 'stroke', 'stroke-width', 'font-size', 'text-anchor', 'aria-current', 'aria-sort',
    'aria-haspopup', 'aria-multiselectable', 'aria-controls', 'aria-modal', 'aria-live', 'aria-invalid', 'aria-valuemin', 'aria-valuemax', 'aria-hidden', 'multiple', 'readonly',
]);

// Whatever a page can name or write passes here, or it could forge lines. Our separators travel as signs that nobody writes.
function clean(text) {
    return /[\t\n\r`~]/.test(text) ? text.replace(/[\t\n\r]+/g, ' ').replaceAll('~', '\x01').replaceAll('`', '\x02') : text;
}

// Line breaks of a value matter (a text area); they travel as \v.
function lines_kept(text) {
    return text.replace(/\r?\n/g, '\v').slice(0, MAX_TEXT);
}

function field_text(key, text) {
    return '~' + key + '~' + clean(text);
}

function number_text(value) {
    return String(Math.round(value * 10) / 10);
}

// In tenths of a pixel: whole numbers become text several times faster.
function box_text(rect) {
    return Math.round(rect.left * 10) + ' ' + Math.round(rect.top * 10) + ' ' + Math.round(rect.width * 10) + ' ' + Math.round(rect.height * 10);
}

// Text nodes that touch.
class TextRun {
    constructor(node, raw) {
        this.first = node;
        this.last = node;
        this.raw = raw;
    }
}

// Everything about one element that more than one step wants to know.
class Candidate {
    constructor(element, tag, style, display, rect, names, is_svg) {
        this.element = element;
        this.tag = tag;
        this.style = style;
        this.rect = rect;
        this.names = names;  // of its attributes
        this.has_attributes = names.length > 0;
        this.is_svg = is_svg;
        this.role = role_of(element, tag, names.includes('role'));
        this.is_block = !INLINE_BOXES.has(display);
        this.is_inline = display === 'inline';
        this.part = null;
        this.is_operable = false;
        this.is_only_heard = false;
        this.heard = false;
        this.is_edit_root = false;
        this.is_kept = false;
        this.is_hidden = false;
        this.is_far = false;
        this.log_start = 0;
        this.has_text = false;
        this.has_elements = false;
        this.parts = [];  // what lies in it, in reading order: elements and TextRuns
        this.look_inside();
    }

    look_inside() {
        const root = shadow_root_of(this.element);
        if (root) note_root(root);
        const assigned = this.tag === 'slot' ? this.element.assignedNodes() : null;
        if (assigned && assigned.length) {
            for (const node of assigned) {
                if (node.nodeType === 1) this.add_element(node);
                else if (node.nodeType === 3) this.add_text(node, false);
            }
            return;
        }
        let touches = false;
        for (let child = (root || this.element).firstChild; child; child = child.nextSibling) {
            const type = child.nodeType;
            if (type === 1) {
                this.add_element(child);
                touches = false;
            } else if (type === 3) {
                this.add_text(child, touches);
                touches = true;
            }
        }
    }

    add_element(node) {
        this.has_elements = true;
        this.parts.push(node);
    }

    add_text(node, touches) {
        const raw = node.data;
        if (!this.has_text && /\S/.test(raw)) this.has_text = true;
        if (touches) {
            const run = this.parts[this.parts.length - 1];
            run.last = node;
            run.raw += raw;
        } else {
            this.parts.push(new TextRun(node, raw));
        }
    }
}

function has_operable_attribute(node, scrolls) {
    for (const name of node.names) {
        if (HANDLERS.has(name)) return true;
        if (name === 'tabindex' && node.element.tabIndex >= 0 && !scrolls) return true;
        if (name === 'draggable' && node.element.getAttribute(name) === 'true') return true;
    }
    return false;
}

// Cards of a list, rows made of boxes: a box whose neighbour is built like it holds what belongs together.
function is_one_of_many(node) {
    if (!node.has_elements || node.is_inline || !node.names.includes('class')) return false;
    const { element, tag } = node;
    const names = element.getAttribute('class');
    if (!names) return false;
    const is_alike = other => other !== null && other.localName === tag && other.getAttribute('class') === names;
    return is_alike(element.nextElementSibling) || is_alike(element.previousElementSibling);
}

// Sites hide the real box or file field and draw their own: its label, or a button, is what people click.
// A list of the page's own keeps a see-through field for the keyboard in the box that it draws: that box is what people
// press. Null where the field is no such thing.
function box_of_list(field) {
    if (field.getAttribute('role') !== 'combobox') return null;
    const inner = field.getBoundingClientRect();
    for (let at = field.parentElement, level = 0; at && level < 4; at = at.parentElement, ++level) {
        const box = at.getBoundingClientRect();
        if (box.width < 16 || box.height < 12 || box.width < inner.width || !at.checkVisibility(SEEN)) continue;
        if (box.height > 120) return null;
        // What says the choice lies beside the field, in the box around both.
        let whole = at;
        for (let around = at.parentElement; around; around = around.parentElement) {
            const outer = around.getBoundingClientRect();
            if (outer.width > box.width + 48 || outer.height > box.height + 24) break;
            whole = around;
        }
        return whole;
    }
    return null;
}

// A box to tick that lies unseen over a switch the page has painted, without a label: the painted thing around it.
function painted_switch(field) {
    if ((field.type !== 'checkbox' && field.type !== 'radio') || !field.checkVisibility({ visibilityProperty: true })) return null;
    const inner = field.getBoundingClientRect();
    if ((inner.width < 1 || inner.height < 1) && field.getAttribute('role') !== 'switch') return null;
    for (let at = field.parentElement, level = 0; at && level < 2; at = at.parentElement, ++level) {
        const box = at.getBoundingClientRect();
        const is_switch = box.width >= 8 && box.height >= 8 && box.width <= 120 && box.height <= 64;
        if (is_switch && at.checkVisibility(SEEN) && at.querySelectorAll('input').length === 1) return at;
    }
    return null;
}

// A scale that the page draws around a native one that nobody sees.
function painted_scale(field) {
    if (field.type !== 'range') return null;
    for (let at = field.parentElement, level = 0; at && level < 3; at = at.parentElement, ++level) {
        const box = at.getBoundingClientRect();
        if (Math.max(box.width, box.height) >= 24 && at.checkVisibility(SEEN)) return at.querySelectorAll('input').length === 1 ? at : null;
    }
    return null;
}

function has_stand_in(field) {
    if (field.type === 'file') return true;
    if (painted_scale(field)) return true;
    // What the page draws in its place says itself what it is.
    if (!field.hasAttribute('role') && field.closest('[role=radio],[role=checkbox],[role=switch]')) return false;
    if (box_of_list(field) || painted_switch(field)) return true;
    if (field.type !== 'checkbox' && field.type !== 'radio') return false;
    for (const label of field.labels || []) {
        const box = label.getBoundingClientRect();
        if (box.width >= 1 && box.height >= 1 && label.checkVisibility(SEEN)) return true;
    }
    return false;
}

// Is its middle under something else?
function is_covered(element, part, walk) {
    const x = (Math.max(part.left, 0) + Math.min(part.right, walk.width)) / 2;
    const y = (Math.max(part.top, 0) + Math.min(part.bottom, walk.height)) / 2;
    const hit = element_at(x, y);
    return hit !== null && !is_same_target(element, hit) && !contains_drawn(hit, element);
}

function is_editable_field(node) {
    if (node.is_edit_root) return true;
    if (node.tag === 'textarea') return !node.element.readOnly;
    return node.tag === 'input' && !node.element.readOnly && /^(textbox|searchbox|combobox|spinbutton|datepicker)$/.test(node.role);
}

function flags_of(node, at, walk) {
    const { element, tag, role } = node;
    let flags = (node.is_operable ? FLAG.operable : 0) | (node.heard ? FLAG.listens : 0) | (node.is_block ? FLAG.block : 0) | (at.scrolls ? FLAG.can_scroll : 0) |
        (node.is_hidden ? FLAG.hidden : 0) | (element === walk.active ? FLAG.focused : 0) | (node.part && walk.is_in_viewport(node.part) ? FLAG.in_viewport : 0);
    if (is_editable_field(node)) flags |= FLAG.editable;
    if (node.is_operable) {
        if (at.is_inert || is_disabled(element) || (!node.is_hidden && node.style.pointerEvents === 'none')) flags |= FLAG.disabled;
        if (element.required === true || element.getAttribute('aria-required') === 'true') flags |= FLAG.required;
        if ((flags & FLAG.in_viewport) && is_covered(element, node.part, walk)) flags |= FLAG.covered;
    }
    if (!node.has_attributes && tag !== 'input' && tag !== 'summary') return flags;
    return flags + checked_state(element, tag, role) * FLAG.checked + tristate(element.getAttribute('aria-selected')) * FLAG.selected + expanded_state(element, tag) * FLAG.expanded;
}

// The name from markup or, where the role says so, from what is seen inside.
function name_of(node, walk) {
    const { element, tag, role } = node;
    const given = given_name(element, tag, role);
    if (given || node.is_edit_root || !(node.is_operable || NAMED_BY_CONTENT.has(role))) return { name: given, is_content: false };
    const content = collapse(shown_characters(walk.log.slice(node.log_start).join(''))).slice(0, MAX_NAME);
    if (content) return { name: content, is_content: true };
    if (typeof element.title === 'string' && element.title.trim()) return { name: collapse(element.title), is_content: false };
    const image = element.firstElementChild ? element.querySelector('img[alt]:not([alt=""]),svg > title,[aria-label],[title]') : null;
    const name = image ? image.getAttribute('alt') || image.getAttribute('aria-label') || image.getAttribute('title') || image.textContent : '';
    return { name: collapse(name || picture_word_in(element)).slice(0, MAX_NAME), is_content: false };
}

// Asking the element for its address makes Chromium parse it; most can be put together.
function address_of(element, page) {
    const written = element.getAttribute('href');
    if (written === null) return element.href && element.href.baseVal ? element.href.baseVal : '';
    if (/^https?:\/\/[^\s\\]+$/.test(written)) return written;
    if (page.is_plain && /^[#/][!-~]*$/.test(written) && !/^\/\/|\/\.|["<>\\^`{|}]/.test(written)) {
        return (written[0] === '#' ? page.address : page.origin) + written;
    }
    return typeof element.href === 'string' ? element.href : element.href && element.href.baseVal ? element.href.baseVal : written;
}

function line_of(node, at, parent, walk) {
    const { element, tag, role, rect, style } = node;
    let rest = '';
    const add = (key, text) => {
        rest += field_text(key, text);
    };
    const { name, is_content } = name_of(node, walk);
    if (tag === 'img' && name) walk.log.push(' ' + name + ' ');
    const flags = flags_of(node, at, walk) | (is_content ? FLAG.content_name : 0);

    if (node.has_attributes || node.is_operable) add_properties(node, name, add, walk.page);
    if (tag === 'iframe') {
        const box = { left: rect.left + element.clientLeft + parseFloat(style.paddingLeft), top: rect.top + element.clientTop + parseFloat(style.paddingTop), width: element.clientWidth, height: element.clientHeight };
        add('f', box_text(box));
    }
    if (role === 'heading') add('l', /^h[1-6]$/.test(tag) && !element.hasAttribute('aria-level') ? tag[1] : element.getAttribute('aria-level') || '2');
    if (node.has_attributes) add_attributes(node, add);
    return 'E~' + parent + '~' + number_of(element) + '~' + clean(tag) + '~' + (role || 'generic') + '~' + flags + '~' + box_text(rect) + '~' + at.style_number + '~' + clean(name) + rest;
}

function add_properties(node, name, add, page) {
    const { element, tag, role } = node;
    const value = value_of(element, tag, role);
    if (value) add('v', lines_kept(value));
    const placeholder = tag === 'input' || tag === 'textarea' ? element.placeholder : element.getAttribute('aria-placeholder');
    if (placeholder) add('p', collapse(placeholder));
    const described = element.getAttribute('aria-describedby');
    const description = (described && text_of_ids(element, described)) || element.getAttribute('aria-description') || element.getAttribute('title') || '';
    if (description && collapse(description) !== name) add('d', collapse(description).slice(0, MAX_ATTRIBUTE));
    if (role === 'link') {
        const address = address_of(element, page);
        if (address) add('h', address.slice(0, 2000));
    }
    if (tag === 'input') add('i', element.type);
    const options = tag === 'select' ? element.options : tag === 'input' && element.list ? element.list.options : [];
    for (let i = 0; i < options.length && i < MAX_OPTIONS; ++i) add('o', tag === 'select' ? option_text(options[i]) : options[i].value || option_text(options[i]));
    if (node.is_operable && !name) {
        const hint = icon_hint(element);
        if (hint) add('@icon', hint);
    }
}

function add_attributes(node, add) {
    const { element } = node;
    const wants_all = node.is_operable || node.is_svg || REPLACED.has(node.tag) || (!node.has_elements && !node.has_text);
    if (!wants_all) {
        for (const name of node.is_far ? ['id', 'class'] : ['id', 'class', 'colspan', 'rowspan']) {
            const text = node.names.includes(name) ? element.getAttribute(name) : '';
            if (text) add('@' + name, text.slice(0, 80));
        }
        // How a column is sorted, and whether a dialog shuts the rest of the page off.
        const state = node.role === 'columnheader' ? 'aria-sort' : node.role === 'dialog' ? 'aria-modal' : '';
        if (state && element.hasAttribute(state)) add('@' + state, element.getAttribute(state));
        return;
    }
    for (const name of node.names) {
        if (!KEPT_ATTRIBUTES.has(name) && !name.startsWith('data-')) continue;
        const text = element.getAttribute(name);
        if (text && !(name === 'src' && text.startsWith('data:'))) add('@' + clean(name), text.slice(0, MAX_ATTRIBUTE));
    }
    if (node.is_svg && !node.names.includes('fill')) {
        const fill = to_hex(node.style.fill);
        if (fill) add('@fill', fill);
    }
}

function line_of_hidden_field(field, parent, walk) {
    const tag = field.localName;
    const role = role_of(field, tag, true);
    const drawn = box_of_list(field) || painted_scale(field) || (field.labels && field.labels[0]);
    const label = drawn ? drawn.getBoundingClientRect() : new DOMRect();
    let flags = FLAG.operable | FLAG.hidden | (is_disabled(field) ? FLAG.disabled : 0) | (field.required ? FLAG.required : 0);
    if (label.width && walk.is_in_viewport(label)) flags |= FLAG.in_viewport;
    flags += checked_state(field, tag, role) * FLAG.checked + expanded_state(field, tag) * FLAG.expanded;
    if (role === 'combobox' && !field.readOnly) flags |= FLAG.editable;
    const value = value_of(field, tag, role);
    let rest = (value ? field_text('v', lines_kept(value)) : '') + field_text('i', field.type);
    for (const name of ['id', 'name', 'class', 'accept', 'min', 'max', 'step', 'aria-haspopup', 'aria-controls']) {
        const text = field.getAttribute(name);
        if (text) rest += field_text('@' + name, text.slice(0, MAX_ATTRIBUTE));
    }
    return 'E~' + parent + '~' + number_of(field) + '~' + tag + '~' + role + '~' + flags + '~' + box_text(label) + '~0~' + clean(given_name(field, tag, role)) + rest;
}
