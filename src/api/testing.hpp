#pragma once

// The API over a runner on its bench: requests go in as values, no socket and no Chromium is needed.

#include <memory>
#include <string>

#include "api/api.hpp"
#include "api/auth.hpp"
#include "api/metrics.hpp"
#include "runner/keys.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::api {

class ApiTest : public runner::testing::RunnerTest {
protected:
    ApiTest()
    {
        settings.folder = folder.path();
        add_key("key", "the-key");
        add_key("other", "another-key");
    }

    void add_key(std::string id, std::string text)
    {
        ASSERT_TRUE(run(keys.put(std::move(id), "somebody", std::move(text))));
    }

    net::Response send(net::Request request)
    {
        if (!context) {
            metrics.emplace(the_runner(), pool);
            Settings its_settings;
            its_settings.data = folder.path();
            its_settings.max_stored_bytes = 1 << 20;
            context.emplace(the_runner(), store, auth, *metrics, disk, its_settings, clock);
        }
        return run(handle(*context, std::move(request)));
    }

    // With the key; paths below /api/v1, a query at the end as in a URL.
    net::Response
    send(net::Method method, std::string path, std::string body = "", std::string key = "the-key")
    {
        net::Request request;
        request.method = method;
        if (auto mark = path.find('?'); mark != path.npos) {
            const std::string rest = path.substr(mark + 1);
            for (std::size_t at = 0; at < rest.size();) {
                auto end = std::min(rest.find('&', at), rest.size());
                auto equals = rest.find('=', at);
                request.query[rest.substr(at, equals - at)] = rest.substr(equals + 1, end - equals - 1);
                at = end + 1;
            }
            path.resize(mark);
        }
        request.path = "/api/v1" + path;
        request.body = std::move(body);
        request.remote_address = "203.0.113.5";
        if (!key.empty()) request.headers["apikey"] = std::move(key);
        return send(std::move(request));
    }

    net::Response get(std::string path) { return send(net::Method::get, std::move(path)); }
    net::Response post(std::string path, std::string body)
    {
        return send(net::Method::post, std::move(path), std::move(body));
    }
    net::Response del(std::string path) { return send(net::Method::del, std::move(path)); }

    // A form with one file, as a browser sends it.
    net::Response upload(std::string path, std::string name, std::string content)
    {
        net::Request request;
        request.method = net::Method::post;
        request.path = "/v1" + path;
        request.headers["apikey"] = "the-key";
        request.headers["Content-Type"] = "multipart/form-data; boundary=X";
        request.body = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                       "\"\r\n\r\n" + content + "\r\n--X--\r\n";
        return send(std::move(request));
    }

    static JsonObject json(const net::Response& response)
    {
        auto parsed = parse_json(response.body);
        EXPECT_TRUE(parsed) << response.body;
        return parsed ? parsed->as_object() : JsonObject();
    }
    static Json r(const net::Response& response)
    {
        auto body = json(response);
        EXPECT_TRUE(body.contains("r")) << response.body;
        return body.contains("r") ? body.at("r") : Json();
    }
    static std::string id_of(const net::Response& response)
    {
        auto value = r(response);
        return value.is_object() ? string_or(value.get_object(), "id") : "";
    }
    static std::string detail(const net::Response& response) { return string_or(json(response), "detail"); }

    runner::Keys keys{loop.get_executor(), store, clock};
    Auth auth{keys, clock};
    std::optional<Metrics> metrics;
    std::optional<Context> context;
};

}  // namespace lissom::api
