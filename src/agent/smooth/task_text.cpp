#include "agent/smooth/dialogue.hpp"

namespace lissom::agent {

std::string
task_text(const Assignment& assignment, const Secrets& secrets, const std::vector<std::string>& file_names)
{
    std::string text = "The task:\n" + assignment.instruction + "\n";
    if (!assignment.metadata.empty()) text += "\nValues to use:\n" + dump(Json(assignment.metadata)) + "\n";
    if (!secrets.empty()) {
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

}  // namespace lissom::agent
