#pragma once

#include "app/cli/io.h"
#include "core/library/edit/edits.h"

#include <functional>
#include <vector>

namespace segue::app {

class AppContext;

/// Writes the request with a progress line and says what came of it; ends the command.
void runEdit(AppContext& context, const IoPtr& io, EditRequest request);
/// Lists what the changes would change in the files; ends the command.
void showEditPreview(AppContext& context, const IoPtr& io, const std::vector<FileEdit>& files);
/// Says what came of an edit and ends the command. `verb`: "changed", "moved", "taken back".
void reportEdit(const IoPtr& io, const EditOutcome& outcome, const QString& verb);

/// Shows progress and ends edits when the user breaks off, until the outcome is there.
void followEdit(AppContext& context, const IoPtr& io, const std::function<void(Edits::Then)>& begin,
    std::function<void(const EditOutcome&)> then);

} // namespace segue::app
