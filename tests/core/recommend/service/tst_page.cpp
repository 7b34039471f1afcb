#include "core/analysis/service/sound_map.h"
#include "core/library/track_table_builder.h"
#include "core/recommend/service/reason_text.h"
#include "tests/core/recommend/service/made_listener.h"
#include "tests/core/recommend/service/page_checks.h"
#include "tests/support/test_main.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;

class TestPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { table_ = madeLibrary(); }

    void everyScoreIsTheSumOfItsContributions()
    {
        PageModel model(table_, madeHistory());
        const Page page = model.compose(requestAt(evening));
        QVERIFY(page.shelves.size() >= 4);
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) {
                double sum = 0;
                for (const Contribution& c : card.contributions) {
                    QVERIFY(std::isfinite(c.value));
                    sum += c.value;
                }
                QVERIFY2(std::abs(sum - card.score) < 1e-6, qPrintable(s.id));
            }
        }
    }

    void everyReasonIsTheLargestContributionAboveItsMean()
    {
        PageModel model(table_, madeHistory());
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const Page page = model.compose(requestAt(evening, seed));
            for (const Shelf& s : page.shelves) {
                for (const Suggestion& card : s.items) {
                    QCOMPARE(card.reasonChannel, speakingChannel(s, card));
                    QVERIFY(!card.reason.isEmpty());
                    QVERIFY2(!card.reason.contains(u'%'), qPrintable(card.reason));
                }
            }
        }
    }

    /// While one listens, staying with an artist may weigh most: then that is what the card says.
    void reasonsInASessionAreExactToo()
    {
        PageModel model(table_, madeHistory());
        for (int t = 0; t < 4; ++t) {
            model.observe(madePlay(
                100'000 + t, 10'000, trackId(2, 0, t), evening - (5 - t) * 4 * msPerMinute));
        }
        QSet<QString> spoke;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            for (const double adventurous : {0., .5, 1.}) {
                PageRequest request = requestAt(evening, seed);
                request.adventurousness = adventurous;
                const Page page = model.compose(request);
                checkExact(page);
                for (const Shelf& s : page.shelves) {
                    for (const Suggestion& card : s.items)
                        spoke.insert(card.reasonChannel);
                }
            }
        }
        QVERIFY(spoke.contains(u"same_artist"_s) || spoke.contains(u"momentum"_s));
    }

    void theTermThatSpeaksIsTheLargestExcess()
    {
        PerTerm<float> row{};
        PerTerm<double> means{};
        row[reco::index(Term::neverPlayed)] = 5; // a label: never
        row[reco::index(Term::recency)] = 2;
        means[reco::index(Term::recency)] = 1.5;
        row[reco::index(Term::markov)] = 1;
        QCOMPARE(speakingTerm(row, means), std::optional(Term::markov));
        row[reco::index(Term::sameArtist)] = 3;
        means[reco::index(Term::sameArtist)] = 1;
        QCOMPARE(speakingTerm(row, means), std::optional(Term::sameArtist));
        QVERIFY(!speakingTerm({}, means));
    }

    /// Where just that moved a card most, the reason stands behind the label, not as the main
    /// thing.
    void whatIsNewIsSaidToBeNew()
    {
        PerTerm<float> row{};
        PerTerm<double> means{};
        row[reco::index(Term::content)] = 1;
        row[reco::index(Term::neverPlayed)] = 2;
        row[reco::index(Term::explore)] = -.2F;
        QVERIFY(isNewFirst(row, means, Term::content));
        means[reco::index(Term::neverPlayed)] = 1.5; // most of the candidates are new
        QVERIFY(!isNewFirst(row, means, Term::content));
        means[reco::index(Term::neverPlayed)] = 0;
        row[reco::index(Term::explore)] = -1.2F; // a listener who hardly ever tries anything
        QVERIFY(!isNewFirst(row, means, Term::content));
        PageModel model(table_, madeHistory());
        const Page page = model.compose(requestAt(evening));
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) {
                const bool isNew = card.reason.startsWith(u"New to you. "_s);
                QVERIFY2(!isNew || !heardSince(card.track, 0), qPrintable(card.reason));
                QVERIFY(!isNew || s.id != u"never_played"_s); // it is true of all of them
            }
        }
    }

    /// The stars were given to a double that was decided to be the same recording.
    void aDoublesStarsAreTheListenersOwn()
    {
        const TrackId track = trackId(20, 0, 0), twin = trackId(21, 0, 0);
        ListenerHistory history = madeHistory();
        history.clean.recordings[twin] = track;
        RatingEvent event;
        event.id = {1};
        event.at = evening - msPerHour;
        event.track = twin;
        event.value = 10;
        history.ratings.append(event);
        PageModel model(table_, std::move(history));
        QString reason;
        for (std::uint64_t seed = 1; seed <= 8 && reason.isEmpty(); ++seed) {
            const Page page = model.compose(requestAt(evening, seed));
            for (const Shelf& s : page.shelves) {
                for (const Suggestion& card : s.items) {
                    if (card.track == track && card.reasonChannel == u"ratings"_s)
                        reason = card.reason;
                }
            }
        }
        QVERIFY2(reason.contains(u'5'), qPrintable(reason));
        QVERIFY(!reason.contains(u"along"_s));
    }

    void aSentencePatternSpeaksAtMostThreeTimes()
    {
        PageModel model(table_, madeHistory());
        const Page page = model.compose(requestAt(evening));
        // Names and numbers out: what is left is the pattern.
        static const QRegularExpression filled(
            QStringLiteral("“[^”]*”|\\d+(\\.\\d+)?|Jazz|Metal|Ambient|Folk|Country|Techno|Artist|"
                           "days|months|years|yesterday|today"));
        QHash<QString, int> used;
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) {
                QString pattern = card.reason;
                ++used[pattern.replace(filled, QStringLiteral("*"))];
            }
        }
        for (auto it = used.cbegin(); it != used.cend(); ++it)
            QVERIFY2(it.value() <= 3, qPrintable(it.key() + QString::number(it.value())));
    }

    void thePageKeepsItsRules()
    {
        PageModel model(table_, madeHistory());
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const Page page = model.compose(requestAt(evening, seed));
            QVERIFY(page.shelves.size() <= mostShelves);
            QSet<qint64> seen;
            QHash<int, int> ofArtist;
            int cards = 0, unheard = 0;
            for (const Shelf& s : page.shelves) {
                QVERIFY(s.items.size() >= leastOnShelf);
                for (const Suggestion& card : s.items) {
                    QVERIFY2(!seen.contains(card.track.value), qPrintable(s.id));
                    seen.insert(card.track.value);
                    if (s.id != QStringLiteral("more_from_artists"))
                        QVERIFY(++ofArtist[artistOf(card.track)] <= mostOfArtistOnPage);
                    ++cards;
                    unheard += !heardSince(card.track, evening - 30 * msPerDay);
                }
            }
            QVERIFY2(unheard * 2 >= cards,
                qPrintable(QStringLiteral("%1 of %2").arg(unheard).arg(cards)));
        }
    }

    void theSameInputsGiveTheSamePageAndAnotherSeedAnother()
    {
        PageModel a(table_, madeHistory()), b(table_, madeHistory());
        const Page first = a.compose(requestAt(evening, 3));
        QCOMPARE(ids(first), ids(b.compose(requestAt(evening, 3))));
        QCOMPARE(ids(first), ids(a.compose(requestAt(evening, 3))));
        QVERIFY(ids(first) != ids(a.compose(requestAt(evening, 4))));
    }

    void withNothingKnownOneShelfSpansTheCollection()
    {
        PageModel model(table_, {});
        const Page page = model.compose(requestAt(evening));
        QCOMPARE(page.shelves.size(), std::size_t(1));
        QCOMPARE(page.shelves[0].id, QStringLiteral("start_here"));
        QVERIFY(page.coldStart && !page.note.isEmpty());
        QSet<int> artistsSeen, genresSeen;
        for (const Suggestion& card : page.shelves[0].items) {
            QVERIFY(!artistsSeen.contains(artistOf(card.track)));
            artistsSeen.insert(artistOf(card.track));
            genresSeen.insert(artistOf(card.track) % 5);
        }
        QCOMPARE(genresSeen.size(), 5);
    }

    /// Files without any tags, half of which sound like what is loved: these come onto the page,
    /// and it is their sound that is named.
    void soundBringsUntaggedTracksOntoThePage()
    {
        constexpr int untagged = 40;
        const auto soundsLikeLoved = [](std::int64_t id) { return id % 2 == 0; };
        TrackTableBuilder builder;
        for (const TrackRecord& track : table_->tracks()) {
            TrackInput in;
            in.id = track.id;
            in.title = table_->text(track.title);
            in.artist = in.albumArtist = table_->text(track.artist);
            in.album = table_->text(track.album);
            in.genres = table_->text(track.genres);
            in.path = table_->text(track.path);
            in.trackNumber = track.trackNumber;
            in.durationMs = track.durationMs;
            in.addedAt = track.addedAt;
            builder.add(in);
        }
        const auto tagged = static_cast<std::int64_t>(table_->size());
        std::vector<std::string> paths(untagged);
        for (int i = 0; i < untagged; ++i) {
            paths[static_cast<std::size_t>(i)] = "/music/untagged/" + std::to_string(i) + ".mp3";
            TrackInput in;
            in.id = {tagged + 1 + i};
            in.title = in.path = paths[static_cast<std::size_t>(i)];
            in.durationMs = 150'000 + static_cast<std::uint32_t>(i) * 1000;
            in.addedAt = monday - 400 * msPerDay;
            builder.add(in);
        }
        table_ = builder.build();
        auto sound = std::make_shared<analysis::SoundMap>();
        const std::size_t width = reco::soundGaussian + 4;
        std::vector<float> points;
        Random random(3);
        for (std::int64_t id = 1; id <= tagged + untagged; ++id) {
            sound->tracks.push_back({id});
            const bool loved = id <= tagged ? artistOf({id}) < 8 : soundsLikeLoved(id);
            Random style(loved ? 1 : static_cast<std::uint64_t>(2 + id % 5));
            for (std::size_t k = 0; k < width; ++k)
                points.push_back(static_cast<float>(style.uniform() + .4 * random.uniform()));
        }
        sound->space = reco::SoundSpace::fit(points, width, std::vector<float>(4, 1.F), 32);
        const std::size_t dimension = sound->space.dimension();
        sound->vectors.resize(sound->tracks.size() * dimension);
        for (std::size_t i = 0; i < sound->tracks.size(); ++i)
            sound->space.map(std::span(points).subspan(i * width, width),
                std::span(sound->vectors).subspan(i * dimension, dimension));
        ListenerHistory history = madeHistory();
        history.sound = sound;
        PageModel model(table_, std::move(history));
        int shown = 0;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Page page = model.compose(requestAt(evening, seed));
            checkExact(page);
            for (const Shelf& s : page.shelves) {
                for (const Suggestion& card : s.items) {
                    if (card.track.value <= tagged || card.reasonChannel != u"content"_s)
                        continue;
                    QVERIFY2(soundsLikeLoved(card.track.value), qPrintable(card.reason));
                    QVERIFY2(card.reason.contains(u"sound"_s, Qt::CaseInsensitive)
                            || card.reason.startsWith(u"Like "_s), // its length
                        qPrintable(card.reason));
                    ++shown;
                }
            }
        }
        QVERIFY(shown > 0);
    }

    void whatIsLovedFollowsEveryPlayAndRating()
    {
        PageModel model(table_, madeHistory());
        Random random(4);
        UtcMs at = monday;
        const auto expected = [&model] {
            std::vector<std::pair<double, Item>> held;
            for (Item item = 0; item < artists * albumsEach * tracksEach; ++item) {
                const double affinity = model.model().affinity(item);
                if (affinity > 0)
                    held.emplace_back(-affinity, item);
            }
            std::ranges::sort(held);
            std::vector<Item> items;
            for (std::size_t i = 0; i < std::min<std::size_t>(held.size(), 50); ++i)
                items.push_back(held[i].second);
            return items;
        };
        int changes = 0;
        auto before = expected();
        QCOMPARE(before.size(), std::size_t{50});
        for (int step = 0; step < 200; ++step) {
            // Half of it meets what is loved, so that tracks fall from the list, too.
            const TrackId track = step % 2
                ? (*table_)[static_cast<Row>(before[random.below(before.size())])].id
                : trackId(static_cast<int>(random.below(artists)), 0,
                    static_cast<int>(random.below(tracksEach)));
            TrackRating rating;
            rating.stars = static_cast<std::uint8_t>(random.below(11));
            if (step % 3 == 0)
                model.setRating(track, rating, at);
            else
                model.observe(madePlay(
                    100'000 + step, 5'000 + step / 6, track, at, step % 5 ? 200'000 : 20'000));
            at += 10 * 60'000;
            const auto now = expected();
            QVERIFY(std::ranges::equal(model.loved(), now));
            changes += now == before ? 0 : 1;
            before = now;
        }
        QVERIFY(changes > 50);
    }

    void importedTotalsAloneMakeAPage()
    {
        ListenerHistory history;
        for (int a = 0; a < 6; ++a) {
            ImportedTotals totals;
            totals.track = trackId(a * 5, 0, 0); // all Jazz
            totals.rating = 9;
            totals.plays = 12;
            history.imported.push_back(totals);
        }
        PageModel model(table_, history);
        const Page page = model.compose(requestAt(evening));
        QVERIFY(page.coldStart);
        QVERIFY(!shelf(page, "start_here"));
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items) // nobody knows when these were played
                QVERIFY2(!card.reason.contains(QStringLiteral("ago"))
                        && !card.reason.contains(QStringLiteral("today")),
                    qPrintable(card.reason));
        }
        const Shelf* fresh = shelf(page, "never_played");
        QVERIFY(fresh);
        const auto jazz = std::ranges::count_if(
            fresh->items, [](const Suggestion& card) { return artistOf(card.track) % 5 == 0; });
        QVERIFY2(
            jazz * 2 > std::ssize(fresh->items), "tags lead to the genre that was rated highly");
    }

    void aRatingAloneIsSomethingKnown()
    {
        const auto noteAfter = [&](int halfStars) {
            ListenerHistory history;
            RatingEvent event;
            event.id = {1};
            event.at = evening - msPerHour;
            event.track = trackId(3, 0, 0);
            event.value = halfStars;
            history.ratings.append(event);
            PageModel model(table_, std::move(history));
            return model.compose(requestAt(evening)).note;
        };
        QVERIFY(noteAfter(10).contains(u"rated"_s));
        QVERIFY(noteAfter(2).contains(u"rated"_s));
    }

    void lowRatingsAndNeverTakeTracksOffAtOnce()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        const TrackId low = before.shelves[0].items[0].track;
        const TrackId never = before.shelves[0].items[1].track;
        const TrackId later = before.shelves[0].items[2].track;
        TrackRating one, gone, notNow;
        one.stars = 2;
        gone.never = true;
        notNow.notNowUntil = evening + msPerDay;
        model.setRating(low, one, evening);
        model.setRating(never, gone, evening);
        model.setRating(later, notNow, evening);
        const Page after = model.compose(requestAt(evening));
        QVERIFY(!has(after, low) && !has(after, never) && !has(after, later));
        model.setRating(low, {}, evening);
        model.setRating(never, {}, evening);
        model.setRating(later, {}, evening);
        QCOMPARE(ids(model.compose(requestAt(evening))), ids(before)); // undone: as it was
    }

    void aNeverArtistIsGoneFromThePage()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        const int artist = artistOf(before.shelves[0].items[0].track);
        model.setArtistNever("ARTIST " + std::to_string(artist), true, evening);
        for (const Shelf& s : model.compose(requestAt(evening)).shelves) {
            for (const Suggestion& card : s.items)
                QVERIFY2(artistOf(card.track) != artist, qPrintable(s.id));
        }
    }

    void aHighRatingLiftsTheCardAndSpeaksForIt()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        const Suggestion low = shelf(before, "right_now")->items.back();
        TrackRating five;
        five.stars = 10;
        RatingLog log;
        RatingEvent event;
        event.id = {1};
        event.track = low.track;
        event.value = 10;
        log.append(event);
        model.setRatings(log);
        model.setRating(low.track, five, evening);
        const Page after = model.compose(requestAt(evening));
        const Shelf* now = shelf(after, "right_now");
        const auto card = std::ranges::find(now->items, low.track, &Suggestion::track);
        QVERIFY(card != now->items.end());
        QVERIFY(card - now->items.begin() < 3);
        QVERIFY(card->score >= low.score + 1);
        QCOMPARE(card->reasonChannel, QStringLiteral("ratings"));
        QVERIFY2(card->reason.contains(u'5'), qPrintable(card->reason));
        QCOMPARE(after.ratings, 1);
    }

    void whatWasJustHeardOrSkippedTodayRests()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        const TrackId heard = before.shelves[0].items[0].track;
        const TrackId skipped = before.shelves[0].items[1].track;
        model.observe(madePlay(100'001, 10'001, heard, evening - 20 * msPerMinute));
        model.observe(madePlay(100'002, 10'001, skipped, evening - 10 * msPerMinute, 30'000));
        const Page after = model.compose(requestAt(evening));
        QVERIFY(!has(after, heard));
        QVERIFY(!has(after, skipped));
    }

    void playsMoveRightNowAndKeepTheRest()
    {
        PageModel model(table_, madeHistory());
        const Page before = model.compose(requestAt(evening));
        PageRequest request = requestAt(evening);
        for (const Shelf& s : before.shelves) {
            request.options.order << s.id;
            if (s.id != QStringLiteral("right_now"))
                request.options.kept.push_back(s);
        }
        for (int t = 0; t < 3; ++t) {
            model.observe(madePlay(
                100'000 + t, 10'000, trackId(2, 0, t), evening - (3 - t) * 4 * msPerMinute));
        }
        const Page after = model.compose(request);
        QCOMPARE(after.shelves.size(), before.shelves.size());
        bool moved = false;
        for (std::size_t i = 0; i < after.shelves.size(); ++i) {
            QCOMPARE(after.shelves[i].id, before.shelves[i].id);
            std::vector<TrackId> a, b;
            for (const Suggestion& card : after.shelves[i].items)
                a.push_back(card.track);
            for (const Suggestion& card : before.shelves[i].items)
                b.push_back(card.track);
            if (after.shelves[i].id == QStringLiteral("right_now"))
                moved = a != b;
            else
                QVERIFY(a == b);
        }
        QVERIFY(moved);
    }

    void cardsShownOnThreeDaysRestFourteen()
    {
        PageModel first(table_, madeHistory());
        const TrackId track = first.compose(requestAt(evening)).shelves[0].items[0].track;
        const auto shownOn = [&](int days, UtcMs last) {
            ListenerHistory history = madeHistory();
            history.shown[track] = {days, last};
            PageModel model(table_, std::move(history));
            return has(model.compose(requestAt(evening)), track);
        };
        QVERIFY(shownOn(2, evening - msPerDay));
        QVERIFY(!shownOn(3, evening - msPerDay));
        QVERIFY(shownOn(3, evening - 15 * msPerDay));
        QVERIFY(!shownOn(6, evening - 15 * msPerDay));
    }

    void shelvesNeedTheirEvidence()
    {
        PageModel model(table_, madeHistory());
        const Page page = model.compose(requestAt(evening));
        if (const Shelf* s = shelf(page, "never_played")) {
            for (const Suggestion& card : s->items)
                QVERIFY(!heardSince(card.track, 0));
        }
        QVERIFY(!shelf(page, "rediscover")); // 90 days of history: nothing is forgotten yet
        QVERIFY(!shelf(page, "recently_added")); // everything came 400 days ago
        const Page later = model.compose(requestAt(monday + 300 * msPerDay));
        QVERIFY(shelf(later, "rediscover"));
        QVERIFY(!shelf(later, "on_repeat"));
    }

    void finishTheAlbumPlaysOnFromTheGap()
    {
        PageModel model(table_, madeHistory());
        PageRequest request = requestAt(evening);
        request.options.order << QStringLiteral("finish_album");
        const Page page = model.compose(request);
        const Shelf* s = shelf(page, "finish_album");
        QVERIFY(s);
        for (const Suggestion& card : s->items) {
            QVERIFY(card.kind == CardKind::albumRest);
            QCOMPARE((card.track.value - 1) % tracksEach, 4); // four of six are played
            QCOMPARE(card.plays.size(), std::size_t(2));
            QCOMPARE(card.plays[0], card.track);
        }
    }

    void oddHistoriesGiveASanePage()
    {
        ListenerHistory history = madeHistory();
        history.plays.push_back(madePlay(200'000, 20'000, trackId(0, 0, 0), 0)); // 1970
        history.plays.push_back(
            madePlay(200'001, 20'001, trackId(0, 0, 1), 4'102'444'800'000)); // 2100
        history.plays.push_back(madePlay(200'002, 20'001, {99'999}, evening)); // no such track
        std::ranges::stable_sort(
            history.plays, {}, [](const StoredPlay& p) { return p.listen.startedAt; });
        PageModel model(table_, std::move(history));
        const Page page = model.compose(requestAt(evening));
        QVERIFY(!page.shelves.empty());
        for (const Shelf& s : page.shelves) {
            for (const Suggestion& card : s.items)
                QVERIFY(std::isfinite(card.score));
        }
        PageModel empty(TrackTableBuilder().build(), madeHistory());
        QVERIFY(empty.compose(requestAt(evening)).shelves.empty());
    }

private:
    bool heardSince(TrackId track, UtcMs since) const
    {
        static const ListenerHistory history = madeHistory();
        return std::ranges::any_of(history.plays, [&](const StoredPlay& p) {
            return p.listen.track == track && p.listen.startedAt >= since
                && p.listen.msHeard > 100'000;
        });
    }

    TrackTablePtr table_;
};

SEGUE_TEST(TestPage)
#include "tst_page.moc"
