// multipart/form-data as browsers, curl and the SDKs send it: RFC 7578, with file names also in the form of
// RFC 5987.
#include <map>

#include "base/try.hpp"
#include "net/encoding.hpp"
#include "net/http.hpp"

namespace lissom::net {
namespace {

// Forms people post have a handful of fields; more is somebody looking for our memory.
constexpr std::size_t max_parts = 256;
constexpr std::size_t max_part_head_bytes = 16u << 10;

using Parameters = std::map<std::string, std::string, LessIgnoringCase>;

Error malformed(std::string_view what)
{
    return Error{ErrorCode::invalid_argument, "the multipart body is malformed: " + std::string(what)};
}

// Takes a quoted string off the front of `text`, which starts behind the opening quote. A backslash escapes
// only a quote or a backslash: old browsers send "C:\files\a.txt" as it is.
std::string take_quoted(std::string_view& text)
{
    std::string value;
    while (!text.empty()) {
        const char letter = text.front();
        text.remove_prefix(1);
        if (letter == '"') break;
        if (letter == '\\' && !text.empty() && (text.front() == '"' || text.front() == '\\')) {
            value += text.front();
            text.remove_prefix(1);
            continue;
        }
        value += letter;
    }
    return value;
}

// `form-data; name="file"; filename="a.txt"` without what stands before the first semicolon.
Parameters parameters_of(std::string_view header)
{
    Parameters parameters;
    auto semicolon = header.find(';');
    while (semicolon != std::string_view::npos) {
        header.remove_prefix(semicolon + 1);
        const auto equals = header.find_first_of("=;");
        if (equals == std::string_view::npos) break;
        if (header[equals] == ';') {
            semicolon = equals;
            continue;
        }
        std::string name(trim(header.substr(0, equals)));
        header.remove_prefix(equals + 1);
        header.remove_prefix(std::min(header.find_first_not_of(" \t"), header.size()));
        std::string value;
        if (header.starts_with('"')) {
            header.remove_prefix(1);
            value = take_quoted(header);
            semicolon = header.find(';');
        } else {
            semicolon = header.find(';');
            value = trim(header.substr(0, semicolon));
        }
        parameters.try_emplace(std::move(name), std::move(value));
    }
    return parameters;
}

// The three characters that the HTML standard has browsers encode in names; any other '%' is the user's own.
std::string decode_form_name(std::string name)
{
    constexpr std::pair<std::string_view, char> codes[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
    for (const auto& [code, letter] : codes)
        for (auto at = name.find(code); at != std::string::npos; at = name.find(code, at + 1))
            name.replace(at, code.size(), 1, letter);
    return name;
}

std::string file_name_from(const Parameters& parameters)
{
    // filename*=UTF-8''na%C3%AFve.txt goes before filename=
    if (const auto extended = parameters.find("filename*"); extended != parameters.end()) {
        const std::string_view value = extended->second;
        const auto language = value.find('\'');
        const auto text = language == std::string_view::npos ? language : value.find('\'', language + 1);
        if (text != std::string_view::npos)
            if (auto decoded = percent_decode(value.substr(text + 1))) return *std::move(decoded);
    }
    const auto plain = parameters.find("filename");
    return plain == parameters.end() ? std::string() : decode_form_name(plain->second);
}

Result<Part> parse_part(std::string_view text)
{
    const auto head_end = text.starts_with("\r\n") ? 0 : text.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return malformed("a part has no end of its headers");
    if (head_end > max_part_head_bytes) return malformed("the headers of a part are too long");

    Part part;
    auto head = text.substr(0, head_end);
    bool is_form_data = false;
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(line.size() + 2, head.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return malformed("a header of a part has no colon");
        const auto name = trim(line.substr(0, colon));
        const auto value = trim(line.substr(colon + 1));
        if (equal_ignoring_case(name, "content-type")) part.content_type = value;
        if (!equal_ignoring_case(name, "content-disposition")) continue;

        const auto parameters = parameters_of(value);
        const auto field = parameters.find("name");
        if (field == parameters.end()) return malformed("a part has no name");
        part.name = decode_form_name(field->second);
        part.file_name = file_name_from(parameters);
        is_form_data = true;
    }
    if (!is_form_data) return malformed("a part has no Content-Disposition");
    part.body = text.substr(head_end == 0 ? 2 : head_end + 4);
    return part;
}

}  // namespace

Result<std::vector<Part>> parse_multipart(const Request& request)
{
    const auto content_type = request.header("content-type");
    if (!equal_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "multipart/form-data"))
        return Error{ErrorCode::invalid_argument, "send the file as multipart/form-data"};
    const auto parameters = parameters_of(content_type);
    const auto boundary = parameters.find("boundary");
    if (boundary == parameters.end() || boundary->second.empty() || boundary->second.size() > 70)
        return malformed("its Content-Type names no usable boundary");

    // With a line break in front of the whole, the first delimiter looks like all others.
    const std::string_view body = request.body;
    const auto opening = "--" + boundary->second;
    const auto delimiter = "\r\n" + opening;
    std::size_t at = 0;
    if (body.starts_with(opening)) {
        at = opening.size();
    } else {
        const auto first = body.find(delimiter);
        if (first == std::string_view::npos) return malformed("its boundary does not occur");
        at = first + delimiter.size();
    }

    std::vector<Part> parts;
    while (!body.substr(at).starts_with("--")) {
        const auto line_end = body.find("\r\n", at);  // blanks may follow a boundary
        if (line_end == std::string_view::npos) return malformed("it ends early");
        if (!trim(body.substr(at, line_end - at)).empty()) return malformed("text follows a boundary");
        const auto next = body.find(delimiter, line_end);
        if (next == std::string_view::npos) return malformed("it ends early");
        if (parts.size() == max_parts) return malformed("it has too many parts");
        // An empty part's head shares its line break with the delimiter.
        const auto begin = std::min(line_end + 2, next);
        TRY(auto part, parse_part(body.substr(begin, next - begin)));
        parts.push_back(std::move(part));
        at = next + delimiter.size();
    }
    return parts;
}

}  // namespace lissom::net
