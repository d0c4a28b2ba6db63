#include "agent/smooth/dialogue.hpp"

namespace lissom::agent {

std::string
task_text(const Assignment& assignment, const Secrets& secrets, const std::vector<std::string>& file_names)
{
    // A person who writes a secret into the task as well means the secret.
    std::string text = "The task:\n" + secrets.mask(assignment.instruction) + "\n";
    if (!assignment.metadata.empty())
        text += "\nValues to use:\n" + dump(secrets.mask(Json(assignment.metadata))) + "\n";
    if (!secrets.names().empty()) {
        text += "\nSecrets you can enter:";
        for (const auto& name : secrets.names()) text += " " + placeholder_of(name);
        text += "\n";
    }
    if (!file_names.empty()) {
        text += "\nFiles you can upload, by name:";
        for (const auto& name : file_names) text += " \"" + name + "\"";
        text += "\n";
    }
    if (assignment.response_model)
        text += "\nThe output must fit this JSON Schema:\n" + dump(*assignment.response_model) + "\n";
    return text;
}

std::string mending_text(const Assignment& assignment, const PageText& pages)
{
    if (assignment.step_to_mend.empty()) return "";
    return "\nDo one step of this only: a script does all the others. What is known of it:\n" +
           pages.fenced("", assignment.step_to_mend, "said") +
           "\nDo what that step did, in the way that the page asks for now, and nothing beyond it. Call done "
           "with the output \"mended\" right behind it in the same answer, or at once where the step is not "
           "needed any more; with success false where it cannot be done.\n";
}

}  // namespace lissom::agent
