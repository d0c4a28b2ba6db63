// All that the other side calls.
globalThis.lissom = Object.freeze({
    snapshot, reserve, element_of, number_of, describe, aim, make_ready, cover_of_frame, begin_watch, end_watch, end_and_tell, field_kind, focus_all,
    held_by, set_value, select_options, find_choice, file_field_for, find_text, checked_state, is_drawn,
    note_listeners, note_closed_root, forget_suspects, suspect_count: () => suspects.length, suspect: index => suspects[index],
});
