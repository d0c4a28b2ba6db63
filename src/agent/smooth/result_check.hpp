#pragma once

#include <string>

#include "agent/agent.hpp"
#include "agent/smooth/smooth.hpp"

namespace lissom::agent {

// Judges what the model hands in with `done`, before the client gets it.
class ResultCheck {
public:
    ResultCheck(Minds minds, const Assignment& assignment)
        : minds_(minds),
          assignment_(assignment)
    {
    }

    struct Verdict {
        bool is_accepted = false;
        std::string reason;  // when it is not: what the model has to mend
    };

    // `page` is the last page as the model saw it. Usage of the validating model is added to `usage`.
    Async<Verdict> judge(Json output, std::string page, models::Usage& usage);

private:
    Async<Verdict> ask_validator(Json output, std::string page, models::Usage& usage);

    Minds minds_;
    const Assignment& assignment_;
    int sent_back_ = 0;  // by the validator
};

}  // namespace lissom::agent
