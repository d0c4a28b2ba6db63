// The page's piece of writing: the box that holds most of the running text, and its paragraphs. What stands beside
// it (comments, other stories, advertisements) is told by where it is and by what its author called it.

const ARTICLE_TEXT = 200000;  // characters
const SHARE_UPWARDS = 0.88;   // of a box's text that counts for the box around it
const SHORT = 40;             // characters; shorter paragraphs say nothing about where the writing is
const RUNNING = 80;           // a line of so many in a box that is no paragraph is running text all the same

const PARAGRAPH = new Set(['P', 'PRE', 'BLOCKQUOTE', 'LI', 'DD']);
const NO_WRITING = new Set(['NAV', 'ASIDE', 'FOOTER', 'FORM', 'FIGCAPTION', 'BUTTON']);
const TALK = new Set(['comment', 'comments', 'disqus', 'reply', 'replies', 'respond']);
const BESIDE = new Set(('related recommended recommendation recommendations teaser teasers promo newsletter subscribe subscription signup ' +
    'sidebar widget widgets share sharing social cookie cookies consent popup modal ad ads advert advertisement sponsored outbrain taboola ' +
    'breadcrumb breadcrumbs menu footer disclaimer').split(' '));
const MOST_BESIDE = 0.25;  // of the page's text: what holds more is called after something else

function lengthOf(node) {
    if (node.length === undefined) node.length = node.kids.reduce((sum, kid) => sum + (isNode(kid) ? lengthOf(kid) : kid.length), 0);
    return node.length;
}

function isBeside(node, root) {
    if (node.beside !== undefined) return node.beside;
    const said = classWords(node.element).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
    const isTalk = said.some((word) => TALK.has(word));
    const isCalledSo = isTalk || (said.some((word) => BESIDE.has(word)) && lengthOf(node) < MOST_BESIDE * lengthOf(root));
    node.beside = node !== root && isCalledSo && !holdsTheWriting(node);
    return node.beside;
}

// "content with-sidebar" is named after what stands beside it.
function holdsTheWriting({ element, tag }) {
    return tag === 'MAIN' || tag === 'H1' || element.getAttribute('itemprop') === 'articleBody' ||
        element.querySelector('h1, main, [role=main], [itemprop~=articleBody]') !== null;
}

function isLinked(node) {
    if (node.linked === undefined) node.linked = node.tag === 'A' || Boolean(node.up && isLinked(node.up));
    return node.linked;
}

// The lines that stand in a box itself, not in boxes within it: {text, linked}, linked in characters.
function linesIn(node) {
    const lines = [];
    let text = '';
    let linked = 0;
    const end = () => {
        const line = squeeze(text).trim();
        if (line) lines.push({ text: line, linked });
        text = '';
        linked = 0;
    };
    const visit = (kid, inLink) => {
        if (!isNode(kid)) {
            text += kid;
            if (inLink) linked += kid.length;
        } else if (kid.tag === 'BR') {
            end();
        } else if (kid.isOff) {
            return;
        } else if (isInALine(kid)) {
            for (const inner of kid.kids) visit(inner, inLink || kid.tag === 'A');
        } else {
            end();
        }
    };
    for (const kid of node.kids) visit(kid, isLinked(node));
    end();
    return lines;
}

// Part of a line of the box around it.
function isInALine(node) {
    return node.isFlowing && !hasBlocks(node);
}

function readsAsOne(node) {
    return PARAGRAPH.has(node.tag) && nodesIn(node).every(isInALine);
}

function worthOf(node) {
    return (node.tag === 'LI' ? 0.3 : 1) * (node.region === 'aside' ? 0.1 : 1);
}

function scoresIn(root) {
    const scores = new Map();
    walk(root, (node) => {
        if (isBeside(node, root) || isInALine(node)) return false;
        const least = PARAGRAPH.has(node.tag) ? SHORT : RUNNING;
        let score = 0;
        for (const { text, linked } of linesIn(node)) if (text.length >= least) score += text.length - 2 * linked;
        score *= worthOf(node);
        if (score) for (let at = readsAsOne(node) ? node.up : node, share = 1; at && share > 0.1; at = at.up, share *= SHARE_UPWARDS) scores.set(at, (scores.get(at) || 0) + score * share);
        return true;
    });
    return scores;
}

function saidBody(root) {
    const found = [];
    walk(root, (node) => {
        const isBody = /(^|\s)articleBody(\s|$)/.test(node.element.getAttribute('itemprop') || '');
        if (isBody) found.push(node);
        return !isBody;
    });
    return found.length === 1 && wordsOf(found[0]).length > 200 ? found[0] : null;
}

function bodyOf(root) {
    const said = saidBody(root);
    if (said) return said;
    let best = null;
    const scores = scoresIn(root);
    for (const [node, score] of scores) if (score > 0 && (!best || score > scores.get(best))) best = node;
    return best;
}

function articleIn(root) {
    const body = bodyOf(root);
    if (!body) return '';
    const parts = [];
    let length = 0;
    const add = (text) => {
        if (!text || length >= ARTICLE_TEXT) return;
        parts.push(text);
        length += text.length;
    };
    walk(body, (node) => {
        if (node !== body && (NO_WRITING.has(node.tag) || isBeside(node, root))) return false;
        if (headingLevel(node)) {
            add(wordsOf(node));
            return false;
        }
        if (isInALine(node) && node !== body) return false;
        const isParagraph = PARAGRAPH.has(node.tag);
        for (const { text, linked } of linesIn(node)) {
            const isSentence = text.length >= RUNNING || /[.!?…:"”»)]$/.test(text);
            if (isParagraph ? linked < text.length || text.length >= SHORT : isSentence && linked * 2 < text.length) add(text);
        }
        return true;
    });
    return parts.join('\n\n');
}
