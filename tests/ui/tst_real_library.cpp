// The real library, over a real folder and database, in the real window.
#include "core/library/health/health_service.h"
#include "core/library/library_service.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/models/group_model.h"
#include "ui/pages/collection_page.h"
#include "ui/pages/groups_page.h"
#include "ui/pages/health_page.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <cstdio>
#include <filesystem>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

constexpr int patience = 30'000; // a loaded machine; how quick it is, is written out

test::Tags tagged(const std::string& title, const std::string& artist)
{
    return {{"TITLE", {title}}, {"ARTIST", {artist}}, {"ALBUM", {"Album of " + artist}}};
}

/// A window over a watched folder.
struct Watched {
    Watched()
    {
        auto opened = db::Store::open(data / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        test::makeWav(music / "one.wav", tagged("One", "Someone"));
        library = std::make_unique<LibraryService>(*store, clock);
        health = std::make_unique<HealthService>(*store, *library, clock);
        Services services{*library, bench.player, bench.taste, bench.forYou, bench.insight,
            bench.playlists, bench.settings, test::makeCover};
        services.health = health.get();
        window = std::make_unique<MainWindow>(services);
        window->resize(1280, 800);
        window->show();
        window->showPage(u"songs"_s);
        (void)library->load();
        (void)library->addRoot(QByteArray::fromStdString(music.path()));
        library->watch();
    }
    /// What the list of songs shows, sorted.
    QStringList titles()
    {
        auto* view = window->findChild<SongsPage*>()->findChild<TrackView*>();
        QStringList all;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            all << view->model()->index(row, static_cast<int>(Column::title)).data().toString();
        all.sort();
        return all;
    }
    QStringList artists()
    {
        QStringList all;
        const GroupModel* model = window->findChild<GroupsPage*>()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            all << model->index(row, 0).data().toString();
        return all;
    }
    QPushButton* button(const QString& text)
    {
        for (QPushButton* b : window->findChild<HealthPage*>()->findChildren<QPushButton*>()) {
            if (b->text() == text && b->isVisible())
                return b;
        }
        return nullptr;
    }

    test::TempFolder music, data;
    SystemClock clock;
    std::unique_ptr<db::Store> store;
    std::unique_ptr<LibraryService> library;
    std::unique_ptr<HealthService> health;
    test::Bench bench{0}; // the rest of the program is made
    std::unique_ptr<MainWindow> window;
};

} // namespace

class TestRealLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatChangesOnTheDiskChangesInTheWindow()
    {
        Watched w;
        QTRY_COMPARE_WITH_TIMEOUT(w.titles(), QStringList{u"One"_s}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!w.library->progress().running, patience);
        QElapsedTimer timer;
        const auto took = [&timer](const char* what) {
            std::printf("# %s: in the window after %lld ms\n", what,
                static_cast<long long>(timer.elapsed()));
        };
        timer.start();
        test::makeWav(w.music / "new/two.wav", tagged("Two", "Someone"), 1100);
        QTRY_COMPARE_WITH_TIMEOUT(w.titles(), (QStringList{u"One"_s, u"Two"_s}), patience);
        took("a new file");

        timer.restart();
        test::retag(w.music / "one.wav", tagged("Uno", "Someone"));
        QTRY_COMPARE_WITH_TIMEOUT(w.titles(), (QStringList{u"Two"_s, u"Uno"_s}), patience);
        took("changed tags");

        timer.restart();
        std::filesystem::rename(w.music / "new", w.music / "moved");
        const auto pathOfTwo = [&w] {
            const TrackTablePtr table = w.library->tracks();
            for (const TrackRecord& track : table->tracks()) {
                if (table->text(track.title) == "Two" && track.available)
                    return std::string(table->text(track.path));
            }
            return std::string();
        };
        QTRY_COMPARE_WITH_TIMEOUT(pathOfTwo(), w.music / "moved/two.wav", patience);
        took("a moved folder");

        timer.restart();
        std::filesystem::remove(w.music / "moved/two.wav");
        QTRY_COMPARE_WITH_TIMEOUT(pathOfTwo(), std::string(), patience);
        took("a removed file");
    }

    void whatCountsAsOneArtistIsOneOnAllPages()
    {
        Watched w;
        test::makeWav(w.music / "a/1.wav", tagged("Help", "The Beatles"), 1100);
        test::makeWav(w.music / "a/2.wav", tagged("Girl", "The Beatles"), 1200);
        test::makeWav(w.music / "b/1.wav", tagged("Michelle", "Beatles, The"), 1300);
        QTRY_COMPARE_WITH_TIMEOUT(w.titles().size(), 4, patience);
        w.window->showPage(u"artists"_s);
        QTRY_COMPARE_WITH_TIMEOUT(w.artists().size(), 3, patience);
        w.window->showPage(u"health"_s);
        QTRY_VERIFY_WITH_TIMEOUT(w.button(u"Make one"_s), patience);
        QTest::mouseClick(w.button(u"Make one"_s), Qt::LeftButton);
        w.window->showPage(u"artists"_s);
        QTRY_COMPARE_WITH_TIMEOUT(
            w.artists(), (QStringList{u"The Beatles"_s, u"Someone"_s}), patience);
        w.window->showPage(u"artist:Beatles, The"_s); // a link from one of the tracks
        auto* page = w.window->findChild<CollectionPage*>();
        QTRY_COMPARE_WITH_TIMEOUT(page->rows().size(), std::size_t{3}, patience);
        QVERIFY(std::ranges::any_of(page->findChildren<QLabel*>(),
            [](const QLabel* label) { return label->text() == u"The Beatles"_s; }));
        w.window->showPage(u"search:artist:\"the beatles\""_s);
        QTest::keyClick(w.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(w.library->names()->artists.size(), std::size_t{0}, patience);
        QCOMPARE(page->rows().size(), std::size_t{3}); // not shown: nothing is made for it
        w.window->showPage(u"artist:Beatles, The"_s);
        QTRY_COMPARE_WITH_TIMEOUT(page->rows().size(), std::size_t{1}, patience);
        w.window->showPage(u"artists"_s);
        QTRY_COMPARE_WITH_TIMEOUT(w.artists().size(), 3, patience);
    }
};

SEGUE_TEST(TestRealLibrary)
#include "tst_real_library.moc"
