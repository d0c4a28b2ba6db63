// Tables as people read them: a grid with spans filled in, names for the columns out of one or several header
// rows, names for the rows, and the lines that are no record (totals, headings between).

const TABLE_CELLS = 20000;
const ABBREVIATION = 6;  // letters; longer names speak for themselves

function rowsOf(table) {
    const rows = [];
    const isRow = (node) => node.tag === 'TR' || node.element.getAttribute('role') === 'row';
    const isInner = (node) => node.tag === 'TABLE' || /^(table|grid|treegrid)$/.test(node.element.getAttribute('role') || '');
    const visit = (node, part) => {
        for (const kid of nodesIn(node)) {
            if (isRow(kid)) rows.push({ node: kid, part });
            else if (!isInner(kid) && kid.tag !== 'CAPTION') visit(kid, kid.tag === 'THEAD' || kid.tag === 'TFOOT' ? kid.tag : part);
        }
    };
    visit(table, 'TBODY');
    return rows;
}

function cellsOf(row) {
    const isCell = (node) => node.tag === 'TD' || node.tag === 'TH' || /^(cell|gridcell|columnheader|rowheader)$/.test(node.element.getAttribute('role') || '');
    const cells = [];
    const visit = (node) => {
        for (const kid of nodesIn(node)) {
            if (isCell(kid)) cells.push(kid);
            else if (kid.tag !== 'TABLE') visit(kid);
        }
    };
    visit(row);
    return cells;
}

function isHeaderCell(node) {
    return node.tag === 'TH' || /^(columnheader|rowheader)$/.test(node.element.getAttribute('role') || '');
}

// grid[y][x] = {node, isOwn}: a cell stands in every place that it spans.
function gridOf(rows) {
    const grid = rows.map(() => []);
    let cells = 0;
    rows.forEach((row, y) => {
        let x = 0;
        for (const node of cellsOf(row.node)) {
            while (grid[y][x]) x++;
            const element = node.element;
            const wide = Math.min(Number(element.colSpan || element.getAttribute('aria-colspan')) || 1, 100);
            const high = Math.min(Number(element.rowSpan || element.getAttribute('aria-rowspan')) || 1, rows.length - y);
            for (let dy = 0; dy < high; dy++)
                for (let dx = 0; dx < wide; dx++)
                    if (cells++ < TABLE_CELLS) grid[y + dy][x + dx] = { node, isOwn: dy === 0 && dx === 0, wide, row: y };
            x += wide;
        }
    });
    return grid;
}

function looksLikeValue(text) {
    return /\d/.test(text) && !/^\D*(19|20)\d\d\D*$/.test(text) || /^(yes|no|true|false|n\/a|–|-)$/i.test(text);
}

// How many rows at the top name the columns.
function headerRows(rows, grid) {
    const inHead = rows.filter((row) => row.part === 'THEAD').length;
    if (inHead && rows[0].part === 'THEAD') return inHead;
    let count = 0;
    while (count < rows.length - 1 && grid[count].length && grid[count].every((cell) => cell && (isHeaderCell(cell.node) || !wordsOf(cell.node)))) count++;
    if (count || rows.length < 3) return count;
    // No header cells at all: a first row of bold or short words over values is one.
    if (grid.some((row) => row.some((cell) => cell && isHeaderCell(cell.node)))) return 0;
    const first = grid[0].map((cell) => (cell ? wordsOf(cell.node) : ''));
    if (first.length < 2 || first.some((text) => !isLabelText(text)) || new Set(first).size < first.length) return 0;
    const below = grid.slice(1);
    const bold = grid[0].every((cell) => cell && isBoldThroughout(cell.node)) && !below.some((row) => row.every((cell) => cell && isBoldThroughout(cell.node)));
    const valued = first.some((_, x) => below.filter((row) => row[x] && looksLikeValue(wordsOf(row[x].node))).length >= below.length * 0.6);
    return bold || valued ? 1 : 0;
}

function isBoldThroughout(node) {
    if (node.isBold) return true;
    const kids = node.kids.filter((kid) => (isNode(kid) ? wordsOf(kid) : kid.trim()));
    return kids.length > 0 && kids.every((kid) => isNode(kid) && isBoldThroughout(kid));
}

// "PF", with "Points For" for those who ask or listen: both name the column.
function headerOf(node) {
    const text = wordsOf(node) || labelOf(node);
    if (!text || text.length > ABBREVIATION) return text;
    const abbreviation = node.element.querySelector('abbr[title]');
    const whole = [labelOf(node), node.element.getAttribute('abbr'), node.element.title, abbreviation && abbreviation.title]
        .map((each) => (each || '').replace(/\s+/g, ' ').trim())
        .find((each) => each && each.length < 60 && each.toLowerCase() !== text.toLowerCase() && !/\b(sort|click)/i.test(each));
    return whole ? text + ' ' + whole : text;
}

function columnNames(grid, count, width) {
    const names = [];
    for (let x = 0; x < width; x++) {
        const parts = [];
        for (let y = 0; y < count; y++) {
            const cell = grid[y][x];
            if (!cell || (cell.wide === width && width > 1 && count > 1)) continue;
            const text = headerOf(cell.node);
            if (text && parts[parts.length - 1] !== text) parts.push(text);
        }
        names.push(parts.join(' '));
    }
    return names;
}

function isLayout(rows, grid, width) {
    if (width < 2 || rows.length < 2) return true;
    const role = rows[0].node.up && rows[0].node.up.element.closest('table')?.getAttribute('role');
    if (role === 'presentation' || role === 'none') return true;
    let inner = 0;
    let cells = 0;
    let long = 0;
    for (const row of grid) for (const cell of row) {
        if (!cell || !cell.isOwn) continue;
        cells++;
        if (cell.node.element.querySelector('table, form, h1')) inner++;
        if (wordsOf(cell.node).length > 600) long++;
    }
    return inner > 0 && inner * 4 >= cells || long * 3 > cells;
}

// Whether nearly all rows have their cells at the same places.
function haveLikeRows(grid) {
    const patterns = new Map();
    let count = 0;
    grid.forEach((row, y) => {
        const own = row.filter((cell) => cell && cell.isOwn && cell.row === y);
        if (!own.some((cell) => wordsOf(cell.node))) return;
        const pattern = own.map((cell) => cell.wide).join(' ');
        patterns.set(pattern, (patterns.get(pattern) || 0) + 1);
        count++;
    });
    return Math.max(0, ...patterns.values()) >= count * 0.7;
}

// Rows to records; answers whether this was a table of data.
function readTable(node, groups) {
    const rows = rowsOf(node);
    const grid = gridOf(rows);
    const width = Math.max(0, ...grid.map((row) => row.length));
    if (isLayout(rows, grid, width)) return false;
    const head = headerRows(rows, grid);
    const names = columnNames(grid, head, width);
    if (!head && !haveLikeRows(grid)) return false;  // records over several rows
    const caption = nodesIn(node).find((kid) => kid.tag === 'CAPTION');
    const name = (caption ? wordsOf(caption) : '') || labelOf(node) || groups.headingBefore(node);
    const base = {
        name, label: labelOf(node), words: (classWords(node.element) + ' ' + (node.up ? classWords(node.up.element) : '')).trim(),
        tag: 'tr', region: node.region, area: Math.round(areaOf(node)), columns: names, named: head > 0 ? 1 : 0,
    };
    const records = [];
    const pairs = [];
    let section = '';
    grid.slice(head).forEach((row, index) => {
        const y = head + index;
        const own = row.filter((cell) => cell && cell.row === y && cell.isOwn);
        if (!own.length || records.length >= RECORDS) return;
        const texts = own.map((cell) => wordsOf(cell.node));
        if (own.length === 1 && own[0].wide >= Math.max(2, width - 1)) { section = texts[0]; return; }
        if (own.every((cell) => isHeaderCell(cell.node)) && head && texts.join(' ') === names.join(' ')) return;
        const isSum = rows[y].part === 'TFOOT' || own.length < width && /^(grand |sub)?-?\s?totals?\b|^sums?\b/i.test(texts.find(Boolean) || '');
        if (isSum) {
            const label = texts.find(Boolean);
            const value = own.filter((cell) => wordsOf(cell.node)).pop();
            if (label && value && wordsOf(value.node) !== label) pairs.push(...fieldsOf([{ node: value.node, header: label }], 8));
            return;
        }
        const fields = [];
        row.forEach((cell, x) => {
            if (!cell || (!cell.isOwn && cell.row === y)) return;
            const header = names[x] || cell.node.element.getAttribute('data-label') || '';
            for (const field of fieldsOf([{ node: cell.node, header }], 20)) {
                field.k = x + field.k;
                fields.push(field);
            }
            if (!wordsOf(cell.node) && header) fields.push({ k: x + '', t: '', l: header });
        });
        for (const field of fieldsOf([{ node: rows[y].node }], 200)) if (field.w === 'data' && !field.k.slice(1).includes('/')) fields.push(field);
        if (section) fields.push({ k: 'section', t: section, l: 'section group category' });
        records.push({ from: rows[y].node.order, to: rows[y].node.end, f: fields });
    });
    if (records.length) groups.list.push({ ...base, kind: 'table', records });
    if (records.length) for (const row of rows.slice(0, head)) groups.columnNames.add(row.node);

    // A table that says name and value in each row describes one thing; with several value columns, one each.
    const body = grid.slice(head);
    const sideNamed = body.every((row) => row[0] && isLabelText(wordsOf(row[0].node)));
    const isSpec = sideNamed && (width === 2 || body.every((row) => isHeaderCell(row[0].node)));
    if (isSpec && new Set(body.map((row) => wordsOf(row[0].node))).size === body.length) {
        for (let x = 1; x < Math.min(width, 12); x++) {
            const fields = [];
            if (names[x]) fields.push({ k: 'head', t: names[x], l: 'name title', h: 3 });
            body.forEach((row, y) => {
                if (!row[x]) return;
                for (const field of fieldsOf([{ node: row[x].node, header: wordsOf(row[0].node).replace(/\s*:\s*$/, '') }], 12)) {
                    field.k = y + field.k;
                    fields.push(field);
                }
            });
            if (width === 2 && !head) pairs.push(...fields);
            else if (width === 2) pairs.push(...fields.filter((field) => field.k !== 'head'));
            else base.side = (base.side || []).concat([{ from: node.order, to: node.end, f: fields }]);
        }
        if (base.side) groups.list.push({ ...base, columns: [], side: undefined, kind: 'side', records: base.side });
    }
    groups.pairs.push(...pairs);
    return true;
}
