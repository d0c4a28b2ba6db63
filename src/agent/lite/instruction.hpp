#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/phrase.hpp"

namespace lissom::agent::lite {

// What a clause asks for. The slots each verb fills are named beside it.
enum class Verb {
    open_url,   // url
    go_back,    //
    login,      // text: "as demo with password secret"
    search,     // query [place]
    click,      // object
    close,      // object
    focus,      // object
    hover,      // object
    expand,     // object
    explore,    // object: "switch between the tabs", a means to what follows
    press_key,  // key
    fill,       // value [field], or text with several "username X and password Y"
    choose,     // value [place]
    check,      // object
    uncheck,    // object
    drag,       // object and place or direction
    arrange,    // object, order
    draw,       // object: "a horizontal line through the dot"
    point,      // object: "centre of the circle", "grid coordinate (1,2)"
    highlight,  // object
    format,     // object, style: "make the word 'fox' bold"
    copy,       // object
    resize,     // object [dimension] direction
    classify,   // object, first, second: "mark the numbers as odd or even"
    match,      // object, thing: "click the button that best describes the figure"
    act,        // action, record [value] [person]: "delete the email by Ann"
    find,       // object: a record, an item, a word
    compose,    // details: "a customer with name 'Zoe' and city Oslo": a form, filled in and sent
    sort,       // order: "price from low to high"
    narrow,     // condition: "status closed": only what fits is listed from here on
    consent,    // choice: "accept" or "reject", of cookies
    logout,     //
    buy,        // action, object [place] [condition]
    answer,     // question
    solve,      // object
    guess,      // text
    play,       // game [side]
    command,    // text: in a terminal
    upload,     // object [place]
    download,   // object
    scroll,     // place
    wait,       // condition
    none,       // nothing we know: said so at the end
};

std::string_view name_of(Verb verb);

struct Step {
    Verb verb = Verb::none;
    Slots slots;
    std::string clause;     // as written
    std::string context;    // "for the user @ann", "in the second row": where the step takes place
    std::string condition;  // "the price is less than $50": the step waits for it

    std::string slot(std::string_view name) const;  // empty where there is none
    bool has(std::string_view name) const { return slots.contains(name); }
};

// An instruction as steps in order. Never empty: what is not understood is a step with Verb::none.
std::vector<Step> parse(std::string_view instruction);

// One clause; `parse` after cutting.
Step parse_clause(std::string_view clause);

// "Do this, then that. And this": the clauses as written, quotes unbroken.
std::vector<std::string> clauses_of(std::string_view instruction);

// Does the clause open with a word that asks for a deed?
bool is_order(std::string_view clause);

// Says whether the person told us not to press the button at the end.
bool forbids_submit(std::string_view instruction);

// Something said before: "it", "your answer", "the result".
bool refers_back(std::string_view phrase);

}  // namespace lissom::agent::lite
