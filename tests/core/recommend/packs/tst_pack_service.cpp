#include "core/recommend/packs/pack_file.h"
#include "core/recommend/packs/pack_service.h"
#include "core/recommend/service/collaborative_service.h"
#include "core/recommend/service/for_you_service.h"
#include "tests/core/recommend/packs/made_pack.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <optional>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;

namespace {

constexpr ListenerId me{1};

class FixedLibrary : public Library {
public:
    TrackTablePtr table = madeLibrary();
    TrackTablePtr tracks() const override { return table; }
    std::vector<RootFolder> roots() const override { return {}; }
    Result<void> addRoot(const QByteArray&) override { return {}; }
    void removeRoot(RootId) override { }
    void scan(std::vector<RootId>) override { }
    void cancelScan() override { }
    ScanProgress progress() const override { return {}; }
};

/// 80 listeners who play what artists 0 and 30 made, and one track of somebody unknown.
QByteArray radioListeners()
{
    QByteArray text = "user\tartist\ttitle\tcount\n";
    for (int listener = 0; listener < 80; ++listener) {
        const QByteArray who = "radio" + QByteArray::number(listener);
        for (int i = 0; i < 6; ++i) {
            const QByteArray artist = i % 2 == 0 ? "0" : "30";
            const QByteArray track = QByteArray::number((listener + i) % tracksEach);
            text += who + "\tArtist " + artist + "\tTitle " + artist + ".0." + track + "\t3\n";
        }
        text += who + "\tSomebody\tElsewhere\t1\n";
    }
    return text;
}

/// The same listeners, by artists alone.
QByteArray radioOfArtists()
{
    QByteArray text = "user,artist,count\n";
    for (int listener = 0; listener < 80; ++listener) {
        for (const char* artist : {"0", "30"})
            text += "radio" + QByteArray::number(listener) + ",artist " + artist + ",7\n";
    }
    return text;
}

/// A listener with the made history and nobody else; or one who has only rated artist 0's tracks.
struct Fixture {
    PackFiles files;
    ManualClock clock{monday + 20 * msPerHour};
    FixedLibrary library;
    std::unique_ptr<db::Store> store;
    std::unique_ptr<PackService> packs;

    explicit Fixture(bool heard = true)
    {
        auto opened = db::Store::open(
            std::filesystem::path(files.dir.path().toStdString()) / "segue.db", clock);
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        store = std::move(opened->store);
        const auto filled = store->writeAndWait(db::Durability::normal, [heard](db::Connection& c) {
            auto& track = c.statement("INSERT INTO track (id, title, added_at) VALUES (?, 't', 0)");
            for (int id = 1; id <= artists * albumsEach * tracksEach; ++id) {
                track.reset();
                track.bind(1, id);
                track.exec();
            }
            if (heard) {
                for (const StoredPlay& play : madeHistory().plays)
                    history::insertPlay(c, me, play);
                return;
            }
            for (int t = 0; t < 4; ++t) {
                RatingEvent event;
                event.id = {t + 1};
                event.at = monday;
                event.track = trackId(0, 0, t);
                event.value = 10;
                history::insertRating(c, me, event);
            }
        });
        if (!filled)
            qFatal("%s", filled.error().message.c_str());
        packs = std::make_unique<PackService>(*store, library, clock);
    }
    Result<PackReport> add(const QByteArray& text, const QString& name, bool dryRun = false)
    {
        PackRequest request;
        request.file = files.write(u"radio.txt"_s, text);
        request.name = name;
        request.dryRun = dryRun;
        std::optional<Result<PackReport>> answer;
        packs->add(request, packs.get(), [&](const Result<PackReport>& r) { answer = r; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
        return answer ? *answer : Error{"no answer"};
    }
    std::vector<PackReport> list()
    {
        std::optional<std::vector<PackReport>> answer;
        packs->list(packs.get(), [&](const std::vector<PackReport>& r) { answer = r; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
        return answer.value_or(std::vector<PackReport>());
    }
    bool remove(std::int64_t id)
    {
        std::optional<bool> answer;
        packs->remove(id, packs.get(), [&](const Result<void>& r) { answer = r.ok(); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
        return answer.value_or(false);
    }
    /// Lets the models follow; whether they were trained anew.
    bool train(CollaborativeService& service) const
    {
        QSignalSpy ended(&service, &CollaborativeService::ended);
        QSignalSpy progressed(&service, &CollaborativeService::progressed);
        service.prepare(library.table);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(ended.count() > 0, 60'000); }();
        return progressed.count() > 0;
    }
    /// As `segue for-you` prints it.
    Page page() const
    {
        const auto reader = store->reader();
        PageRequest request;
        request.at = clock.now();
        request.seed = 3;
        return composePage(*reader, me, library.table, request, false,
            CollaborativeService::keptFor(*store, *reader, me, *library.table));
    }
};

QString textOf(const Page& page)
{
    QString text;
    for (const Shelf& shelf : page.shelves) {
        for (const Suggestion& card : shelf.items) {
            text += u"%1 %2 %3 %4"_s.arg(shelf.id)
                        .arg(card.track.value)
                        .arg(card.score)
                        .arg(card.reason)
                + u'\n';
        }
    }
    return text;
}

} // namespace

class TestPackService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPackIsAddedListedAndRemoved()
    {
        Fixture f;
        QSignalSpy changed(f.packs.get(), &Packs::changed);
        QVERIFY(f.list().empty());
        const auto dry = f.add(radioListeners(), {}, true);
        QVERIFY(dry && f.list().empty());
        QCOMPARE(changed.count(), 0);
        const auto added = f.add(radioListeners(), {});
        QVERIFY(added);
        QCOMPARE(added->info.name, std::string("radio")); // of radio.txt
        QCOMPARE(added->info.listeners, 80);
        QCOMPARE(added->info.items, 13);
        QCOMPARE(added->itemsFound, 12);
        QCOMPARE(added->listeners, 80);
        QCOMPARE(added->triplets, 80 * 6);
        QCOMPARE(changed.count(), 1);
        const auto again = f.add(radioListeners(), u"RADIO"_s);
        QVERIFY(!again && again.error().message.find("already") != std::string::npos);
        QVERIFY(f.add(radioListeners(), u"Another"_s));
        const auto all = f.list();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[1].info.name, std::string("Another"));
        QCOMPARE(all[1].itemsFound, 12);
        QVERIFY(f.remove(all[0].info.id));
        QVERIFY(!f.remove(all[0].info.id));
        QCOMPARE(f.list().size(), std::size_t{1});
        QCOMPARE(changed.count(), 3);
    }

    void aBadFileKeepsNothing()
    {
        Fixture f;
        const auto bad = f.add("a\tb\n", u"Bad"_s);
        QVERIFY(!bad && bad.error().message.find("radio.txt") != std::string::npos);
        QVERIFY(!f.add(radioListeners(), QString(61, u'x')));
        QVERIFY(f.list().empty());
        QVERIFY(!std::filesystem::exists(packs::folderOf(f.store->path())));
    }

    void addingCanBeBrokenOff()
    {
        Fixture f;
        QByteArray text = radioListeners();
        for (int i = 0; i < 400'000; ++i)
            text += "x" + QByteArray::number(i) + "\tArtist 1\tTitle 1.0.1\t1\n";
        connect(f.packs.get(), &Packs::progressed, f.packs.get(), [&f] { f.packs->cancel(); });
        const auto added = f.add(text, {});
        QVERIFY(!added && added.error().message.find("Broken off") == 0);
        // One that waits behind it takes nothing from the first one's stop.
        std::vector<std::string> said;
        for (const auto& name : {u"A"_s, u"B"_s}) {
            PackRequest request;
            request.file = f.files.dir.filePath(u"radio.txt"_s).toStdString();
            request.name = name;
            f.packs->add(request, f.packs.get(), [&said](const Result<PackReport>& r) {
                said.push_back(r ? "added" : r.error().message);
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(said.size(), std::size_t{2}, 30'000);
        for (const std::string& one : said)
            QVERIFY2(one.find("Broken off") == 0, one.c_str());
        QVERIFY(f.list().empty());
    }

    void aDamagedPackIsToldAndTheOthersServe()
    {
        Fixture f;
        QVERIFY(f.add(radioListeners(), u"Good"_s));
        QVERIFY(f.add(radioListeners(), u"Hurt"_s));
        const auto hurt = packs::folderOf(f.store->path()) / "2.pack";
        {
            QFile file(QFile::decodeName(hurt.c_str()));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60));
            file.write("#");
        }
        const auto all = f.list();
        QCOMPARE(all.size(), std::size_t{2});
        QVERIFY(all[0].problem.empty());
        QVERIFY(all[1].problem.find("2.pack") != std::string::npos);
        CollaborativeService service(*f.store, me);
        QSignalSpy problem(&service, &CollaborativeService::problem);
        QVERIFY(f.train(service));
        QCOMPARE(problem.count(), 1);
        const auto trained = service.trainedFor(f.library.table);
        QVERIFY(trained);
        QCOMPARE(trained->packs.size(), std::size_t{1});
        QCOMPARE(trained->packs[0].name, std::string("Good"));
        QVERIFY(f.remove(2));
    }

    /// Trained when it is there, from the file at the next start, anew with other packs or another
    /// library, and not at all without.
    void modelsFollowThePacksAndTheLibrary()
    {
        Fixture f;
        CollaborativeService service(*f.store, me);
        QVERIFY(!f.train(service));
        QVERIFY(!service.trainedFor(f.library.table));
        QVERIFY(f.add(radioListeners(), u"Radio"_s));
        QVERIFY(f.train(service));
        const auto trained = service.trainedFor(f.library.table);
        QVERIFY(trained);
        QCOMPARE(trained->listeners, std::size_t{80});
        const auto row = [&](int artist, int track) {
            return static_cast<std::size_t>(*f.library.table->rowOf(trackId(artist, 0, track)));
        };
        QVERIFY(trained->packs[0].tracks[row(30, 2)] > 20);
        QCOMPARE(trained->packs[0].tracks[row(31, 2)], 0.F);
        QCOMPARE(trained->support[row(30, 2)], 0.F); // of nobody here
        const std::vector<Item> held{static_cast<Item>(row(0, 1))};
        const auto scores = trained->walkScores(held);
        QVERIFY(scores && (*scores)[row(30, 2)] > 0 && (*scores)[row(31, 2)] == 0);
        QVERIFY(!f.train(service)); // nothing is new
        {
            CollaborativeService next(*f.store, me);
            QVERIFY(!f.train(next)); // from its file
            const auto kept = next.trainedFor(f.library.table);
            QVERIFY(kept && kept->packs.size() == 1);
            QCOMPARE(kept->packs[0].name, std::string("Radio"));
            QCOMPARE(kept->packs[0].tracks, trained->packs[0].tracks);
        }
        f.library.table = madeLibrary(); // the same tracks in another table
        QVERIFY(!f.train(service) && service.trainedFor(f.library.table));
        QVERIFY(f.remove(1));
        QVERIFY(f.add("user\tartist\ttitle\nu\tNobody\tNothing\nu\tNobody\tElse\n", u"None"_s));
        QVERIFY(!f.train(service)); // nothing of it is here
        QVERIFY(!service.trainedFor(f.library.table));
        QVERIFY(!std::filesystem::exists(CollaborativeService::fileOf(*f.store, me)));
    }

    /// Who has played nothing yet gains most.
    void whatIsRatedStandsForTheListenerBeforeTheFirstPlay()
    {
        Fixture f(false);
        CollaborativeService service(*f.store, me);
        QVERIFY(f.add(radioListeners(), u"Radio"_s));
        QVERIFY(f.train(service));
        bool found = false;
        for (const Shelf& shelf : f.page().shelves) {
            for (const Suggestion& card : shelf.items)
                found |= card.reason.contains(u"“Radio”"_s) && card.track >= trackId(30, 0, 0)
                    && card.track < trackId(31, 0, 0);
        }
        QVERIFY2(found, qPrintable(textOf(f.page())));
    }

    void ofAPackOfArtistsReasonsNameTheArtist()
    {
        Fixture f(false);
        CollaborativeService service(*f.store, me);
        const auto added = f.add(radioOfArtists(), u"Radio"_s);
        QVERIFY(added && added->info.ofArtists);
        QCOMPARE(added->itemsFound, 2);
        QVERIFY(f.train(service));
        QStringList said;
        for (const Shelf& shelf : f.page().shelves) {
            for (const Suggestion& card : shelf.items) {
                if (card.reason.contains(u"“Radio”"_s))
                    said << card.reason;
            }
        }
        QVERIFY2(!said.isEmpty(), qPrintable(textOf(f.page())));
        for (const QString& reason : said) // nobody there said which track
            QVERIFY2(reason.contains(u"Artist 30"_s) && !reason.contains(u"play it"_s),
                qPrintable(reason));
    }

    void aPageChangesWithAPackAndIsAsBeforeWithoutIt()
    {
        Fixture f;
        CollaborativeService service(*f.store, me);
        const QString before = textOf(f.page());
        QVERIFY(!before.isEmpty());
        QVERIFY(f.add(radioListeners(), u"Radio"_s));
        QCOMPARE(textOf(f.page()), before); // not learned from yet
        QVERIFY(f.train(service));
        const Page with = f.page();
        QVERIFY(textOf(with) != before);
        bool told = false, bringsNew = false;
        for (const Shelf& shelf : with.shelves) {
            QVERIFY(shelf.id != u"friends_like"_s); // a pack is nobody's friend
            for (const Suggestion& card : shelf.items) {
                for (const Contribution& part : card.contributions) {
                    if (part.channel == u"ials"_s || part.channel == u"rp3beta"_s)
                        bringsNew |= card.track.value >= trackId(30, 0, 0).value
                            && card.track.value < trackId(31, 0, 0).value;
                }
                QVERIFY2(!card.reason.contains(u"thers here"_s), qPrintable(card.reason));
                told |= card.reason.contains(u"“Radio”"_s);
            }
        }
        QVERIFY2(bringsNew, qPrintable(textOf(with)));
        QVERIFY2(told, qPrintable(textOf(with)));
        QVERIFY(f.remove(1));
        QCOMPARE(textOf(f.page()), before); // at once: what was learned does not fit any more
        QVERIFY(!f.train(service));
        QVERIFY(!service.trainedFor(f.library.table));
        QVERIFY(!std::filesystem::exists(CollaborativeService::fileOf(*f.store, me)));
        QCOMPARE(textOf(f.page()), before);
    }
};

SEGUE_TEST(TestPackService)
#include "tst_pack_service.moc"
