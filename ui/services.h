#pragma once

#include "core/library/covers/cover_source.h"

#include <QByteArray>

#include <functional>
#include <optional>

class QSettings;

namespace segue {
class Library;
class Player;
class Taste;
class ForYou;
class Insight;
class Playlists;
} // namespace segue

namespace segue::ui {

/// Encoded picture for a track's path; called on pool threads.
using CoverReader = std::function<std::optional<QByteArray>(const QByteArray& trackPath)>;

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
};

} // namespace segue::ui
