#include "agent/lite/deeds.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

bool is_deed(std::string_view name)
{
    static const std::set<std::string, std::less<>> deeds = {
        "log",         "logout",    "sign",     "signout",   "delete",   "remove",  "cancel", "close",
        "buy",         "order",     "pay",      "reset",     "share",    "like",    "unlike", "follow",
        "unsubscribe", "subscribe", "add",      "new",       "create",   "edit",    "change", "book",
        "send",        "submit",    "download", "print",     "checkout", "reply",   "report", "vote",
        "upvote",      "approve",   "reject",   "accept",    "decline",  "archive", "block",  "publish",
        "save",        "clear",     "install",  "uninstall", "upgrade",  "donate",  "invite", "leave",
        "join",        "restart",   "shutdown", "mark",      "unmark",   "lock",    "unlock", "merge",
        "revert",      "restore",   "rename",   "dismiss",   "mute",     "pin",     "unpin"
    };
    const auto words = words_of(name);
    return std::ranges::any_of(words, [](const std::string& word) { return deeds.contains(word); });
}

}  // namespace lissom::agent::lite
