#pragma once

#include "core/library/covers/cover_source.h"

#include <QByteArray>
#include <QLatin1StringView>

#include <functional>
#include <optional>

class QSettings;

namespace segue {
class Analysis;
class Health;
class Imports;
class Edits;
class Library;
class Listeners;
class Packs;
class Player;
class Taste;
class ForYou;
class Insight;
class Playlists;
} // namespace segue

namespace segue::ui {

/// Encoded picture for a track's path; called on pool threads.
using CoverReader = std::function<std::optional<QByteArray>(const QByteArray& trackPath)>;

/// Setting: whether what is new is analysed by itself after a scan. On by default.
inline constexpr QLatin1StringView analyseSetting("analysis/automatic");

/// What the window needs from the rest of the program. All outlive the window.
struct Services {
    Library& library;
    Player& player;
    Taste& taste;
    ForYou& forYou;
    Insight& insight;
    Playlists& playlists;
    QSettings& settings;
    CoverReader covers = readCover;
    Analysis* analysis = nullptr; ///< null: no waveforms, nothing is analysed
    Listeners* listeners = nullptr; ///< null: there is one and nobody to switch to
    Imports* imports = nullptr; ///< null: nothing can be imported
    Health* health = nullptr; ///< null: nothing is looked through
    Edits* edits = nullptr; ///< null: files cannot be changed
    Packs* packs = nullptr; ///< null: there is no room for packs of listeners
};

} // namespace segue::ui
