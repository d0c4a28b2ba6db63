// Turns any value into one that JSON can carry, without the page's own JSON.stringify or toJSON of built-in types, which
// libraries replace. What JSON cannot carry becomes a string; what JSON leaves out (undefined and functions in objects)
// is left out here too.
(value) => {
    const deepest = 200;
    const path = [];
    const convert = (value) => {
        if (value === undefined || value === null) return null;
        switch (typeof value) {
            case 'string':
            case 'boolean': return value;
            case 'number': return Number.isFinite(value) ? value : String(value);
            case 'bigint':
            case 'symbol': return String(value);
            case 'function': return Function.prototype.toString.call(value);
        }
        if (path.includes(value)) return '[circular]';
        if (path.length >= deepest) return String(value);
        path.push(value);
        const result = open(value);
        path.pop();
        return result;
    };
    const list = (values) => {
        const result = [];
        for (let i = 0; i < values.length; i += 1) result[i] = convert(values[i]);
        return result;
    };
    const entries = (pairs) => {
        const result = {};
        for (const [key, item] of pairs) {
            if (item === undefined || typeof item === 'function' || typeof item === 'symbol') continue;
            Object.defineProperty(result, String(key), { value: convert(item), enumerable: true });
        }
        return result;
    };
    const open = (value) => {
        if (Array.isArray(value)) return list(value);
        if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : Date.prototype.toISOString.call(value);
        if (value instanceof String || value instanceof Number || value instanceof Boolean) return value.valueOf();
        if (value instanceof Error) return String(value);
        if (value instanceof RegExp) return String(value);
        if (value instanceof Map) return entries(value);
        if (value instanceof Set) return list([...value]);
        if (ArrayBuffer.isView(value) && typeof value.length === 'number') return list(value);
        if (typeof Node === 'function' && value instanceof Node) return value.outerHTML ?? value.textContent ?? String(value);
        if (typeof NodeList === 'function' && (value instanceof NodeList || value instanceof HTMLCollection)) return list(value);
        if (value === globalThis) return String(value);
        if (typeof value.toJSON === 'function') return convert(value.toJSON());
        return entries(Object.entries(value));
    };
    return convert(value);
}
