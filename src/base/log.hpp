#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lissom::log {

enum class Level { debug, info, warn, error, off };
enum class Format { text, json };

// Called once, by app/. Logs go to standard error. Before it is called, warnings and errors go there as text.
void configure(Level level, Format format);
bool is_on(Level level);

// One fact: a name and a value that is already text.
struct Field {
    Field(std::string_view field_name, std::string_view text)
        : name(field_name),
          value(text)
    {
    }
    Field(std::string_view field_name, const char* text)
        : Field(field_name, std::string_view(text))
    {
    }
    Field(std::string_view field_name, const std::string& text)
        : Field(field_name, std::string_view(text))
    {
    }
    Field(std::string_view field_name, bool flag)
        : Field(field_name, std::string_view(flag ? "true" : "false"))
    {
    }
    template <class Number>
        requires(std::integral<Number> || std::floating_point<Number>)
    Field(std::string_view field_name, Number number)
        : name(field_name),
          value(std::to_string(number))
    {
    }

    std::string_view name;
    std::string value;
};

using Fields = std::initializer_list<Field>;

// The message is fixed and lower case; what varies is a field. info: a person running the server cares;
// error: someone must act. Never page text, keys, cookies or prompts above debug; secrets never.
void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warn(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});

}  // namespace lissom::log
