#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "base/time.hpp"
#include "vault/vault.hpp"

namespace lissom::runner {

struct Settings {
    std::size_t max_concurrent = 0;  // sessions with a browser at once; 0: by this machine's cores and memory
    std::size_t max_queued = 100;    // tasks that wait for a browser; one more is too_many_requests
    Millis hold_limit = Millis(20'000);       // a long poll is answered by then: the SDK's own limit is 30 s
    Millis task_limit = Millis(30 * 60'000);  // one task, or one run_task of a session
    Millis idle_limit = Millis(15 * 60'000);  // a session nobody reads from or writes to ends
    Millis session_limit = Millis(12 * 3600'000);
    Millis tool_limit = Millis(5 * 60'000);  // a client may take so long to answer a tool call
    Millis result_grace =
        Millis(4'000);  // the last result stays readable so long before the final status shows
    // A task that is over sooner still shows its live_url until then, or until somebody has seen it: the SDKs
    // ask for it first, up to a second after they began, and show none of a task that is done.
    Millis live_url_grace = Millis(2'000);
    Millis navigation_limit = Millis(30'000);
    Millis action_limit = Millis(60'000);  // any other action of a client
    // An action of a client waits so long for a person who holds the controls.
    Millis person_limit = Millis(5 * 60'000);
    // Work waits so long for somebody who passes a challenge at the live view.
    Millis challenge_limit = Millis(5 * 60'000);
    Millis close_limit = Millis(10'000);           // for saving and closing one browser
    Millis kept_after_end = Millis(60'000);        // finished tasks answer polls from memory so long
    std::size_t max_tool_output_bytes = 64 << 10;  // longer answers are cut, and say so
    std::size_t max_queued_actions = 256;          // of one session
    std::filesystem::path folder;  // of the server's data: uploads, downloads and artifacts live below it
    // Copies for browsers (profiles, files, extensions) lie here: the user that runs Chromium must get there.
    // Swept at start. Empty: "work" in the data folder.
    std::filesystem::path work;
    Millis profile_interval = Millis(30'000);  // a crash costs no more cookies than of so long
    std::string public_base;                   // "http://127.0.0.1:8080": what links in answers begin with
    std::shared_ptr<const vault::Vault> vault = vault::Vault::temporary();  // seals profiles and recordings
    std::string link_secret;  // signs the links that are opened without a key
};

}  // namespace lissom::runner
