#include "core/library/track_table_builder.h"
#include "core/playlist/playlist_match.h"
#include "core/text/text_fold.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/dialogs/smart_playlist_dialog.h"
#include "ui/models/filter_source.h"
#include "ui/models/folder_model.h"
#include "ui/models/group_model.h"
#include "ui/models/playlist_model.h"
#include "ui/pages/collection_page.h"
#include "ui/pages/folders_page.h"
#include "ui/pages/groups_page.h"
#include "ui/pages/playlist_page.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/playlist_panel.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/toast.h"

#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QTest>
#include <QThreadPool>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;
using segue::test::Opened;

namespace {

QStringList titlesIn(const PlaylistPage* page)
{
    QStringList titles;
    const QAbstractItemModel* model = page->view()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        titles << model->index(row, 0).data().toString();
    return titles;
}

QAction* actionNamed(const QMenu& menu, const QString& text)
{
    for (QAction* action : menu.actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

/// A window with a playlist of five tracks, one of which is not in the library.
struct WithList {
    WithList()
        : w(bench)
        , commands(*w.window.findChild<Commands*>())
    {
        Playlist playlist;
        playlist.name = "Mine";
        PlaylistEntries entries;
        for (const Row row : {Row{3}, Row{1}, Row{7}, Row{5}})
            entries.push_back(entryOf(*bench.table, row));
        PlaylistEntry gone;
        gone.title = "Gone song";
        gone.artist = "Nobody";
        gone.durationMs = 61'000;
        entries.insert(entries.begin() + 2, gone);
        playlist.entries = std::make_shared<const PlaylistEntries>(entries);
        id = bench.playlists.edit([&](PlaylistBook& book) { return book.add(playlist); });
        w.window.showPage(u"playlist:%1"_s.arg(id.value));
        page = w.window.findChild<PlaylistPage*>();
        panel = w.window.findChild<PlaylistPanel*>();
        for (const PlaylistEntry& entry : *bench.playlists.find(id)->entries)
            first << QString::fromStdString(entry.title);
    }
    void select(int row)
    {
        page->view()->clearSelection();
        page->view()->selectRow(row);
        page->view()->setFocus();
    }
    void undo() { w.key(Qt::Key_Z, Qt::ControlModifier); }

    test::Bench bench;
    Opened w;
    Commands& commands;
    PlaylistId id;
    PlaylistPage* page;
    PlaylistPanel* panel;
    QStringList first;
};

} // namespace

class TestPlaylistUi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

    void aListShowsItsTracksAndWhatIsMissing()
    {
        WithList l;
        QCOMPARE(titlesIn(l.page), l.first);
        QCOMPARE(l.first[2], u"Gone song"_s);
        const QModelIndex gone = l.page->view()->model()->index(2, 0);
        QVERIFY(!gone.data(TrackModel::AvailableRole).toBool());
        QCOMPARE(
            gone.siblingAtColumn(static_cast<int>(Column::length)).data().toString(), u"1:01"_s);
        QVERIFY(gone.data(Qt::ToolTipRole).toString().contains(u"not in the library"));
        l.select(2);
        QVERIFY(l.page->view()->targetTracks().empty()); // nothing to rate or play
        Q_EMIT l.page->view()->playRequested(3);
        QCOMPARE(l.bench.player.queue().size(), std::size_t(4));
        QCOMPARE(l.bench.player.current()->title, l.first[3]);
    }

    void editsByKeyboardAreUndone()
    {
        WithList l;
        l.select(0);
        l.w.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(titlesIn(l.page)[1], l.first[0]);
        QCOMPARE(l.page->view()->currentIndex().row(), 1); // the selection moves along
        l.undo();
        QCOMPARE(titlesIn(l.page), l.first);
        l.select(2);
        l.w.key(Qt::Key_Delete);
        QCOMPARE(titlesIn(l.page).size(), 4);
        QVERIFY(!titlesIn(l.page).contains(u"Gone song"_s));
        l.undo();
        QCOMPARE(titlesIn(l.page), l.first);
    }

    void sortingIsAnEditLikeAnyOther()
    {
        WithList l;
        QStringList sorted = l.first;
        sorted.removeAt(2);
        sorted.sort(Qt::CaseInsensitive);
        Q_EMIT l.page->view()->sortRequested(Column::title);
        QTRY_COMPARE(titlesIn(l.page).last(), u"Gone song"_s);
        QCOMPARE(titlesIn(l.page).mid(0, 4), sorted);
        l.undo();
        QCOMPARE(titlesIn(l.page), l.first);
        QVERIFY(l.w.window.toast().message().contains(u"Sorting"));
    }

    void rowsAreDraggedAndTracksDropped()
    {
        WithList l;
        auto* model = static_cast<TrackModel*>(l.page->view()->model());
        const std::unique_ptr<QMimeData> rows(
            model->mimeData({model->index(0, 0), model->index(0, 1), model->index(2, 0)}));
        model->dropMimeData(rows.get(), Qt::MoveAction, 5, 0, {});
        QCOMPARE(titlesIn(l.page),
            (QStringList{l.first[1], l.first[3], l.first[4], l.first[0], l.first[2]}));
        l.undo();
        QMimeData tracks;
        tracks.setData(QString::fromLatin1(trackMimeType), encodeTracks({(*l.bench.table)[9].id}));
        model->dropMimeData(&tracks, Qt::CopyAction, 1, 0, {});
        QCOMPARE(titlesIn(l.page).size(), 6);
        QCOMPARE(titlesIn(l.page)[1], textOf(*l.bench.table, (*l.bench.table)[9].title));
        // The songs' own list takes no drops.
        auto* songs = static_cast<TrackModel*>(l.w.songs()->model());
        QVERIFY(!songs->dropMimeData(&tracks, Qt::CopyAction, 1, 0, {}));
    }

    void theSidebarMakesRenamesMovesAndDeletes()
    {
        WithList l;
        auto* model = static_cast<PlaylistModel*>(l.panel->list()->model());
        QCOMPARE(l.panel->list()->currentIndex().row(), 0); // the page that is open
        QMenu menu;
        l.panel->fillNewMenu(menu);
        actionNamed(menu, u"New folder"_s)->trigger();
        QCOMPARE(model->rowCount(), 2);
        auto* editor = l.panel->list()->findChild<QLineEdit*>();
        QVERIFY(editor); // its name is asked for at once
        editor->setText(u"Best of"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(model->index(1, 0).data().toString(), u"Best of"_s);
        const PlaylistId folder = model->at(1)->id;
        // Into the folder by dragging, and out of sight with it.
        const std::unique_ptr<QMimeData> drag(model->mimeData({model->index(0, 0)}));
        model->dropMimeData(drag.get(), Qt::MoveAction, -1, -1, model->index(1, 0));
        QCOMPARE(l.bench.playlists.find(l.id)->parent, folder);
        QCOMPARE(model->rowCount(), 2);
        QCOMPARE(model->index(1, 0).data(PlaylistModel::DepthRole).toInt(), 1);
        Q_EMIT l.panel->list()->clicked(model->index(0, 0));
        QCOMPARE(model->rowCount(), 1);
        l.panel->list()->setCurrentIndex(model->index(0, 0));
        l.panel->list()->setFocus();
        l.w.key(Qt::Key_Delete);
        QCOMPARE(model->rowCount(), 0);
        QVERIFY(l.page->findChild<EmptyState*>()->isVisible());
        l.undo();
        QCOMPARE(model->rowCount(), 1);
        QVERIFY(l.bench.playlists.find(l.id) != nullptr);
        QTRY_COMPARE(titlesIn(l.page), l.first);
    }

    void tracksAreAddedByMenuAndByDrop()
    {
        WithList l;
        const std::vector<TrackPick> picks
            = picksOf({(*l.bench.table)[20].id, (*l.bench.table)[21].id});
        QMenu menu;
        l.commands.fillTrackMenu(menu, picks);
        QMenu* add = actionNamed(menu, u"Add to playlist"_s)->menu();
        QVERIFY(add);
        actionNamed(*add, u"Mine"_s)->trigger();
        QCOMPARE(titlesIn(l.page).size(), 7);
        l.undo();
        QCOMPARE(titlesIn(l.page), l.first);
        actionNamed(*add, u"New playlist"_s)->trigger();
        QCOMPARE(l.bench.playlists.book().state().size(), std::size_t(2));
        QCOMPARE(l.bench.playlists.book().state().back()->entries->size(), std::size_t(2));
        auto* model = static_cast<PlaylistModel*>(l.panel->list()->model());
        QMimeData tracks;
        tracks.setData(QString::fromLatin1(trackMimeType), encodeTracks({(*l.bench.table)[9].id}));
        QVERIFY(model->canDropMimeData(&tracks, Qt::CopyAction, -1, -1, model->index(0, 0)));
        QVERIFY(!model->canDropMimeData(&tracks, Qt::CopyAction, 1, 0, {})); // between two
        model->dropMimeData(&tracks, Qt::CopyAction, -1, -1, model->index(0, 0));
        QCOMPARE(titlesIn(l.page).size(), 6);
    }

    void whatPlaysFromAListWithTheMarkIsNotLearnedFrom()
    {
        WithList l;
        const auto learns = [&] { return !l.bench.player.current()->doNotLearn; };
        l.commands.playlists().play(l.id, false);
        QVERIFY(learns());
        l.commands.playlists().setDoNotLearn(l.id, true);
        l.commands.playlists().play(l.id, false);
        QVERIFY(!learns());
        l.bench.player.next();
        QVERIFY(!learns());
        // Anything else is learned from again, also behind it in the queue.
        l.commands.enqueue(picksOf({(*l.bench.table)[30].id}));
        l.bench.player.jumpTo(l.bench.player.queue().back().key);
        QVERIFY(learns());
        l.commands.play(picksOf({(*l.bench.table)[31].id}), 0, StartedBy::user);
        QVERIFY(learns());
        l.undo(); // the queue before
        l.undo();
    }

    void theQueueIsKeptAsAPlaylist()
    {
        WithList l;
        Q_EMIT l.page->view()->playRequested(0);
        l.commands.playlists().saveQueue();
        const PlaylistPtr kept = l.bench.playlists.book().state().back();
        QCOMPARE(kept->name, std::string("Queue"));
        QCOMPARE(kept->entries->size(), std::size_t(4));
        QCOMPARE(kept->entries->front().track, l.bench.player.queue().front().track);
    }

    void aSmartPlaylistFollowsItsFilter()
    {
        WithList l;
        SmartPlaylistDialog dialog(l.commands, nullptr);
        dialog.nameBox()->setText(u"Jazz"_s);
        dialog.filterBox()->setText(u"genre:jazz raitng:5"_s);
        dialog.accept(); // not with a mistake
        QCOMPARE(l.bench.playlists.book().state().size(), std::size_t(1));
        dialog.filterBox()->setText(u"genre:jazz"_s);
        dialog.accept();
        QCOMPARE(l.bench.playlists.book().state().size(), std::size_t(2));
        QVERIFY(l.w.window.currentPage().startsWith(u"playlist:"));
        QTRY_VERIFY(l.page->view()->model()->rowCount() > 5);
        QCOMPARE(
            l.page->view()->model()->index(0, static_cast<int>(Column::genre)).data().toString(),
            u"Jazz"_s);
        const int jazz = l.page->view()->model()->rowCount();
        SmartPlaylistDialog change(l.commands, l.bench.playlists.book().state().back());
        QCOMPARE(change.filterBox()->text(), u"genre:jazz"_s);
        change.filterBox()->setText(u"genre:jazz track:1"_s);
        change.accept();
        QTRY_VERIFY(l.page->view()->model()->rowCount() < jazz);
        l.undo();
        QTRY_COMPARE(l.page->view()->model()->rowCount(), jazz);
    }

    void artistsGenresAndFoldersOpenAndPlay()
    {
        test::Bench bench;
        bench.taste.fill(220);
        Opened w(bench, u"artists"_s);
        auto* artists = w.window.findChild<GroupsPage*>();
        QTRY_VERIFY(artists->model()->rowCount() > 10);
        const QString name = artists->model()->index(0, 0).data().toString();
        w.window.showPage(artists->model()->pageAt(0));
        QCOMPARE(w.window.currentPage(), u"artist:"_s + name);
        auto* page = w.window.findChild<CollectionPage*>();
        QTRY_VERIFY(!page->rows().empty());
        for (const Row row : page->rows())
            QCOMPARE(textOf(*bench.table, (*bench.table)[row].artist), name);
        QVERIFY(page->mostPlayed()->rowCount() > 0);
        w.window.showPage(u"genres"_s);
        QTRY_VERIFY(w.window.findChildren<GroupsPage*>().size() == 2);
        w.window.showPage(u"genre:Jazz"_s);
        w.window.showPage(u"artist:No such"_s);
        QTRY_VERIFY(page->findChild<EmptyState*>()->isVisible());

        w.window.showPage(u"folders"_s);
        auto* folders = w.window.findChild<FoldersPage*>();
        auto* model = static_cast<FolderModel*>(folders->tree()->model());
        QTRY_COMPARE(model->rowCount(), 1);
        QCOMPARE(model->index(0, 0).data().toString(), u"/music"_s);
        QVERIFY(model->rowCount(model->index(0, 0)) > 10);
        QCOMPARE(model->rowsBelow(model->index(0, 0)).size(), bench.table->size());
        folders->tree()->setCurrentIndex(model->index(1, 0, model->index(0, 0)));
        Q_EMIT folders->tree()->doubleClicked(folders->tree()->currentIndex());
        QVERIFY(bench.player.queue().size() >= 8);
        QVERIFY(bench.player.queue().size() <= 14); // one album's folder
    }

    void foldersAreGroupedByTheirPaths()
    {
        TrackTableBuilder builder;
        std::int64_t id = 0;
        for (const char* path : {"/home/a/Music/B/1.mp3", "/home/a/Music/B 2/1.mp3",
                 "/home/a/Music/B/sub/2.mp3", "/home/a/Music/10/x.mp3", "/home/a/Music/9/x.mp3",
                 "/mnt/x/1.mp3", "/mnt/x/2.mp3"}) {
            TrackInput in;
            in.id = TrackId{++id};
            in.title = path;
            in.path = path;
            builder.add(in);
        }
        const auto tree = makeFolderTree(builder.build());
        FolderModel model;
        model.set(tree);
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex music = model.index(0, 0);
        QCOMPARE(music.data().toString(), u"/home/a/Music"_s); // what holds one folder is joined
        QCOMPARE(model.index(1, 0).data().toString(), u"/mnt/x"_s);
        QStringList names;
        for (int i = 0; i < model.rowCount(music); ++i)
            names << model.index(i, 0, music).data().toString();
        QCOMPARE(names, (QStringList{u"9"_s, u"10"_s, u"B"_s, u"B 2"_s}));
        const QModelIndex b = model.index(2, 0, music);
        QCOMPARE(model.rowsBelow(b).size(), std::size_t(2)); // not those of "B 2"
        QCOMPARE(model.parent(b), music);
        QCOMPARE(model.indexOf("/home/a/Music/B/sub"), model.index(0, 0, b));
        QVERIFY(!model.indexOf("/gone").isValid());
    }

    void groupsAreByFoldedNamesAndSingleValues()
    {
        TrackTableBuilder builder;
        std::int64_t id = 0;
        for (const auto& [artist, genres] : {std::pair("Björk", "Pop\x1fRock"), {"BJORK", "pop"},
                 {"X feat. Björk", "Rock\x1fROCK"}, {"Y", ""}}) {
            const std::string album = std::to_string(++id), path = "/m/" + album + ".mp3";
            TrackInput in;
            in.id = TrackId{id};
            in.title = "t";
            in.artist = artist;
            in.genres = genres;
            in.path = path;
            in.album = album;
            builder.add(in);
        }
        const TrackTablePtr table = builder.build();
        const auto artists = groupByArtist(*table);
        QCOMPARE(artists.size(), std::size_t(3));
        QCOMPARE(artists[0].rows.size(), std::size_t(2));
        QCOMPARE(artists[0].albums, 2u);
        const auto genres = groupByGenre(*table);
        QCOMPARE(genres.size(), std::size_t(2));
        QCOMPARE(genres[0].rows.size(), std::size_t(2)); // Pop
        QCOMPARE(genres[1].rows.size(), std::size_t(2)); // Rock, the doubled one once
        QCOMPARE(rowsOfArtist(*table, u"bjork"_s).size(), std::size_t(3));
        QCOMPARE(rowsOfGenre(*table, u"ROCK"_s).size(), std::size_t(2));

        CleanView names; // "Äther" was chosen for Bjork's spellings
        const std::string other = foldText(artists[1].name.toStdString());
        names.artists = {{"bjork", other}};
        names.spellings = {{other, "As It Was Chosen"}};
        const auto clean = groupByArtist(*table, names);
        QCOMPARE(clean.size(), std::size_t(2));
        const auto one = std::ranges::find(clean, u"As It Was Chosen"_s, &TrackGroup::name);
        QVERIFY(one != clean.end());
        QCOMPARE(one->rows.size(), artists[0].rows.size() + artists[1].rows.size());
        QVERIFY(std::ranges::is_sorted(one->rows));
        QCOMPARE(
            rowsOfArtist(*table, u"Bjork"_s, names), rowsOfArtist(*table, artists[1].name, names));
        QCOMPARE(rowsOfArtist(*table, u"bjork"_s, names).size(), std::size_t(3));
    }

    void aSmartPlaylistIsNotShownUnderAnotherName()
    {
        WithList l;
        const auto rows = [&l] { return l.page->view()->model()->rowCount(); };
        const auto allArrives = [] {
            QThreadPool::globalInstance()->waitForDone();
            QCoreApplication::processEvents();
        };
        l.commands.playlists().createSmart(u"Jazz"_s, {"genre:jazz", {}, 0});
        QTRY_VERIFY(rows() > 5);
        l.commands.playlists().createSmart(u"None"_s, {"title:nothingofthatname", {}, 0});
        QCOMPARE(rows(), 0); // at once: the last one's rows are not this one's
        allArrives();
        QCOMPARE(rows(), 0);
        // What was asked for first comes too late.
        l.commands.playlists().createSmart(u"All"_s, {"", {}, 0});
        const PlaylistId all = l.bench.playlists.book().state().back()->id;
        l.commands.playlists().setRule(all, {"title:nothingofthatname", {}, 0});
        allArrives();
        QCOMPARE(rows(), 0);
    }

    void aSmartPlaylistPlaysFromTheSidebarBeforeItWasShown()
    {
        WithList l;
        Playlist made;
        made.kind = PlaylistKind::smart;
        made.name = "Jazz";
        made.rule.filter = "genre:jazz";
        PlaylistId id;
        l.bench.playlists.edit([&](PlaylistBook& book) { id = book.add(made); });
        l.commands.playlists().play(id, false);
        QTRY_VERIFY(l.bench.player.queue().size() > 5);
        for (const QueueEntry& entry : l.bench.player.queue()) {
            const TrackRecord& track = (*l.bench.table)[*l.bench.table->rowOf(entry.track)];
            QVERIFY(textOf(*l.bench.table, track.genres).contains(u"Jazz"_s));
        }
    }
};

SEGUE_TEST(TestPlaylistUi)
#include "tst_playlist_ui.moc"
