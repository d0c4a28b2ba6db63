#pragma once

#include <string>

#include "extract/page_data.hpp"

namespace lissom::extract {

// What a page says of itself as one piece of writing; empty where it does not.
struct Article {
    std::string title;
    std::string byline;
    std::string site_name;
    std::string published;  // as written for machines where there is such a date
    std::string modified;
    std::string language;
    std::string description;
    std::string image;
    std::string text;
};

Article article_of(const PageData& data);

}  // namespace lissom::extract
