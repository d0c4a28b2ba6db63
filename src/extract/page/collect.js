// Everything a schema may ask of this frame, in one answer.

const PAGE_FIELDS = 2500;
const ARTICLE_TEXT = 200000;

function headingsIn(root) {
    const headings = [];
    walk(root, (node) => {
        const level = headingLevel(node);
        if (level && wordsOf(node)) headings.push({ level, text: wordsOf(node), order: node.order, region: node.region, landmark: landmarkOf(node) });
        return !level;
    });
    return headings;
}

// The box that holds most of the running text, and its paragraphs.
function articleIn(root) {
    const scores = new Map();
    walk(root, (node) => {
        if (!['P', 'PRE', 'BLOCKQUOTE', 'LI'].includes(node.tag)) return true;
        const text = wordsOf(node);
        if (text.length < 40) return false;
        const linked = nodesIn(node).filter((kid) => kid.tag === 'A').reduce((sum, kid) => sum + wordsOf(kid).length, 0);
        const worth = node.tag === 'LI' ? 0.3 : 1;
        const score = (text.length - 2 * linked) * worth * (node.region === 'aside' ? 0.1 : 1);
        for (let at = node.up, share = 1; at && share > 0.2; at = at.up, share *= 0.75) scores.set(at, (scores.get(at) || 0) + score * share);
        return false;
    });
    let best = null;
    for (const [node, score] of scores) if (!best || score > scores.get(best)) best = node;
    if (!best) return '';
    const parts = [];
    let length = 0;
    walk(best, (node) => {
        if (/^(NAV|ASIDE|FOOTER|FORM|FIGCAPTION)$/.test(node.tag)) return false;
        const isPart = ['P', 'PRE', 'BLOCKQUOTE', 'LI'].includes(node.tag) || HEADING.test(node.tag) || (ownText(node).length > 80 && !node.isFlowing);
        if (!isPart) return true;
        const text = wordsOf(node);
        if (text && length < ARTICLE_TEXT) { parts.push(text); length += text.length; }
        return false;
    });
    return parts.join('\n\n');
}

const BYLINE = /byline|author|dateline|writtenby|written-by|p-author/i;

function bylines(root) {
    const found = [];
    walk(root, (node) => {
        const element = node.element;
        const rel = element.getAttribute('rel') || '';
        const itemprop = element.getAttribute('itemprop') || '';
        const text = wordsOf(node);
        const sure = /(^|\s)author(\s|$)/.test(rel) || /(^|\s)author(\s|$)/.test(itemprop);
        const likely = BYLINE.test(classOf(element) + ' ' + element.id);
        if ((sure || likely) && text && text.length < 100 && found.length < 20) {
            const name = element.querySelector('[itemprop~="name"]');
            found.push({ text: name ? squeeze(name.textContent).trim() : text, sure: sure ? 1 : 0, region: node.region });
            return false;
        }
        return true;
    });
    return found;
}

function collect() {
    const root = document.body && grow(document.body, null);
    const page = {
        url: location.href,
        title: squeeze(document.title).trim(),
        language: document.documentElement.lang || '',
        width: innerWidth,
        meta: metaTags(),
        items: [...jsonLd().map((item) => ({ from: 'json-ld', item })),
            ...annotated('itemscope', 'itemtype', 'itemprop').map((item) => ({ from: 'microdata', item })),
            ...annotated('typeof', 'typeof', 'property').map((item) => ({ from: 'rdfa', item }))],
        headings: [], groups: [], fields: [], pairs: [], bylines: [], article: '',
    };
    if (!root) return JSON.stringify(page);

    const headings = headingsIn(root);
    page.headings = headings.map(({ level, text, region }) => ({ level, text, region }));
    const groups = new Groups(headings);
    groups.pairs = [];
    groups.columnNames = new Set();  // rows that name columns are no facts of the page
    const visit = (node) => {
        const role = node.element.getAttribute('role') || '';
        const isTable = (node.tag === 'TABLE' || /^(table|grid|treegrid)$/.test(role)) && readTable(node, groups);
        if (!isTable) groups.mine(node);
        for (const kid of nodesIn(node)) {
            if (!isTable) { visit(kid); continue; }
            for (const row of rowsOf(node)) for (const cell of cellsOf(row.node)) visit(cell);
            break;
        }
    };
    visit(root);
    groups.join();
    page.groups = groups.list;
    page.pairs = groups.pairs;
    page.fields = fieldsOf([root], PAGE_FIELDS, groups.columnNames);
    page.article = articleIn(root);
    page.bylines = bylines(root);
    return JSON.stringify(page);
}
