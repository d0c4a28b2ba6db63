// The values in a part of the page, each with everything that may say what it is: the path to it, the names its
// author gave it, the label beside it, how it is set. Fields of records that look alike have the same keys.
//
// A field: k key; t text; n names (itemprop, data-label …); c class and id; a class of the box around; l label;
// u link; i image; v machine readable value; m maximum (ratings); w what carries it (time, input, rating …);
// s font size; b bold; x struck out; h heading level; o for screen readers only; e inside a link; g groups others.

const NAMING = ['itemprop', 'property', 'data-label', 'data-title', 'data-field', 'data-name', 'data-column', 'data-testid', 'data-test', 'data-qa', 'data-cy', 'data-hook', 'name', 'slot'];
const STATE_CLASS = /^(is-|has-|js-)|^(active|selected|first|last|odd|even|current|open|hover|focus|new|col\d*|row\d*)$/;
const FORMATTING = new Set(['B', 'I', 'EM', 'STRONG', 'SMALL', 'BR', 'WBR', 'SUP', 'SUB', 'U', 'MARK', 'FONT', 'ABBR', 'CODE']);

function namesOf(element) {
    const names = [];
    for (const attribute of NAMING) {
        const name = element.getAttribute(attribute);
        if (name && name.length <= 60) names.push(name);
    }
    if (element.tagName === 'ADDRESS') names.push('address');
    return names;
}

function classWords(element) {
    const id = element.id && element.id.length <= 60 && !/\d{3}/.test(element.id) ? ' ' + element.id : '';
    return (classOf(element).slice(0, 200) + id).trim();
}

function stepOf(node) {
    const first = classOf(node.element).split(/\s+/).find((name) => name && !STATE_CLASS.test(name) && !/\d{2}/.test(name));
    return node.tag.toLowerCase() + (first ? '.' + first : '');
}

function hasBlocks(node) {
    if (node.hasBlocks === undefined) node.hasBlocks = nodesIn(node).some((kid) => (!kid.isFlowing && kid.tag !== 'BR') || hasBlocks(kid));
    return node.hasBlocks;
}

function isLabelText(text) {
    return text.length > 0 && text.length <= 48 && /\p{L}/u.test(text) && !/^[$€£¥]?\s?[\d.,]+/.test(text);
}

function labelOfControl(element) {
    const told = element.getAttribute('aria-label');
    if (told) return told.trim();
    const by = element.getAttribute('aria-labelledby');
    if (by) {
        const text = by.split(/\s+/).map((id) => document.getElementById(id)?.textContent || '').join(' ').trim();
        if (text) return squeeze(text);
    }
    const label = element.labels && element.labels[0];
    if (label) {
        const copy = label.cloneNode(true);
        for (const control of copy.querySelectorAll('input,select,textarea')) control.remove();
        const text = squeeze(copy.textContent).trim();
        if (text) return text;
    }
    return element.getAttribute('placeholder') || element.getAttribute('name') || element.id || '';
}

function controlField(node) {
    const element = node.element;
    const type = (element.type || '').toLowerCase();
    if (['password', 'hidden', 'submit', 'button', 'reset', 'image', 'file'].includes(type)) return null;
    const field = { w: 'input', l: labelOfControl(element) };
    if (node.tag === 'SELECT') field.t = [...element.selectedOptions].map((option) => squeeze(option.text).trim()).join(', ');
    else if (type === 'checkbox' || type === 'radio') { field.v = String(element.checked); field.w = 'check'; field.t = ''; }
    else field.t = element.value.slice(0, LIMIT.text);
    return field;
}

function pictureOf(element) {
    const own = element.currentSrc || element.src || '';
    const lazy = element.getAttribute('data-src') || element.getAttribute('data-lazy-src') || element.getAttribute('data-original');
    const isBlank = !own || own.startsWith('data:');
    try {
        return isBlank && lazy ? new URL(lazy, document.baseURI).href : own;
    } catch {
        return own;
    }
}

const WORD_NUMBERS = { zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5 };
const STAR = /(^|[-_\s])(stars?|ratings?|rated|score)([-_\s]|\d|$)/i;

// How many stars are lit, where they are pictures, boxes of some width or told by a class only.
function starsOf(node) {
    const element = node.element;
    const name = classOf(element);
    if (!STAR.test(name) && !STAR.test(element.getAttribute('data-testid') || '')) return null;
    const given = element.getAttribute('data-rating') || element.getAttribute('data-score') || element.getAttribute('data-stars') || element.getAttribute('aria-valuenow');
    if (given && Number.isFinite(Number(given))) return { value: Number(given), maximum: Number(element.getAttribute('aria-valuemax')) || 5 };
    const word = name.toLowerCase().split(/\s+/).find((part) => part in WORD_NUMBERS);
    if (word) return { value: WORD_NUMBERS[word], maximum: 5 };
    const digits = /(?:stars?|ratings?|rated|score)[-_]?([0-5])(?:[-_.]([05]))?(?:\s|$)/i.exec(name);
    if (digits) return { value: Number(digits[1]) + (digits[2] ? 0.5 : 0), maximum: 5 };
    const marks = nodesIn(node);
    if (marks.length >= 3 && marks.length <= 10 && marks.every((mark) => !wordsOf(mark) || /^[★☆✩✭]$/.test(wordsOf(mark)))) {
        const named = marks.map((mark) => classOf(mark.element) + ' ' + (mark.element.getAttribute('src') || '') + ' ' + nodesIn(mark).map((kid) => classOf(kid.element)).join(' '));
        const lit = named.filter((text) => /(^|[-_\s])(full|filled|fill|active|on|checked|gold|yellow|selected|solid|lit)([-_.\s]|$)/i.test(text)).length;
        const half = named.filter((text) => /half/i.test(text)).length;
        if (lit || half) return { value: lit + half / 2, maximum: marks.length };
    }
    for (const part of [element, ...marks.map((mark) => mark.element)]) {
        const width = /(?:^|;)\s*width:\s*([\d.]+)%/.exec(part.getAttribute('style') || '');
        if (width && Number(width[1]) <= 100) return { value: Number(width[1]) / 20, maximum: 5 };
    }
    return null;
}

// What was cut to fit ("A Light in t…") is told in full beside it.
function uncut(element, text) {
    const cut = /^(.{3,}?)\s*(…|\.\.\.)$/.exec(text);
    if (!cut) return text;
    const full = squeeze(element.getAttribute('title') || element.getAttribute('aria-label') || '').trim();
    return full.startsWith(cut[1]) ? full : text;
}

// Neighbours of one kind, as tags and badges are: none of them is the other's name.
function areOfOneKind(one, other) {
    return isNode(one) && isNode(other) && one.tag === other.tag && classOf(one.element) === classOf(other.element);
}

const BADGES = /(^|[-_\s])(tags?|badges?|chips?|pills?|keywords?|categor(y|ies)|topics?|breadcrumbs?)([-_\s]|$)/i;

// Which of two neighbours names the other: "Price" "$5", or "1,234" "Followers".
function labelled(node) {
    const kids = node.kids.filter((kid) => isNode(kid) ? kid.tag !== 'BR' && (wordsOf(kid) || kid.tag === 'IMG' || (kid.tag === 'svg' && kid.element.hasAttribute('aria-label'))) : kid.trim());
    if (kids.length !== 2 || kids.every((kid) => !isNode(kid))) return null;
    const [first, second] = kids;
    const sign = isNode(first) ? first.element.getAttribute('aria-label') || (first.tag === 'IMG' ? first.element.alt : '') : '';
    if (sign && !wordsOf(first) && isLabelText(sign) && /\d/.test(isNode(second) ? wordsOf(second) : second)) return { at: second, text: sign };
    if ([first, second].some((kid) => isNode(kid) && (kid.tag === 'IMG' || LEAVES.has(kid.tag)))) return null;
    const texts = kids.map((kid) => (isNode(kid) ? wordsOf(kid) : kid.trim()));
    if (texts[1].length > 400) return null;
    if (areOfOneKind(first, second) && !/\d/.test(texts.join('')) && (classOf(first.element) || BADGES.test(classOf(node.element)))) return null;
    if (isNode(first) && isLabelText(texts[0]) && !headingLevel(first) && first.tag !== 'A') return { at: second, text: texts[0].replace(/\s*:\s*$/, '') };
    if (isNode(second) && /^[$€£¥]?\s?[\d.,]+\s?[kKmM%]?$/.test(texts[0]) && isLabelText(texts[1]) && second.tag !== 'A') return { at: first, text: texts[1] };
    return null;
}

function fieldsOf(roots, limit, skipped = new Set()) {
    const fields = [];
    const counts = new Map();

    const put = (node, key, field, context) => {
        if (fields.length >= limit) return;
        const count = (counts.get(key) || 0) + 1;
        counts.set(key, count);
        field.k = key;
        if (count > 1) field.r = count;  // the same place again: one of several values
        if (context.names.length) field.n = context.names;
        if (context.classes) field.c = context.classes;
        if (context.around) field.a = context.around;
        if (context.label && !field.l) field.l = context.label;
        if (context.header) field.l = context.header;
        if (context.link) { field.e = 1; if (!field.u) field.u = context.link; }
        field.s = Math.round(node.size * 10) / 10;
        if (node.isBold) field.b = 1;
        if (node.isStruck) field.x = 1;
        if (context.heading) field.h = context.heading;
        if (node.isOff) field.o = 1;
        if (node.region) field.z = node.region;
        field.p = node.order;
        fields.push(field);
    };

    const attributes = (node, key, context) => {
        const element = node.element;
        for (const attribute of element.attributes) {
            const { name, value } = attribute;
            if (!name.startsWith('data-') || NAMING.includes(name) || !value || value.length > 120 || /^[[{]/.test(value)) continue;
            put(node, key + '@' + name, { v: value, w: 'data' }, { ...context, names: [name.slice(5)], classes: '', label: '', header: '', link: '' });
        }
        const told = element.getAttribute('aria-label') || element.getAttribute('title');
        if (told && told.length <= 200 && squeeze(told).trim() !== wordsOf(node) && !LEAVES.has(node.tag))
            put(node, key + '@told', { t: squeeze(told).trim(), w: 'told', o: 1 }, { ...context, link: '' });
    };

    const visit = (node, path, outer) => {
        if (fields.length >= limit || skipped.has(node)) return;
        const element = node.element;
        const key = FORMATTING.has(node.tag) && !outer.standsAlone ? path : path + '/' + stepOf(node);
        const names = namesOf(element);
        const context = {
            ...outer,
            names: outer.names.concat(names),
            classes: (outer.classes + ' ' + classWords(element)).trim().slice(0, 300),
            heading: headingLevel(node) || outer.heading,
        };
        const text = wordsOf(node);
        attributes(node, key, context);

        if (node.tag === 'IMG') {
            put(node, key, { i: pictureOf(element), t: (element.alt || '').trim(), w: 'image' }, context);
            return;
        }
        if (node.tag === 'svg') {
            const told = (element.getAttribute('aria-label') || element.querySelector('title')?.textContent || '').trim();
            if (told) put(node, key, { t: told, w: 'told', o: 1 }, context);
            return;
        }
        if (node.tag === 'INPUT' || node.tag === 'SELECT' || node.tag === 'TEXTAREA') {
            const field = controlField(node);
            if (field) put(node, key, field, context);
            return;
        }
        if (node.tag === 'METER' || node.tag === 'PROGRESS') {
            put(node, key, { v: String(element.value), m: element.max, w: 'meter', t: '' }, context);
            return;
        }
        const stars = starsOf(node);
        if (stars) put(node, key + '@stars', { v: String(Math.round(stars.value * 100) / 100), m: stars.maximum, w: 'rating', t: '' }, context);

        let link = context.link;
        if (node.tag === 'A' && element.href && !element.href.startsWith('javascript:')) link = element.href;
        const inside = { ...context, link };

        const blocks = hasBlocks(node);
        const kids = nodesIn(node);
        if (text && (!blocks || ownText(node))) {
            const field = { t: uncut(element, text) };
            if (node.tag === 'TIME') { field.v = element.dateTime || undefined; field.w = 'time'; }
            if (node.tag === 'BUTTON') field.w = 'button';
            if ((node.tag === 'DATA') && element.value) field.v = element.value;
            const content = element.getAttribute('content');
            if (content && names.length) field.v = content;
            if (kids.length > 0) field.g = 1;
            put(node, key, field, inside);
        } else if (node.tag === 'A' && link) {
            put(node, key, { t: text.slice(0, 300), g: 1, w: 'wrap' }, inside);
        } else if (node.tag === 'META' || node.tag === 'LINK') {
            const content = element.getAttribute('content') || element.href;
            if (content) put(node, key, { v: content }, context);
        }
        const pair = labelled(node);
        if (pair && !isNode(pair.at)) put(node, key + '@after', { t: pair.at.trim() }, { ...inside, label: pair.text, names: [], classes: '' });

        // Bold and italic words that nothing stands between are values of their own: a name and, below it, a role.
        const standsAlone = kids.length >= 2 && !ownText(node);
        let term = '';
        let heading = '';  // that the kid stands under
        for (const kid of kids) {
            const same = text !== '' && wordsOf(kid) === text;
            const next = same
                ? inside
                : { ...inside, names: [], classes: '', around: classWords(element).slice(0, 120), label: '', header: inside.header };
            next.standsAlone = standsAlone;
            if (kid.tag === 'DT') term = wordsOf(kid).replace(/\s*:\s*$/, '');
            if (kid.tag === 'DD' && term) next.label = term;
            if (pair && pair.at === kid) next.label = pair.text;
            if (heading && !next.label && (kid.tag === 'P' || kid.tag === 'DIV') && !hasBlocks(kid)) next.label = heading;
            visit(kid, key, next);
            const level = headingLevel(kid);
            heading = level >= 2 && isLabelText(wordsOf(kid)) ? wordsOf(kid).replace(/\s*:\s*$/, '') : '';
        }
    };

    for (const root of roots) {
        const path = roots.length > 1 ? stepOf(root.node || root) : '';
        visit(root.node || root, path, { names: [], classes: '', around: '', label: '', header: root.header || '', link: '', heading: 0 });
    }
    return fields;
}
