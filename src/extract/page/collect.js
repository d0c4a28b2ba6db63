// Everything a schema may ask of this frame, in one answer.

const PAGE_FIELDS = 2500;

function headingsIn(root) {
    const headings = [];
    walk(root, (node) => {
        const level = headingLevel(node);
        if (level && wordsOf(node)) headings.push({ level, text: wordsOf(node), order: node.order, region: node.region, landmark: landmarkOf(node) });
        return !level;
    });
    return headings;
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
