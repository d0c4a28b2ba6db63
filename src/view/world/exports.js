globalThis.lissom = Object.freeze({ snapshot, element_of, number_of });
