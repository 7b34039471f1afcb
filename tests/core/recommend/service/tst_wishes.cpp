// What the listener asks of the page: modes, less of this, more or something else, picks, and what
// is kept out.
#include "core/library/track_table_builder.h"
#include "core/recommend/service/online_arms.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/core/recommend/service/page_checks.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::test;

class TestWishes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { table_ = madeLibrary(); }

    void aModeChangesThePageAndItsReasonsStayExact()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        PageRequest request = requestAt(evening);
        request.mode = QStringLiteral("energy");
        const Page after = model.compose(request);
        QCOMPARE(after.mode, QStringLiteral("energy"));
        QVERIFY(!after.modeNote.isEmpty());
        QVERIFY(ids(after) != ids(before));
        checkExact(after);
        // Metal (artist % 5 == 1) and techno (4) drive; ambient (2) does not.
        const auto share = [](const Page& page, std::initializer_list<int> genres) {
            double in = 0, all = 0;
            for (const Suggestion& card : shelf(page, "right_now")->items) {
                in += std::ranges::count(genres, artistOf(card.track) % 5) > 0;
                ++all;
            }
            return in / all;
        };
        QVERIFY(share(after, {1, 4}) > share(before, {1, 4}));
        QCOMPARE(share(after, {2}), 0.);
        request.mode.clear();
        QCOMPARE(ids(model.compose(request)), ids(before)); // off: as it was
        request.mode = QStringLiteral("no_such_mode");
        QCOMPARE(ids(model.compose(request)), ids(before));
    }

    void aModeLearnsFromPlaysWhileItIsOn()
    {
        PageModel model(table_, madeHistory());
        PageRequest request = requestAt(evening);
        request.mode = QStringLiteral("focus");
        const auto ofArtist = [&](int artist) {
            double sum = 0;
            const Page page = model.compose(request);
            for (const Suggestion& card : shelf(page, "right_now")->items) {
                for (const Contribution& c : card.contributions)
                    sum += artistOf(card.track) == artist && c.channel == QLatin1String("mode")
                        ? c.value
                        : 0;
            }
            return sum;
        };
        const double before = ofArtist(5);
        for (int i = 0; i < 12; ++i) { // two days ago: nothing of it is blocked today
            StoredPlay play = madePlay(90'000 + i, 9'000, trackId(5, i % 2, i / 2),
                evening - 60 * msPerHour + i * 200'000);
            play.listen.mode = "focus";
            model.observe(play);
        }
        QVERIFY(ofArtist(5) > before);
        QVERIFY(model.compose(request).modeNote.contains(QStringLiteral("12")));
    }

    void playsOfAModeThatMayNotBeLearnedFromAreNot()
    {
        ListenerHistory history = madeHistory();
        for (int i = 0; i < 6; ++i) {
            StoredPlay play = madePlay(
                90'000 + i, 9'000, trackId(5, 0, i), evening - 60 * msPerHour + i * 200'000);
            play.listen.mode = "focus";
            play.marks.isPrivate = i % 3 == 0;
            play.marks.guest = i % 3 == 1;
            play.marks.doNotLearn = i % 3 == 2;
            history.plays.push_back(play);
        }
        PageModel model(table_, history), plain(table_, madeHistory());
        PageRequest request = requestAt(evening);
        request.mode = QStringLiteral("focus");
        const Page page = model.compose(request);
        QCOMPARE(page.plays, plain.compose(requestAt(evening)).plays);
        QCOMPARE(ids(page), ids(plain.compose(request)));
    }

    void lessOfATrackSilencesItAsAReasonAndLeavesTheRest()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        const Suggestion* card = nullptr;
        for (const Shelf& s : before.shelves) {
            for (const Suggestion& one : s.items) {
                if (one.less.evidence == QLatin1String("track") && one.less.track != one.track)
                    card = &one;
            }
        }
        QVERIFY(card);
        QCOMPARE(card->less.term, card->reasonChannel);
        const LessOf less = card->less;
        model.setLessOf({less});
        const Page after = model.compose(requestAt(evening));
        checkExact(after);
        for (const Shelf& s : after.shelves) {
            for (const Suggestion& one : s.items)
                QVERIFY2(!one.less.isSameAs(less), qPrintable(s.id + one.reason));
        }
        model.setLessOf({});
        QCOMPARE(ids(model.compose(requestAt(evening))), ids(before));
    }

    void lessOfAGenreActsOnTheGenre()
    {
        PageModel model(table_, madeHistory());
        const LessOf jazz{
            QStringLiteral("content"), QStringLiteral("genre"), {}, QStringLiteral("Jazz"), 1};
        model.setLessOf({jazz});
        const Page page = model.compose(requestAt(evening));
        checkExact(page);
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) {
                for (const Contribution& c : card.contributions) {
                    if (c.channel == QLatin1String("content") && artistOf(card.track) % 5 == 0
                        && card.kind == CardKind::track)
                        QVERIFY2(c.value <= 0, qPrintable(s.id));
                }
            }
        }
    }

    void moreOfThisAndSomethingElsePullApart()
    {
        PageModel model(table_, madeHistory());
        for (int t = 0; t < 3; ++t)
            model.observe(madePlay(
                100'000 + t, 10'000, trackId(2, 0, t), evening - (3 - t) * 4 * msPerMinute));
        PageRequest request = requestAt(evening);
        request.seed = 5;
        const auto ambient = [&](Steer steer) { // artist 2 is ambient
            request.steer = steer;
            const Page page = model.compose(request);
            if (page.steer != steer || !page.inSession)
                qFatal("not steered");
            checkExact(page);
            int own = 0;
            for (const Suggestion& card : shelf(page, "right_now")->items)
                own += artistOf(card.track) == 2 ? 100 : artistOf(card.track) % 5 == 2;
            return own;
        };
        QVERIFY(ambient(Steer::more) >= ambient(Steer::none));
        QVERIFY(ambient(Steer::more) > ambient(Steer::somethingElse));
        QVERIFY(ambient(Steer::somethingElse) < 100); // none of the artist that plays
        // Without a session there is no direction.
        request.at = evening + 6 * msPerHour;
        request.steer = Steer::more;
        QVERIFY(model.compose(request).steer == Steer::none);
    }

    void pickedArtistsStartThePage()
    {
        ListenerHistory history;
        history.choices.pickedArtists = {"Artist 7", "artist 12"};
        PageModel model(table_, history);
        const Page page = model.compose(requestAt(evening));
        QVERIFY(!shelf(page, "start_here"));
        QVERIFY(!page.note.isEmpty());
        int near = 0, all = 0, own = 0;
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) {
                near += artistOf(card.track) % 5 == 2;
                own += artistOf(card.track) == 7 || artistOf(card.track) == 12;
                ++all;
            }
        }
        QVERIFY(own >= 4);
        QVERIFY2(near * 2 > all, "both are ambient: so is most of the page");
        checkExact(page);
    }

    void aFriendsFavouritesComeWithTheFriendsName()
    {
        ListenerHistory history = madeHistory();
        FriendTaste taste{{2}, "Ada", {}};
        for (int t = 0; t < 6; ++t)
            taste.tracks.push_back({trackId(20 + t, 0, t), 7, t % 2 ? 10 : 0, t % 3 == 0});
        taste.tracks.push_back({trackId(30, 0, 0), 1, 0, false}); // not loved
        std::ranges::sort(taste.tracks, {}, &FriendTrack::track);
        history.friends.push_back(taste);
        PageModel model(table_, history);
        PageRequest request = requestAt(evening);
        request.options.order << QStringLiteral("friends_like");
        const Page page = model.compose(request);
        const Shelf* s = shelf(page, "friends_like");
        QVERIFY(s);
        for (const Suggestion& card : s->items) {
            QVERIFY2(card.reason.contains(QStringLiteral("Ada")), qPrintable(card.reason));
            QVERIFY(card.track != trackId(30, 0, 0));
        }
        checkExact(page);
    }

    void artistsAreSuggestedWithTheirBest()
    {
        PageModel model(table_, madeHistory());
        PageRequest request = requestAt(evening);
        request.options.order << QStringLiteral("artists_tonight");
        const Page page = model.compose(request);
        const Shelf* s = shelf(page, "artists_tonight");
        QVERIFY(s);
        for (const Suggestion& card : s->items) {
            QVERIFY(card.kind == CardKind::artist);
            QVERIFY(card.plays.size() >= 4);
            for (const TrackId track : card.plays)
                QCOMPARE(artistOf(track), artistOf(card.track));
        }
        checkExact(page);
    }

    void musicOfASeasonStaysInIt()
    {
        // Every August for three years, and nothing but that.
        ListenerHistory history = madeHistory();
        std::vector<StoredPlay> summers;
        int id = 500'000;
        for (int year = 1; year <= 3; ++year) {
            for (int k = 0; k < 4; ++k)
                summers.push_back(madePlay(++id, 50'000 + 10 * year + k, trackId(3, 1, 0),
                    monday - year * 365 * msPerDay - 100 * msPerDay + k * 5 * msPerDay));
        }
        history.plays.insert(history.plays.begin(), summers.begin(), summers.end());
        std::erase_if(history.plays, [&](const StoredPlay& play) {
            return play.listen.track == trackId(3, 1, 0) && play.id.value < 500'000;
        });
        std::ranges::stable_sort(
            history.plays, {}, [](const StoredPlay& p) { return p.listen.startedAt; });
        PageModel model(table_, history);
        const auto candidates
            = [&](UtcMs at) { return ownSeasonHolds(model, at, trackId(3, 1, 0)); };
        QVERIFY(!candidates(evening)); // November
        QVERIFY(candidates(evening + 265 * msPerDay)); // August
    }

    void aTenthIsKeptBackFromEveryShelfAlikeAndFourStay()
    {
        int withheld = 0;
        for (int id = 1; id <= 20'000; ++id)
            withheld += isWithheld({id}, {1}, evening);
        QVERIFY2(std::abs(withheld - 2000) < 150, qPrintable(QString::number(withheld)));
        PageModel model(table_, madeHistory());
        PageRequest request = requestAt(evening);
        request.options.isWithheld = [](TrackId track) { return isWithheld(track, {1}, evening); };
        const Page page = model.compose(request);
        int kept = 0;
        for (const Shelf& s : page.shelves) {
            QVERIFY(s.items.size() >= leastOnShelf);
            for (const Suggestion& card : s.items) {
                if (card.arm == QLatin1String("shown"))
                    QVERIFY(!request.options.isWithheld(card.track));
            }
            for (const Suggestion& card : s.withheld) {
                QCOMPARE(card.arm, QStringLiteral("withheld"));
                QVERIFY(request.options.isWithheld(card.track));
                ++kept;
            }
        }
        QVERIFY(kept > 0);
    }

    void anUnusualSessionIsAskedAboutUntilAnswered()
    {
        PageModel model(table_, madeHistory());
        const UtcMs party = evening + 3 * msPerHour;
        for (int k = 0; k < 8; ++k)
            model.observe(
                madePlay(300'000 + k, 77'000, trackId(30 + k, 0, 0), party + k * 200'000));
        const UtcMs after = party + 8 * 200'000 + 2 * msPerHour;
        const Page page = model.compose(requestAt(after));
        QVERIFY(page.unusual);
        QCOMPARE(page.unusual->session, SessionId{77'000});
        QCOMPARE(page.unusual->plays, 8);
        QVERIFY(!model.compose(requestAt(party + 8 * 200'000)).unusual); // it may go on
        QVERIFY(!model.compose(requestAt(after + 2 * msPerDay)).unusual); // long ago
        model.confirm({77'000});
        QVERIFY(!model.compose(requestAt(after)).unusual);
        // An evening like the others is nothing to ask about.
        PageModel usual(table_, madeHistory());
        for (int k = 0; k < 6; ++k)
            usual.observe(madePlay(300'000 + k, 77'000, trackId(1, 0, k), party + k * 200'000));
        QVERIFY(!usual.compose(requestAt(after)).unusual);
    }

    void aRadioGoesOnFromATrackByTwoRankers()
    {
        PageModel model(table_, madeHistory());
        const TrackId from = trackId(2, 0, 0);
        const Shelf radio = model.radio(from, requestAt(evening));
        QVERIFY(radio.items.size() >= 10);
        std::map<QString, int> rankers;
        QSet<qint64> seen{from.value};
        for (const Suggestion& card : radio.items) {
            ++rankers[card.ranker];
            QVERIFY(!seen.contains(card.track.value));
            seen.insert(card.track.value);
            double sum = 0;
            for (const Contribution& c : card.contributions)
                sum += c.value;
            QVERIFY(std::abs(sum - card.score) < 1e-6);
        }
        QVERIFY(rankers[QStringLiteral("blend")] >= 4);
        QVERIFY(rankers[QStringLiteral("neighbours")] >= 4);
        QVERIFY(model.radio({99'999}, requestAt(evening)).items.empty());
    }

    void aSavedBlendIsTakenUpAndABrokenOneIsLearnedAgain()
    {
        const ListenerHistory history = madeHistory();
        PageModel running(table_, history);
        const SavedBlend saved = running.savedBlend();
        const auto read = savedBlendFromText(toText(saved));
        QVERIFY(read && read->weights == saved.weights && read->newest == saved.newest
            && read->fingerprint == saved.fingerprint);
        // A power cut after two more plays: they are replayed from the events.
        ListenerHistory later = history;
        for (int t = 0; t < 2; ++t) {
            later.plays.push_back(madePlay(
                600'000 + t, 60'000, trackId(1, 0, t), evening - 5 * msPerHour + t * 200'000));
            running.observe(later.plays.back());
        }
        PageModel restarted(table_, later, saved);
        QCOMPARE(restarted.weights(), running.weights());
        QCOMPARE(
            ids(restarted.compose(requestAt(evening))), ids(running.compose(requestAt(evening))));
        // Broken or foreign states are nothing.
        const std::string text = toText(saved);
        QVERIFY(!savedBlendFromText(text.substr(0, text.size() / 2)));
        QVERIFY(!savedBlendFromText(""));
        QVERIFY(!savedBlendFromText("segue-blend-state 1 newest=x fingerprint=1\n"));
        // Plays that were taken out of the taste change what may be learned from.
        ListenerHistory marked = later;
        for (StoredPlay& play : marked.plays)
            play.marks.doNotLearn = play.session == SessionId{5};
        PageModel fresh(table_, marked), offered(table_, marked, saved);
        QCOMPARE(offered.weights(), fresh.weights());
    }

private:
    /// Whether the track may be on a page of that moment, asked by a shelf of its own artist.
    bool ownSeasonHolds(PageModel& model, UtcMs at, TrackId track)
    {
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            PageRequest request = requestAt(at, seed);
            if (has(model.compose(request), track))
                return true;
        }
        return false;
    }

    TrackTablePtr table_;
};

SEGUE_TEST(TestWishes)
#include "tst_wishes.moc"
