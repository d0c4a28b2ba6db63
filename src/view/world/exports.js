// All that the other side calls.
globalThis.lissom = Object.freeze({ snapshot, aim, make_ready, cover_of_frame, begin_watch, end_watch, end_and_tell, element_of, number_of, describe });
