#pragma once

#include "core/history/import/imports.h"

#include <QString>

namespace segue::ui {

// Words of the import dialog; what its steps are put together from: dialog_parts.h.

/// "12,345".
QString numberText(std::size_t count);
QString sourceName(ImportSource source);
/// What an import did, or what taking it back did, line by line.
QString importDoneText(const ImportResult& result, bool undone);

} // namespace segue::ui
