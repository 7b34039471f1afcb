#pragma once

#include "core/recommend/service/for_you.h"

namespace segue::ui {

/// A shelf's name apart from what is on it: "Because you like …".
QString shelfName(const QString& id);

/// "Follows what just played: “Heroes”".
QString lessOfText(const LessOf& less);
/// The button that would do it: "Less like “Heroes”", "Less of Jazz", "Less of such reasons".
QString lessOfAction(const LessOf& less);

} // namespace segue::ui
