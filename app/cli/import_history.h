#pragma once

#include "app/cli/io.h"
#include "app/cli/json_writer.h"
#include "core/history/import/imports.h"

namespace segue::app {

// What `segue import` says of a listening history.

/// The dry run: what was found, what is left out and why, and which artists are missing most.
void printHistoryPlan(const IoPtr& io, const ImportPlan& plan);
void printHistoryResult(const IoPtr& io, const ImportResult& result);
/// Members of an object that is open.
void writeHistoryPlan(JsonWriter& json, const ImportPlan& plan);
void writeHistoryResult(JsonWriter& json, const ImportResult& result);

} // namespace segue::app
