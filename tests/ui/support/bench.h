#pragma once

#include "core/playlist/playlists.h"
#include "tests/ui/support/fake_for_you.h"
#include "tests/ui/support/fake_insight.h"
#include "tests/ui/support/fake_player.h"
#include "tests/ui/support/fake_taste.h"
#include "tests/ui/support/made_library.h"
#include "ui/main_window.h"

#include <QSettings>
#include <QTemporaryDir>

namespace segue::test {

/// A window on made services.
struct Bench {
    explicit Bench(int tracks = 220)
        : table(makeTable(tracks))
        , library(table)
        , forYou(table)
        , insight(table)
        , settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    {
    }
    ui::Services services()
    {
        return {library, player, taste, forYou, insight, playlists, settings, makeCover};
    }

    QTemporaryDir folder;
    TrackTablePtr table;
    FakeLibrary library;
    FakePlayer player;
    FakeTaste taste;
    FakeForYou forYou;
    FakeInsight insight;
    Playlists playlists;
    QSettings settings;
};

} // namespace segue::test
