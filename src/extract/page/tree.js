// The drawn document as a light tree: shadow roots flattened, frames left to themselves, and what nobody can
// see left out. A node is {element, tag, up, kids: [node | string], ...}; strings are visible text.

const LIMIT = {
    elements: 40000,  // some 150 ms; longer pages are read from their beginning
    text: 4000,       // characters of one node's text: longer than any field people ask for but the article's
};

const NEVER_SHOWN = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'IFRAME', 'OBJECT', 'CANVAS', 'DATALIST']);
const LEAVES = new Set(['IMG', 'INPUT', 'SELECT', 'TEXTAREA', 'METER', 'PROGRESS', 'VIDEO', 'AUDIO', 'svg']);
const HEADING = /^H[1-6]$/;

let elementCount = 0;

function squeeze(text) {
    return text.replace(/[\s\u200b\u200c\u200d\u2060\ufeff]+/g, ' ');
}

// Drawn outside the page or in no room at all, yet told to screen readers ("Rated 4 out of 5").
function isOffScreen(element, style) {
    if (style.position === 'absolute' || style.position === 'fixed') {
        if (/^rect\((0|1)px,? (0|1)px,? (0|1)px,? (0|1)px\)$/.test(style.clip)) return true;
        if (style.clipPath.startsWith('inset(50%')) return true;
        const box = element.getBoundingClientRect();
        if (box.width <= 1 && box.height <= 1 && style.overflow !== 'visible') return true;
        return box.right + scrollX < -1000 || box.bottom + scrollY < -1000;
    }
    return parseFloat(style.textIndent) <= -500;
}

// A box that hides what is in it by having no height or width: a closed accordion.
function isFoldedAway(element, style) {
    if (style.overflowX === 'visible' || style.overflowY === 'visible' || style.display === 'contents') return false;
    const box = element.getBoundingClientRect();
    return box.height < 1 || box.width < 1;
}

function childrenOf(element) {
    if (element.shadowRoot) return element.shadowRoot.childNodes;
    if (element.tagName === 'SLOT') {
        const given = element.assignedNodes({ flatten: true });
        return given.length ? given : element.childNodes;
    }
    return element.childNodes;
}

// The part of the page that begins here: 'main', 'aside' (navigation, footer, advertisements …) or none.
function regionOfItsOwn({ element, tag, up }) {
    const role = element.getAttribute('role') || '';
    if (tag === 'MAIN' || tag === 'ARTICLE' || role === 'main') return 'main';
    if (tag === 'NAV' || tag === 'FOOTER' || tag === 'ASIDE') return 'aside';
    if (tag === 'HEADER' && up && !up.region && up.tag === 'BODY') return 'aside';
    return /^(navigation|contentinfo|complementary|banner|menu|menubar|search)$/.test(role) ? 'aside' : '';
}

function grow(element, up) {
    if (NEVER_SHOWN.has(element.tagName) || elementCount >= LIMIT.elements) return null;
    const style = getComputedStyle(element);
    if (style.display === 'none' || parseFloat(style.opacity) < 0.05) return null;
    // What was struck out and replaced beside it no longer holds: an old price before the new one.
    const isStruck = ['S', 'DEL', 'STRIKE'].includes(element.tagName);
    if (isStruck && element.parentElement && element.parentElement.textContent.trim() !== element.textContent.trim()) return null;
    const node = {
        element, up, kids: [],
        tag: element.tagName,
        order: elementCount++,
        isInline: style.display === 'inline' || style.display === 'contents',
        isFlowing: style.display.startsWith('inline') || style.display === 'contents',
        size: parseFloat(style.fontSize) || 0,
        isBold: parseInt(style.fontWeight, 10) >= 600,
        isStruck: Boolean(up && up.isStruck) || style.textDecorationLine.includes('line-through'),
        isOff: Boolean(up && up.isOff) || isOffScreen(element, style),
    };
    node.region = regionOfItsOwn(node) || (up ? up.region : '');
    const isSeen = style.visibility === 'visible' && style.fontSize !== '0px';
    if (!LEAVES.has(node.tag) && !isFoldedAway(element, style)) {
        for (const child of childrenOf(element)) {
            if (child.nodeType === Node.TEXT_NODE) {
                if (isSeen && child.data) node.kids.push(squeeze(child.data));
            } else if (child.nodeType === Node.ELEMENT_NODE) {
                const kid = grow(child, node);
                if (kid) node.kids.push(kid);
            }
        }
    }
    node.isSeen = isSeen;
    node.end = elementCount;
    return node;
}

function isNode(kid) {
    return typeof kid !== 'string';
}

// What a person reads in a node, on one line. Cents that are set high ("$12" and a small "99") get their point.
function textOf(node) {
    if (node.text !== undefined) return node.text;
    let text = '';
    for (const kid of node.kids) {
        if (text.length > LIMIT.text) break;
        if (!isNode(kid)) {
            text += kid;
        } else if (kid.tag === 'BR') {
            text += ' ';
        } else if (!kid.isOff || node.isOff) {
            const inner = textOf(kid);
            if (kid.tag === 'SUP' && /^\s*\d\d\s*$/.test(inner) && /[$€£¥]\s?[\d,]+\s?$/.test(text)) text = text.trimEnd() + '.' + inner;
            else text += kid.isInline ? inner : ' ' + inner + ' ';
        }
    }
    node.text = squeeze(text).slice(0, LIMIT.text);
    return node.text;
}

function wordsOf(node) {
    return textOf(node).trim();
}

function nodesIn(node) {
    return node.kids.filter(isNode);
}

function ownText(node) {
    return squeeze(node.kids.filter((kid) => !isNode(kid)).join(' ')).trim();
}

function classOf(element) {
    const name = element.getAttribute('class');
    return name ? name.trim() : '';
}

function headingLevel(node) {
    if (HEADING.test(node.tag)) return Number(node.tag[1]);
    return node.element.getAttribute('role') === 'heading' ? Number(node.element.getAttribute('aria-level')) || 2 : 0;
}

function walk(node, visit) {
    if (visit(node) === false) return;
    for (const kid of node.kids) if (isNode(kid)) walk(kid, visit);
}
