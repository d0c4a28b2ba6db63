#pragma once

#include <string>

#include "agent/agent.hpp"
#include "agent/secrets.hpp"
#include "agent/smooth/grounds.hpp"
#include "agent/smooth/smooth.hpp"

namespace lissom::agent {

// Judges what the model hands in with `done`, before the client gets it.
class ResultCheck {
public:
    ResultCheck(Minds minds, const Assignment& assignment, const Secrets& secrets)
        : minds_(minds),
          assignment_(assignment),
          secrets_(secrets)
    {
    }

    struct Verdict {
        bool is_accepted = false;
        std::string reason;  // when it is not: what the model has to mend
    };

    // What the model was shown, of which its answer is to be made. Small models alone are held to it.
    void add_grounds(std::string_view text);

    // `page` is the last page as the model saw it. The validating model has `limit` for its answer; its usage
    // is added to `usage`.
    Async<Verdict> judge(Json output, std::string page, Millis limit, models::Usage& usage);

private:
    Async<Verdict> ask_validator(Json output, std::string page, Millis limit, models::Usage& usage);

    Minds minds_;
    const Assignment& assignment_;
    const Secrets& secrets_;
    Grounds grounds_;
    int sent_back_ = 0;  // by the validator, or as made up
};

}  // namespace lissom::agent
