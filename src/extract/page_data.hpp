#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/page.hpp"

namespace lissom::extract {

// One value of a page with everything that may say what it is.
struct Field {
    std::string key;                 // the place in the record: the same in records that look alike
    std::string text;                // as a person reads it
    std::string label;               // what stands beside or above it
    std::vector<std::string> names;  // what its author called it: itemprop, data-label, JSON-LD's path
    std::string classes;             // class and id
    std::string around;              // the same of the box around it
    std::string link;                // absolute
    std::string image;               // absolute
    std::string machine;             // the value for machines: datetime, content, value, data-*
    std::string carrier;  // "time", "input", "check", "rating", "image", "data", "told", "wrap", "meta", …
    std::string region;   // "main", "aside" or ""
    double maximum = 0;   // of ratings
    double size = 0;      // font, CSS px
    int heading = 0;      // level; 0 is none
    int repeat = 1;       // which of several values at the same place
    int order = 0;        // place in the document
    bool is_bold = false;
    bool is_struck = false;
    bool is_off_screen = false;
    bool is_in_link = false;
    bool has_parts = false;
    bool is_derived = false;  // a part of another field's text
};

struct Record {
    std::vector<Field> fields;
    int from = 0;  // place in the document
    int to = 0;
    const JsonObject* item =
        nullptr;  // what the record is, where the page said it for machines; owned by PageData
};

// Records of one kind, in reading order.
struct Group {
    std::string kind;   // "like", "run", "joined", "table", "side", "structured"
    std::string name;   // the heading above, the caption, the key in JSON-LD
    std::string label;  // for screen readers
    std::string words;  // class, id and type of the records and the boxes around them
    std::string region;
    double area = 0;        // CSS px²
    bool is_named = false;  // a table whose columns have names
    bool is_part = false;   // of a joined group, and too small to stand alone
    std::size_t frame = 0;
    std::vector<Record> records;
};

struct Heading {
    int level = 0;
    std::string text;
    std::string region;
};

struct Byline {
    std::string text;
    std::string region;
    bool is_sure = false;
};

// What one page says, all frames together.
struct PageData {
    PageData() = default;
    PageData(PageData&&) = default;  // records point into `items`: it moves, it is not copied
    PageData& operator=(PageData&&) = default;

    std::string url;
    std::string title;
    std::string language;
    double width = 0;
    std::multimap<std::string, std::string> meta;
    std::vector<JsonObject> items;  // JSON-LD, microdata, RDFa
    std::vector<Heading> headings;
    std::vector<Group> groups;
    std::vector<Field> fields;  // the whole page as one record
    std::vector<Field> pairs;   // labelled values of tables
    std::vector<Byline> bylines;
    std::string article;
};

// Reads what the script in page/ answers for one frame and adds it to the page.
Done add_frame(PageData& data, const Json& collected, std::size_t frame);

// Asks every frame. Frames that do not answer are left out; the main frame must.
Async<Result<PageData>> collect(browser::Page& page);

}  // namespace lissom::extract
