#pragma once

namespace lissom::app {

// The program: parses the command line, runs one command, answers its exit code. 0: done; 1: could not do it;
// 2: the command line makes no sense.
int run(int argc, char** argv);

}  // namespace lissom::app
