// The text of an exception: its message and the first line of its stack, which says where.
(error) => {
    if (!(error instanceof Error) && !(error && typeof error.stack === 'string')) return 'threw ' + String(error);
    const text = String(error);
    const place = String(error.stack).split('\n').map((line) => line.trim()).find((line) => line.startsWith('at '));
    return place ? text + '\n    ' + place : text;
}
