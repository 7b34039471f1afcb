#pragma once

#include <QString>

namespace segue::ui {

/// What a channel or term of the recommender (RECOMMENDER.md 2, 5 and 7) is called in "Why?":
/// a few words that say what was counted. Unknown names are shown with blanks for underscores.
QString channelName(const QString& channel);

} // namespace segue::ui
