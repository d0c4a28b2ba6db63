#pragma once

#include "view/snapshot.hpp"

namespace lissom::agent::lite {

// Gives boxes to tick, switches and radio buttons that have no name of their own the words a person reads as
// theirs: what stands right behind them, or what else their row says. Those in rows of tables are about the
// row and stay without one.
void name_by_surroundings(view::Snapshot& snapshot);

}  // namespace lissom::agent::lite
