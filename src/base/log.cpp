#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace lissom::log {
namespace {

spdlog::level::level_enum to_spdlog(Level level)
{
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warn: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
        case Level::off: return spdlog::level::off;
    }
    return spdlog::level::info;
}

// The log is the one thing of the process that everybody may reach: it carries no state of the program.
struct Sink {
    std::shared_ptr<spdlog::logger> logger =
        std::make_shared<spdlog::logger>("lissom", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    Format format = Format::text;

    Sink()
    {
        logger->set_level(spdlog::level::warn);
        logger->set_pattern("%H:%M:%S.%e %^%l%$ %v");
    }
};

Sink& sink()
{
    static Sink instance;
    return instance;
}

std::string as_text(std::string_view message, Fields fields)
{
    std::string line(message);
    for (const auto& field : fields) {
        line.append("  ").append(field.name).append("=");
        for (const char c : field.value)
            line += c == '\n' || c == '\r' ? ' ' : c;  // one event stays one line
    }
    return line;
}

std::string as_json(Level level, std::string_view message, Fields fields)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    boost::json::object line;
    line["time_ms"] = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    line["level"] = level == Level::debug  ? "debug"
                    : level == Level::info ? "info"
                    : level == Level::warn ? "warn"
                                           : "error";
    line["message"] = message;
    for (const auto& field : fields) line[field.name] = field.value;
    return boost::json::serialize(line);
}

void write(Level level, std::string_view message, Fields fields)
{
    if (!is_on(level)) return;
    const auto line =
        sink().format == Format::json ? as_json(level, message, fields) : as_text(message, fields);
    sink().logger->log(to_spdlog(level), "{}", line);
}

}  // namespace

void configure(Level level, Format format)
{
    sink().format = format;
    sink().logger->set_level(to_spdlog(level));
    sink().logger->set_pattern(format == Format::json ? "%v" : "%H:%M:%S.%e %^%l%$ %v");
    sink().logger->flush_on(spdlog::level::debug);
}

bool is_on(Level level) { return sink().logger->should_log(to_spdlog(level)); }

void debug(std::string_view message, Fields fields) { write(Level::debug, message, fields); }
void info(std::string_view message, Fields fields) { write(Level::info, message, fields); }
void warn(std::string_view message, Fields fields) { write(Level::warn, message, fields); }
void error(std::string_view message, Fields fields) { write(Level::error, message, fields); }

}  // namespace lissom::log
