#pragma once

// HTTP messages as plain values, for handlers and tests; Beast and libcurl stay in net/*.cpp.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::net {

enum class Method { get, post, put, patch, del, head, options };
std::string_view name_of(Method method);

struct LessIgnoringCase {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
};
using Headers = std::map<std::string, std::string, LessIgnoringCase>;

struct Request {
    Method method = Method::get;
    std::string path;                                // decoded, without the query; "//" collapsed
    std::map<std::string, std::string> query;        // decoded; the first of several
    std::map<std::string, std::string> path_params;  // set by the router
    Headers headers;
    std::string body;
    std::string remote_address;  // without the port

    std::string_view header(std::string_view name) const;           // "" when absent
    std::optional<std::string> param(std::string_view name) const;  // of the query
    std::string path_param(std::string_view name) const;
};

// One part of a multipart/form-data body.
struct Part {
    std::string name;
    std::string file_name;  // as the client sent it: not safe as a path
    std::string content_type;
    std::string body;
};
Result<std::vector<Part>> parse_multipart(const Request& request);

// Writes to a client that stays connected (server-sent events). False: the client is gone.
using Write = std::function<Async<bool>(std::string chunk)>;

// What is sent like a file but does not lie on the disk as it is to be sent: a sealed one, say.
class Content {
public:
    virtual ~Content() = default;
    virtual std::size_t size() const = 0;
    virtual std::string version() const = 0;  // another one when it has changed
    // From there on, as much as is at hand; blocks briefly. Never nothing before the end.
    virtual Result<std::string> read(std::size_t offset) const = 0;
};

struct Response {
    unsigned status = 200;
    Headers headers;
    std::string body;
    std::filesystem::path file;                // when set: sent instead of the body, byte ranges honoured
    std::shared_ptr<const Content> content;    // likewise
    std::function<Async<void>(Write)> stream;  // when set: runs after the head was sent, until it returns

    static Response json(unsigned status, const Json& body);
};

}  // namespace lissom::net
