// Fields: which one is meant, what it may hold, and putting it there.

// People name the label, the box around, or the wrapper of a component; the field is in it.
function field_for(element) {
    if (is_field(element) || element.isContentEditable) return element;
    if (element.localName === 'label' && element.control) return element.control;
    const inner = Array.from(element.querySelectorAll('input:not([type=hidden]),select,textarea,[contenteditable=""],[contenteditable=true],[contenteditable=plaintext-only]'));
    const root = shadow_root_of(element);
    if (root) inner.push(...root.querySelectorAll('input:not([type=hidden]),select,textarea,[contenteditable]'));
    return inner.length === 1 ? inner[0] : element;
}

const TYPED = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'number']);
const SET_AT_ONCE = new Set(['date', 'time', 'datetime-local', 'month', 'week', 'range', 'color']);

// How the field takes a value: {kind, ref} or {error}.
function field_kind(element) {
    const field = field_for(element);
    const ref = number_of(field);
    const what = 'e' + ref + ' ' + describe(field);
    if (field.localName === 'select') return { kind: 'select', ref };
    if (field.localName === 'textarea' || (field.localName === 'input' && TYPED.has(field.type))) {
        if (field.readOnly) return { error: what + ' is read-only: it takes no typing (a click may open what sets it)' };
        return { kind: 'typed', ref };
    }
    if (field.localName === 'input') {
        if (SET_AT_ONCE.has(field.type)) return field.readOnly ? { error: what + ' is read-only' } : { kind: 'set', ref };
        if (field.type === 'file') return { error: what + ' takes files: use upload' };
        if (field.type === 'checkbox' || field.type === 'radio') return { kind: 'box', ref };
    }
    if (field.isContentEditable) return { kind: 'editor', ref };
    return { error: what + ' is no field: it takes no text' };
}

// Focus with everything in it selected, so that what is typed replaces it.
function focus_all(element) {
    element.focus();
    if (element.isContentEditable) {
        const range = document.createRange();
        range.selectNodeContents(element);
        const selection = (element.getRootNode().getSelection ? element.getRootNode() : window).getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
    } else if (typeof element.select === 'function') {
        element.select();
    }
    const held = held_by(element);
    return { held, has_focus: focus_now() === element || (focus_now() !== null && contains_drawn(element, focus_now())) };
}

function held_by(element) {
    return element.isContentEditable ? element.innerText.replace(/\n$/, '') : element.value;
}

const pad = (number, digits = 2) => String(number).padStart(digits, '0');

function to_clock(text) {
    const match = /^\s*(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
    if (!match) return null;
    let hours = +match[1];
    if (match[4]) hours = (hours % 12) + (match[4].toLowerCase() === 'p' ? 12 : 0);
    return hours < 24 && +(match[2] || 0) < 60 ? pad(hours) + ':' + (match[2] || '00') + (match[3] ? ':' + match[3] : '') : null;
}

// What people write to what the field's type wants.
function normalised(field, text) {
    const words = text.trim();
    const day = () => {
        if (/^\d{4}-\d{2}-\d{2}/.test(words)) return words.slice(0, 10);
        const date = new Date(words);
        return isNaN(date) ? null : pad(date.getFullYear(), 4) + '-' + pad(date.getMonth() + 1) + '-' + pad(date.getDate());
    };
    switch (field.type) {
        case 'date':
            return day() || words;
        case 'month':
            return /^\d{4}-\d{2}$/.test(words) ? words : (day() || words).slice(0, 7);
        case 'time':
            return to_clock(words) || words;
        case 'datetime-local': {
            if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(words)) return words;
            const iso = /^(\d{4}-\d{2}-\d{2})[ T,]+(.+)$/.exec(words);
            if (iso && to_clock(iso[2])) return iso[1] + 'T' + to_clock(iso[2]);
            const date = new Date(words);
            return isNaN(date) ? words : day() + 'T' + pad(date.getHours()) + ':' + pad(date.getMinutes());
        }
        case 'color': {
            if (/^#[0-9a-f]{6}$/i.test(words)) return words.toLowerCase();
            const probe = document.createElement('span');
            probe.style.color = words;
            if (!probe.style.color) return words;
            const context = new OffscreenCanvas(1, 1).getContext('2d');
            context.fillStyle = probe.style.color;
            return context.fillStyle;
        }
    }
    return words;
}

// For fields that are set rather than typed into. The events are the ones such a field fires by itself.
function set_value(field, text) {
    const wanted = normalised(field, text);
    const before = field.value;
    field.focus();
    field.value = wanted;
    const is_taken = field.type === 'range' || field.type === 'number' ? Number(field.value) === Number(wanted) : field.value === wanted || field.value === wanted + ':00';
    if (!is_taken) {
        const now = field.value;
        if (field.type !== 'range') field.value = before;
        const forms = { date: 'YYYY-MM-DD', time: 'HH:MM', month: 'YYYY-MM', week: 'YYYY-Www', 'datetime-local': 'YYYY-MM-DDTHH:MM', color: '#rrggbb' };
        if (field.type !== 'range') return { error: 'the field takes ' + (forms[field.type] || 'another form') + ', not "' + text + '"' };
        if (!wanted || isNaN(Number(wanted))) {
            field.value = before;
            return { error: 'the slider takes a number, not "' + text + '"' };
        }
        fire(field);
        return { held: now, note: 'the slider goes from ' + (field.min || '0') + ' to ' + (field.max || '100') + ' in steps of ' + (field.step || '1') };
    }
    if (!field.validity.valid && (field.validity.rangeOverflow || field.validity.rangeUnderflow)) {
        fire(field);
        return { held: field.value, note: 'outside the allowed range (' + (field.min || '…') + ' to ' + (field.max || '…') + ')' };
    }
    fire(field);
    return { held: field.value };
}

function fire(field) {
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
}

// -- lists ----------------------------------------------------------------------------------------------------------
function alike(text) {
    return collapse(text).toLowerCase();
}

// The one entry that is meant: exactly, but for case, by its beginning, or as the only one that holds the words.
function choose_among(entries, texts_of, wanted) {
    const words = alike(wanted);
    const tests = [text => collapse(text) === collapse(wanted), text => alike(text) === words, text => words !== '' && alike(text).startsWith(words), text => words !== '' && alike(text).includes(words)];
    for (let i = 0; i < tests.length; ++i) {
        const found = entries.filter(entry => texts_of(entry).some(tests[i]));
        if (found.length === 1 || (found.length > 1 && i < 2)) return found[0];
    }
    return null;
}

function select_options(select, wanted) {
    const options = Array.from(select.options);
    const chosen = [];
    for (const each of wanted) {
        const option = choose_among(options, entry => [entry.label, entry.text, entry.value], each);
        if (!option) return { error: 'there is no "' + each + '" in ' + describe(select) + '; it has ' + options.slice(0, 40).map(entry => '"' + option_text(entry) + '"').join(', ') + (options.length > 40 ? ' and ' + (options.length - 40) + ' more' : '') };
        if (option.disabled || (option.parentElement.localName === 'optgroup' && option.parentElement.disabled)) return { error: 'the option "' + option_text(option) + '" is disabled' };
        chosen.push(option);
    }
    if (!select.multiple && chosen.length !== 1) return { error: describe(select) + ' takes one choice' };
    const had = Array.from(select.selectedOptions);
    const is_same = had.length === chosen.length && chosen.every(option => option.selected);
    select.focus();
    if (!is_same) {
        if (select.multiple) for (const option of options) option.selected = chosen.includes(option);
        else select.selectedIndex = chosen[0].index;
        fire(select);
    }
    return { held: Array.from(select.selectedOptions, option_text).join(', '), was_so: is_same };
}

const CHOICES = '[role=option],[role=menuitem],[role=menuitemradio],[role=menuitemcheckbox],[role=treeitem],li,[data-value],[data-option]';

// An entry of an opened list, by its words: in the list the control names, else anywhere in sight.
function find_choice(element, wanted) {
    const roots = [document, ...Array.from(roots_seen, reference => reference.deref()).filter(Boolean)];
    const named = (element.getAttribute('aria-controls') || element.getAttribute('aria-owns') || '').split(/\s+/).filter(Boolean);
    const lists = named.map(id => element.getRootNode().getElementById && element.getRootNode().getElementById(id)).filter(Boolean);
    const within = [element, ...lists];
    const in_sight = entry => entry.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && entry.getBoundingClientRect().height >= 1;
    for (const places of [within, roots]) {
        const entries = [];
        for (const place of places) for (const entry of place.querySelectorAll(CHOICES)) if (in_sight(entry)) entries.push(entry);
        // Innermost first: a list inside a list is no entry itself.
        const leaves = entries.filter(entry => !entries.some(other => other !== entry && entry.contains(other)));
        const choice = choose_among(leaves, entry => [entry.getAttribute('aria-label') || plain_text(entry), entry.getAttribute('data-value') || ''], wanted);
        if (choice) return { ref: number_of(choice) };
        if (places === within && leaves.length > 0) return { there: leaves.slice(0, 40).map(entry => plain_text(entry, 60)) };
    }
    return { there: [] };
}

// -- files ----------------------------------------------------------------------------------------------------------
// The file field behind a button, a label or a drop zone.
function file_field_for(element) {
    const is_file = field => field.localName === 'input' && field.type === 'file';
    if (is_file(element)) return element;
    if (element.localName === 'label' && element.control && is_file(element.control)) return element.control;
    for (let at = element, level = 0; at && level < 6; at = drawn_parent(at), ++level) {
        if (at.nodeType !== 1) continue;
        const found = at.querySelectorAll('input[type=file]');
        if (found.length === 1) return found[0];
        if (found.length > 1) break;
    }
    const all = document.querySelectorAll('input[type=file]');
    return all.length === 1 ? all[0] : null;
}

// -- words on the page ------------------------------------------------------------------------------------------------
// The innermost drawn element that shows the text; null when none does.
function find_text(text) {
    const wanted = alike(text);
    const search = root => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        let best = null;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.nodeType === 1) {
                const shadow = shadow_root_of(node);
                const inner = shadow && search(shadow);
                if (inner) return inner;
                if ((node.localName === 'input' || node.localName === 'textarea') && node.type !== 'password' && alike(node.value || '').includes(wanted) && is_drawn(node)) return node;
            } else if (alike(node.data).includes(wanted)) {
                const holder = node.parentElement;
                if (holder && !SKIPPED.has(holder.localName) && is_drawn(holder) && holder.getClientRects().length) return holder;
            }
        }
        // Words that run over several elements ("<b>Order</b> sent").
        if (!best && root === document && document.body && alike(document.body.innerText).includes(wanted)) {
            best = document.body;
            for (let child = best; child;) {
                best = child;
                child = Array.from(best.children).find(each => is_drawn(each) && alike(each.innerText || '').includes(wanted));
            }
        }
        return best;
    };
    return search(document);
}
