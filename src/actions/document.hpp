#pragma once

#include <filesystem>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/page.hpp"

namespace lissom::actions {

// Whether the program that reads PDFs is on this machine.
bool can_read_pdfs();

// What documents say: PDFs by `pdftotext`, a process of its own without rights, since whoever made the file
// may be hostile; text files as they are. Errors: page_error where there is no text to be had from it,
// unavailable where the program is missing.
Async<Result<std::string>> text_of_file(std::filesystem::path file);

// The same of a PDF that the page shows, in the viewer of a full Chromium.
Async<Result<std::string>> text_of_shown_pdf(browser::Page& page);
Async<bool> shows_pdf(browser::Page& page);

// A part of a long text from that letter on, with a last line that says how to read on. Tokens are some four
// letters each.
std::string part_of(const std::string& text, std::int64_t from, std::int64_t max_tokens);

}  // namespace lissom::actions
