#include "runner/console.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "runner/trace.hpp"

namespace lissom::runner {
namespace {

// What a person looks through; a page that writes more than that writes for nobody.
constexpr std::size_t most_entries = 1'000;
constexpr std::size_t most_text = 2'000;
constexpr std::size_t most_address = 500;
constexpr Millis command_limit(10'000);

// https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#type-RemoteObject
std::string text_of(const JsonObject& object);

std::string text_of_preview(const JsonObject& preview)
{
    const bool is_list = string_or(preview, "subtype") == "array";
    std::string text = is_list ? "[" : "{";
    if (const auto* properties = array_at(preview, "properties"))
        for (const auto& entry : *properties) {
            if (!entry.is_object()) continue;
            if (text.size() > 1) text += ", ";
            if (!is_list) text += string_or(entry.get_object(), "name") + ": ";
            text += string_or(entry.get_object(), "value");
        }
    if (bool_or(preview, "overflow")) text += ", …";
    return text + (is_list ? "]" : "}");
}

std::string text_of(const JsonObject& object)
{
    if (const auto* value = object.if_contains("value"))
        return value->is_string() ? std::string(value->get_string()) : dump(*value);
    // An error's description has its stack; a plain object's says no more than its class.
    const auto* preview = object_at(object, "preview");
    if (preview && string_or(object, "subtype") != "error") return text_of_preview(*preview);
    auto text = string_or(object, "description");
    if (text.empty()) text = string_or(object, "unserializableValue");
    return text.empty() ? string_or(object, "type") : text;
}

std::string_view level_of(std::string_view type)
{
    if (type == "error" || type == "assert") return "error";
    if (type == "warning") return "warning";
    if (type == "info" || type == "debug") return type;
    return type == "verbose" ? "debug" : "log";
}

void place(JsonObject& entry, std::string url, std::int64_t line)
{
    if (url.empty()) return;
    entry["url"] = capped(std::move(url), most_address);
    entry["line"] = line + 1;  // people count from 1
}

JsonObject
entry_of(const JsonObject& params, std::string_view level, std::string_view source, std::string text)
{
    return {
        {"at_ms", static_cast<std::int64_t>(number_or(params, "timestamp"))},
        {"level", level},
        {"source", source},
        {"text", capped(std::move(text), most_text)},
    };
}

}  // namespace

JsonObject console_entry(const JsonObject& call)
{
    std::string text;
    if (const auto* arguments = array_at(call, "args"))
        for (const auto& argument : *arguments) {
            if (!argument.is_object()) continue;
            if (!text.empty()) text += ' ';
            text += text_of(argument.get_object());
        }
    auto entry = entry_of(call, level_of(string_or(call, "type")), "console", std::move(text));
    const auto* stack = object_at(call, "stackTrace");
    const auto* frames = stack ? array_at(*stack, "callFrames") : nullptr;
    if (frames && !frames->empty() && frames->front().is_object()) {
        const auto& frame = frames->front().get_object();
        place(entry, string_or(frame, "url"), int_or(frame, "lineNumber"));
    }
    return entry;
}

JsonObject exception_entry(const JsonObject& thrown)
{
    const auto* details = object_at(thrown, "exceptionDetails");
    if (!details) return entry_of(thrown, "error", "exception", "an exception");
    auto text = string_or(*details, "text");
    if (const auto* exception = object_at(*details, "exception")) text += " " + text_of(*exception);
    auto entry = entry_of(thrown, "error", "exception", std::move(text));
    place(entry, string_or(*details, "url"), int_or(*details, "lineNumber"));
    return entry;
}

JsonObject browser_entry(const JsonObject& entry_added)
{
    const auto* told = object_at(entry_added, "entry");
    if (!told) return {};
    auto entry = entry_of(
        *told, level_of(string_or(*told, "level")), string_or(*told, "source"), string_or(*told, "text")
    );
    place(entry, string_or(*told, "url"), int_or(*told, "lineNumber"));
    return entry;
}

Console::Console(boost::asio::any_io_executor executor)
    : nursery_(std::move(executor))
{
}

void Console::follow(browser::Context& browser, ConsoleReads reads)
{
    browser_ = &browser;
    reads_ = reads;
    nursery_.spawn("console", look_for_pages());
}

Async<void> Console::look_for_pages()
{
    for (;;) {
        for (auto* page : browser_->pages())
            if (followed_.insert(page).second) listen(*page);
        co_await browser_->changed().wait();
    }
}

void Console::listen(browser::Page& page)
{
    subscriptions_.push_back(page.on_event("Log.entryAdded", [this](const JsonObject& params) {
        add(browser_entry(params));
    }));
    nursery_.spawn("console of a page", enable(page, "Log"));
    if (reads_ == ConsoleReads::browser_only) return;
    subscriptions_.push_back(page.on_event("Runtime.consoleAPICalled", [this](const JsonObject& params) {
        add(console_entry(params));
    }));
    subscriptions_.push_back(page.on_event("Runtime.exceptionThrown", [this](const JsonObject& params) {
        add(exception_entry(params));
    }));
    nursery_.spawn("console of a page", enable(page, "Runtime"));
}

// Chromium tells anew what was written before.
Async<void> Console::enable(browser::Page& page, std::string domain)
{
    if (!page.is_closed()) (void)co_await page.send(page.id(), domain + ".enable", {}, command_limit);
}

void Console::add(JsonObject entry)
{
    if (entry.empty()) return;
    entries_.push_back(std::move(entry));
    if (entries_.size() <= most_entries) return;
    entries_.pop_front();
    ++dropped_;
}

JsonObject Console::to_json() const
{
    JsonArray entries;
    for (const auto& entry : entries_) entries.push_back(entry);
    return {
        {"entries", std::move(entries)},
        {"dropped", dropped_},
        {"reads_scripts", reads_ == ConsoleReads::everything},
    };
}

Async<void> Console::close()
{
    subscriptions_.clear();
    co_await nursery_.stop();
}

}  // namespace lissom::runner
