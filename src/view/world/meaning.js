// What an element is and what it is called: role, accessible name, state.

const ROLE_BY_TAG = {
    a: 'link', area: 'link', article: 'article', aside: 'complementary', audio: 'audio', blockquote: 'blockquote', button: 'button',
    canvas: 'canvas', caption: 'caption', datalist: 'listbox', dd: 'definition', details: 'group', dialog: 'dialog', dl: 'list', dt: 'term',
    fieldset: 'group', figcaption: 'caption', figure: 'figure', footer: 'contentinfo', form: 'form', h1: 'heading', h2: 'heading',
    h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', header: 'banner', hr: 'separator', iframe: 'iframe', img: 'img',
    label: 'label', legend: 'legend', li: 'listitem', main: 'main', math: 'math', menu: 'list', meter: 'meter', nav: 'navigation',
    ol: 'list', optgroup: 'group', option: 'option', output: 'status', p: 'paragraph', pre: 'code', progress: 'progressbar',
    search: 'search', section: 'region', select: 'combobox', summary: 'button', svg: 'img', table: 'table', tbody: 'rowgroup',
    td: 'cell', textarea: 'textbox', tfoot: 'rowgroup', th: 'columnheader', thead: 'rowgroup', tr: 'row', ul: 'list', video: 'video',
};

const ROLE_BY_INPUT_TYPE = {
    button: 'button', checkbox: 'checkbox', color: 'colorpicker', date: 'datepicker', 'datetime-local': 'datepicker', email: 'textbox',
    file: 'filepicker', image: 'button', month: 'datepicker', number: 'spinbutton', password: 'textbox', radio: 'radio',
    range: 'slider', reset: 'button', search: 'searchbox', submit: 'button', tel: 'textbox', text: 'textbox', time: 'datepicker',
    url: 'textbox', week: 'datepicker',
};

const SHAPES = new Set(['circle', 'ellipse', 'image', 'line', 'path', 'polygon', 'polyline', 'rect', 'use']);

// Roles that say: a person can do something with this.
const OPERABLE_ROLES = new Set([
    'button', 'checkbox', 'colorpicker', 'combobox', 'datepicker', 'filepicker', 'link', 'menuitem', 'menuitemcheckbox', 'menuitemradio',
    'option', 'radio', 'searchbox', 'slider', 'spinbutton', 'switch', 'tab', 'textbox', 'treeitem',
]);

// Roles whose name is their content.
const NAMED_BY_CONTENT = new Set([
    'button', 'caption', 'cell', 'checkbox', 'columnheader', 'gridcell', 'heading', 'label', 'legend', 'link', 'menuitem', 'menuitemcheckbox',
    'menuitemradio', 'option', 'radio', 'rowheader', 'switch', 'tab', 'term', 'tooltip', 'treeitem',
]);

// Roles that are kept although nobody can operate them: they give the page its shape.
const STRUCTURE = new Set([
    'alert', 'alertdialog', 'article', 'audio', 'banner', 'blockquote', 'canvas', 'caption', 'cell', 'code', 'columnheader', 'complementary',
    'contentinfo', 'definition', 'dialog', 'feed', 'figure', 'form', 'grid', 'gridcell', 'group', 'heading', 'iframe', 'img', 'label',
    'legend', 'list', 'listbox', 'listitem', 'log', 'main', 'marquee', 'math', 'menu', 'menubar', 'meter', 'navigation', 'paragraph',
    'progressbar', 'radiogroup', 'region', 'row', 'rowheader', 'scrollbar', 'search', 'separator', 'shape', 'status', 'table',
    'tablist', 'tabpanel', 'term', 'timer', 'toolbar', 'tooltip', 'tree', 'treegrid', 'video',
]);

function collapse(text) {
    return (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

// Characters nobody sees: zero width, direction marks, tags, soft hyphens. They hide words from people and split them for us.
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

function shown_characters(text) {
    return text.replace(UNSEEN, '');
}

function role_of(element, tag, may_have_role = true) {
    const explicit = may_have_role ? element.getAttribute('role') : null;
    if (explicit) {
        for (const role of explicit.trim().toLowerCase().split(/\s+/)) {
            if (role === 'presentation' || role === 'none') return '';
            if (OPERABLE_ROLES.has(role) || STRUCTURE.has(role)) return role;
            if (role === 'image') return 'img';
            if (role === 'directory') return 'list';
            if (role === 'rowgroup') return role;
            if (role === 'generic' || role === 'text') return '';
        }
    }
    switch (tag) {
        case 'a':
        case 'area':
            return element.hasAttribute('href') || element.hasAttribute('xlink:href') ? 'link' : '';
        case 'input':
            if (element.list && /^(text|search|url|tel|email)$/.test(element.type)) return 'combobox';
            return ROLE_BY_INPUT_TYPE[element.type] || 'textbox';
        case 'select':
            return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
        case 'th':
            return element.getAttribute('scope') === 'row' ? 'rowheader' : 'columnheader';
        case 'section':
        case 'form':
            // Without a name these are only boxes.
            return tag === 'form' || element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby') ? ROLE_BY_TAG[tag] : '';
    }
    if (SHAPES.has(tag) && element.namespaceURI === 'http://www.w3.org/2000/svg') return 'shape';
    const role = ROLE_BY_TAG[tag];
    return typeof role === 'string' ? role : '';
}

function text_of_ids(element, ids) {
    const root = element.getRootNode();
    const texts = [];
    for (const id of ids.trim().split(/\s+/)) {
        const named = id && root.getElementById ? root.getElementById(id) : null;
        if (named) texts.push(named.getAttribute('aria-label') || plain_text(named));
    }
    return collapse(texts.join(' '));
}

// Text of an element without what is inside its form fields; also of hidden elements, as names may come from them.
function plain_text(element, limit = 300) {
    let text = '';
    const visit = node => {
        if (text.length > limit) return;
        if (node.nodeType === 3) {
            text += node.data;
        } else if (node.nodeType === 1) {
            const tag = node.localName;
            if (tag === 'script' || tag === 'style' || tag === 'svg' || tag === 'select' || tag === 'textarea' || tag === 'template') return;
            if (tag === 'img') text += ' ' + (node.alt || '') + ' ';
            else if (tag === 'input') text += /^(button|submit|reset)$/.test(node.type) ? ' ' + node.value + ' ' : '';
            else {
                const is_apart = tag === 'div' || tag === 'p' || tag === 'br' || tag === 'li' || tag === 'td';
                if (is_apart) text += ' ';
                for (const child of drawn_children(node)) visit(child);
                if (is_apart) text += ' ';
            }
        }
    };
    visit(element);
    return collapse(shown_characters(text)).slice(0, limit);
}

const FIELD_TAGS = new Set(['input', 'select', 'textarea']);

function is_field(element) {
    return FIELD_TAGS.has(element.localName) && element.type !== 'hidden';
}

function holds_field(node) {
    return node.nodeType === 1 && (is_field(node) || node.querySelector('input:not([type=hidden]),select,textarea') !== null);
}

// A field without a label: people read the words beside it. Boxes and circles are followed by their words, other fields
// come after them; a row of a table is read from its first cell.
function nearby_text(field) {
    const reads_forward = field.type === 'checkbox' || field.type === 'radio';
    const beside = (start, step) => {
        let text = '';
        for (let node = start; node; node = node[step]) {
            if (holds_field(node)) break;
            if (node.nodeType === 1 && /^(button|h[1-6]|script|style|table|ul|ol)$/.test(node.localName) && !/^h[1-6]$/.test(node.localName)) break;
            const words = node.nodeType === 3 ? collapse(node.data) : node.nodeType === 1 ? plain_text(node, 120) : '';
            if (words) text = step === 'nextSibling' ? text + ' ' + words : words + ' ' + text;
            // Words on the line of the field are enough; a line break ends them.
            if (text && node.nodeType === 1 && /^(br|div|p|label|h[1-6]|td|th|dt|span|b|strong)$/.test(node.localName)) break;
            if (text.length > 100) break;
        }
        return collapse(text);
    };
    let at = field;
    for (let level = 0; level < 3 && at && at.nodeType === 1; ++level) {
        const found = reads_forward
            ? beside(at.nextSibling, 'nextSibling') || beside(at.previousSibling, 'previousSibling')
            : beside(at.previousSibling, 'previousSibling');
        if (found) return found.length > 120 ? '' : found.replace(/[\s:*]+$/, '');
        const parent = at.parentElement;
        if (!parent || parent.localName === 'form' || parent.localName === 'body' || parent.localName === 'fieldset') break;
        // Two fields in one box: the words above it are not of one of them.
        if (parent.querySelectorAll('input:not([type=hidden]),select,textarea').length > 1 && level > 0) break;
        at = parent;
    }
    return '';
}

function label_text(field) {
    const labels = field.labels;
    if (!labels || !labels.length) return '';
    return collapse(Array.from(labels, label => label.getAttribute('aria-label') || plain_text(label)).join(' '));
}

// A label beside a button ("From"): the button itself then says the value ("Pick a date").
function outer_label(button) {
    const label = button.labels && button.labels.length ? Array.from(button.labels).find(each => !each.contains(button)) : null;
    return label ? plain_text(label) : '';
}

// What a page draws and calls a control of this kind has no label of its own in HTML.
const WIDGETS = new Set(['switch', 'checkbox', 'combobox', 'listbox', 'slider', 'spinbutton']);
const CONTROLS = 'input:not([type=hidden]),select,textarea,[role=switch],[role=checkbox],[role=radio],[role=combobox],[role=listbox],[role=slider],[role=spinbutton]';

// A label "for" it or for a box that holds it alone, or the words before such a box.
function label_of_widget(element) {
    const levels = 7;  // libraries wrap a control that often between its words and itself
    const root = element.getRootNode();
    for (let at = element, level = 0; at && at.nodeType === 1 && level < levels; at = at.parentElement, ++level) {
        const label = at.id ? root.querySelector('label[for="' + CSS.escape(at.id) + '"]') : null;
        if (label) return plain_text(label);
        for (let node = at.previousSibling; node; node = node.previousSibling) {
            if (node.nodeType === 1 && (node.matches(CONTROLS) || node.querySelector(CONTROLS))) return '';
            const words = node.nodeType === 3 ? collapse(node.data) : node.nodeType === 1 && !/^(button|script|style|table|ul|ol)$/.test(node.localName) ? plain_text(node, 120) : '';
            if (words) return words.length > 60 ? '' : words.replace(/[\s:*]+$/, '');
        }
        const around = at.parentElement;
        if (!around || around.localName === 'body' || around.localName === 'form') return '';
        const is_other = other => !element.contains(other) && !other.contains(element) && other.checkVisibility() && other.getBoundingClientRect().width >= 1;
        if (Array.from(around.querySelectorAll(CONTROLS)).some(is_other)) return '';
    }
    return '';
}

// The name but for what the content says; '' when only the content can tell.
function given_name(element, tag, role) {
    const labelled = element.getAttribute('aria-labelledby');
    if (labelled) {
        const text = text_of_ids(element, labelled);
        if (text) return text;
    }
    const aria = element.getAttribute('aria-label');
    if (aria && aria.trim()) return collapse(aria);
    switch (tag) {
        case 'input':
            if (element.type === 'submit' || element.type === 'button' || element.type === 'reset') {
                return collapse(element.value) || element.title || (element.type === 'submit' ? 'Submit' : element.type === 'reset' ? 'Reset' : '');
            }
            if (element.type === 'image') return element.alt || element.title || 'Submit';
        // fall through
        case 'select':
        case 'textarea':
            return label_text(element) || collapse(element.title) || collapse(element.placeholder || '') || nearby_text(element);
        case 'button':
        case 'meter':
        case 'progress':
        case 'output':
            return tag !== 'button' ? label_text(element) : WIDGETS.has(role) ? label_text(element) || label_of_widget(element) : outer_label(element);
        case 'img':
        case 'area':
            return collapse(element.alt || '') || collapse(element.title || '');
        case 'fieldset':
            return first_text(element, ':scope > legend');
        case 'figure':
            return first_text(element, ':scope > figcaption');
        case 'table':
            return first_text(element, ':scope > caption');
        case 'details':
            return '';
        case 'svg': {
            const title = first_text(element, ':scope > title');
            return title || collapse(element.getAttribute('title') || '');
        }
        case 'iframe':
            return collapse(element.title || '');
    }
    if (element.isContentEditable || role === 'textbox' || role === 'combobox') {
        return collapse(element.title || '') || collapse(element.getAttribute('aria-placeholder') || element.getAttribute('data-placeholder') || '');
    }
    return role === 'slider' || role === 'spinbutton' ? collapse(element.title || '') || label_of_widget(element) : '';
}

function first_text(element, selector) {
    const found = element.querySelector(selector);
    return found ? plain_text(found) : '';
}

// Some fonts draw a picture for a word ("arrow_upward"): nobody sees the word. '' where an element draws none.
function picture_word(element) {
    if (element.firstElementChild || !/icon|symbol/i.test(element.getAttribute('class') || '')) return '';
    const word = element.textContent.trim();
    if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(word) || !/icon|symbol/i.test(getComputedStyle(element).fontFamily)) return '';
    return word.replaceAll('_', ' ');
}

function picture_word_in(element) {
    for (const each of [element, ...element.querySelectorAll('[class*="icon"],[class*="symbol"]')]) {
        const word = picture_word(each);
        if (word) return word;
    }
    return '';
}

// Words of class names, files and ids that tell a person who cannot see the icon what it may be.
function icon_hint(element) {
    const of = each => {
        const use = each.localName === 'use' ? each.getAttribute('href') || each.getAttribute('xlink:href') : '';
        if (use) return use.replace(/^.*#/, '');
        if (each.localName === 'img') return (each.getAttribute('src') || '').replace(/^data:.*/, '').replace(/[?#].*$/, '').replace(/^.*\//, '');
        const named = each.getAttribute('data-icon') || each.getAttribute('data-testid') || '';
        return named || each.getAttribute('class') || each.id || '';
    };
    const words = [of(element)];
    for (const inner of element.querySelectorAll('use,img,svg,i,span')) {
        words.push(of(inner));
        if (words.length > 3) break;
    }
    return collapse(words.join(' ')).slice(0, 80);
}

function is_disabled(element) {
    // :disabled knows fieldsets, too.
    if (element.matches(':disabled')) return true;
    return element.closest('[aria-disabled="true"]') !== null;
}

// 0 does not apply, 1 off, 2 on, 3 mixed
function tristate(text) {
    return text === 'true' ? 2 : text === 'false' ? 1 : text === 'mixed' ? 3 : 0;
}

function checked_state(element, tag, role) {
    if (tag === 'input' && (element.type === 'checkbox' || element.type === 'radio')) {
        return element.indeterminate ? 3 : element.checked ? 2 : 1;
    }
    const checked = tristate(element.getAttribute('aria-checked'));
    if (checked) return checked;
    const pressed = tristate(element.getAttribute('aria-pressed'));
    if (pressed) return pressed;
    return role === 'checkbox' || role === 'switch' || role === 'radio' ? 1 : 0;
}

function expanded_state(element, tag) {
    const expanded = tristate(element.getAttribute('aria-expanded'));
    if (expanded) return expanded;
    if (tag === 'summary' && element.parentElement && element.parentElement.localName === 'details') {
        return element.parentElement.open ? 2 : 1;
    }
    return 0;
}

function value_of(element, tag, role) {
    if (tag === 'input') {
        switch (element.type) {
            case 'password':
                return element.value ? '••••' : '';
            case 'checkbox':
            case 'radio':
            case 'submit':
            case 'button':
            case 'reset':
            case 'image':
                return '';
            case 'file':
                return Array.from(element.files || [], file => file.name).join(', ');
        }
        return element.value;
    }
    if (tag === 'textarea') return element.value;
    if (tag === 'select') return Array.from(element.selectedOptions, option => option_text(option)).join(', ');
    if (tag === 'button') return outer_label(element) ? plain_text(element) : '';
    if (tag === 'progress' || tag === 'meter') return element.hasAttribute('value') ? String(element.value) : '';
    if (role === 'slider' || role === 'spinbutton' || role === 'progressbar' || role === 'scrollbar' || role === 'meter') {
        return element.getAttribute('aria-valuetext') || element.getAttribute('aria-valuenow') || '';
    }
    if (element.isContentEditable) return element.innerText.replace(/\n$/, '');
    return '';
}

function option_text(option) {
    return collapse(option.label || option.text);
}
