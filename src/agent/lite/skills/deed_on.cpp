#include "agent/lite/explore.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "Subscribe to 'Dahlias'", "publish 'Spelt pancakes'": the verb is what a control says, and what is called
// Dahlias is what it is done to.
namespace lissom::agent::lite::skills {

Async<Result<bool>> do_to_named(Run& run, lite::Step step, std::string object)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto deed = words_of(step.clause).front();
    const int labelled = best(*scene, step.clause, Use::press);
    if (labelled >= 0 && says(*scene, labelled, deed) >= good_enough) co_return false;
    step.verb = Verb::act;
    step.slots["action"] = deed;
    step.slots["record"] = without_prefix_words(object, {"to", "for", "in"});
    CO_TRY_DONE(co_await act(run, step));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
