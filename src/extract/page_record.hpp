#pragma once

#include "extract/page_data.hpp"
#include "extract/want.hpp"

namespace lissom::extract {

// What the page as a whole is about, as one record: labelled values, names its author gave, headings, meta
// tags, and the item of JSON-LD that holds most of what is wanted. Values inside of repeated records are left
// out: the price of the third product is not the page's.
Record page_record(const PageData& data, const std::vector<Want>& wants, const Locale& locale);

}  // namespace lissom::extract
