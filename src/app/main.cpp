#include "app/commands.hpp"

int main(int argc, char** argv) { return lissom::app::run(argc, argv); }
