#pragma once

#include "actions/action.hpp"

// One object per action, defined in the file of its name; catalog.cpp lists them.
namespace lissom::actions {

extern const Action go_to;
extern const Action go_back;
extern const Action go_forward;
extern const Action reload;
extern const Action click;
extern const Action fill;
extern const Action type;
extern const Action press;
extern const Action select;
extern const Action check;
extern const Action uncheck;
extern const Action hover;
extern const Action scroll;
extern const Action drag;
extern const Action upload;
extern const Action switch_tab;
extern const Action new_tab;
extern const Action close_tab;
extern const Action answer_dialog;
extern const Action wait_for;
extern const Action screenshot;
extern const Action print;
extern const Action read;
extern const Action read_file;

}  // namespace lissom::actions
