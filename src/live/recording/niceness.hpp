#pragma once

namespace lissom::live {

// Work on pictures never takes a core from the browser or the server: on Linux each thread has a niceness of
// its own, and this lowers that of the thread that calls it.
void be_nice();

}  // namespace lissom::live
