#include <string>

#include "embedded/view/world/aim.js.hpp"
#include "embedded/view/world/effects.js.hpp"
#include "embedded/view/world/exports.js.hpp"
#include "embedded/view/world/fields.js.hpp"
#include "embedded/view/world/line.js.hpp"
#include "embedded/view/world/meaning.js.hpp"
#include "embedded/view/world/refs.js.hpp"
#include "embedded/view/world/sight.js.hpp"
#include "embedded/view/world/walker.js.hpp"
#include "view/snapshot.hpp"

namespace lissom::view {

std::string_view world_script()
{
    // One function around all parts: they see each other, the page's own isolated world sees only `lissom`.
    static const std::string script = [] {
        std::string text = "(() => {\n'use strict';\nif (globalThis.lissom) return;\n";
        for (const auto part :
             {embedded::refs_js,
              embedded::meaning_js,
              embedded::sight_js,
              embedded::aim_js,
              embedded::line_js,
              embedded::walker_js,
              embedded::effects_js,
              embedded::fields_js,
              embedded::exports_js}) {
            text += part;
        }
        return text + "})();\n";
    }();
    return script;
}

}  // namespace lissom::view
