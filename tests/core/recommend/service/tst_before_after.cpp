// For You before and after four things that happen to a listener. Run it by itself to read the
// pairs: tst_for_you TestBeforeAfter.
#include "tests/core/recommend/service/page_checks.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

QString listOf(const Page& page)
{
    QStringList lines;
    for (const Suggestion& card : shelf(page, "right_now")->items) {
        lines << QStringLiteral("    artist %1, album %2, track %3: %4")
                     .arg(artistOf(card.track))
                     .arg((card.track.value - 1) / tracksEach % albumsEach)
                     .arg((card.track.value - 1) % tracksEach)
                     .arg(card.reason);
        if (lines.size() == 5)
            break;
    }
    return lines.join(u'\n');
}

void print(const char* what, const Page& before, const Page& after)
{
    QTest::qWait(0);
    qInfo("%s\n  before\n%s\n  after\n%s", what, qPrintable(listOf(before)),
        qPrintable(listOf(after)));
}

} // namespace

class TestBeforeAfter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { model_ = std::make_unique<PageModel>(madeLibrary(), madeHistory()); }

    void aRating()
    {
        const Page before = model_->compose(requestAt(evening));
        const TrackId rated = shelf(before, "right_now")->items.back().track;
        TrackRating five;
        five.stars = 10;
        RatingLog log;
        RatingEvent event;
        event.id = {1};
        event.track = rated;
        event.value = 10;
        log.append(event);
        model_->setRatings(log);
        model_->setRating(rated, five, evening);
        const Page after = model_->compose(requestAt(evening));
        print("five stars for the last card", before, after);
        const auto& cards = shelf(after, "right_now")->items;
        const auto at = std::ranges::find(cards, rated, &Suggestion::track);
        QVERIFY(at - cards.begin() < 3);
        checkExact(after);
    }

    void aSkipStreak()
    {
        const Page before = model_->compose(requestAt(evening));
        const int artist = artistOf(shelf(before, "right_now")->items.front().track);
        for (int i = 0; i < 6; ++i)
            model_->observe(madePlay(100'000 + i, 10'000, trackId(artist, i / 3, i % 3),
                evening - (8 - i) * msPerMinute, 20'000));
        const Page after = model_->compose(requestAt(evening));
        print("six skips of the first card's artist", before, after);
        const auto sumOf = [&](const Page& page) {
            double sum = 0;
            for (const Suggestion& card : shelf(page, "right_now")->items)
                sum += artistOf(card.track) == artist ? card.score : 0;
            return sum;
        };
        QVERIFY(sumOf(after) < sumOf(before));
        checkExact(after);
    }

    void anHourChange()
    {
        // Artist 12 in the mornings, the others in the evenings.
        ListenerHistory history = madeHistory();
        int id = 400'000;
        for (int day = 1; day <= 60; ++day) {
            history.plays.push_back(madePlay(++id, 40'000 + day, trackId(12, day % 2, day % 6),
                monday - day * msPerDay + 8 * msPerHour));
        }
        std::ranges::stable_sort(
            history.plays, {}, [](const StoredPlay& p) { return p.listen.startedAt; });
        PageModel model(madeLibrary(), history);
        PageRequest morning = requestAt(monday + 8 * msPerHour), night = requestAt(evening);
        const Page before = model.compose(night), after = model.compose(morning);
        print("evening, then morning", before, after);
        const auto context = [&](const Page& page) {
            double sum = 0;
            for (const Suggestion& card : shelf(page, "right_now")->items) {
                for (const Contribution& c : card.contributions)
                    sum += artistOf(card.track) == 12 && c.channel == QLatin1String("context")
                        ? c.value
                        : 0;
            }
            return sum;
        };
        QVERIFY(context(after) > context(before));
        QVERIFY(before.context != after.context);
        morning.useContext = false;
        QVERIFY(ids(model.compose(morning)) != ids(after)); // it can be switched off
    }

    void aModeSwitchedOn()
    {
        const Page before = model_->compose(requestAt(evening));
        PageRequest request = requestAt(evening);
        request.mode = QStringLiteral("wind_down");
        const Page after = model_->compose(request);
        print("wind down is switched on", before, after);
        QVERIFY(ids(after) != ids(before));
        for (const Suggestion& card : shelf(after, "right_now")->items)
            QVERIFY(artistOf(card.track) % 5 != 1); // no metal
        checkExact(after);
    }

    void oddHistoriesGiveAPageInSaneTime()
    {
        for (const int plays : {0, 1, 200'000}) {
            ListenerHistory history;
            for (int i = 0; i < plays; ++i) // of one track, a million of them would be the same
                history.plays.push_back(madePlay(
                    i + 1, 1 + i / 20, trackId(0, 0, 0), monday - (plays - i) * msPerMinute));
            PageModel model(madeLibrary(), history);
            const Page page = model.compose(requestAt(evening));
            QVERIFY2(!page.shelves.empty(), qPrintable(QString::number(plays)));
            checkExact(page);
        }
        // One session of ten thousand tracks, after a clock that jumped back by a century.
        ListenerHistory history;
        for (int i = 0; i < 10'000; ++i)
            history.plays.push_back(madePlay(i + 1, 1, {1 + i % 480},
                i == 5000 ? monday - 36'500 * msPerDay : monday - (10'000 - i) * msPerMinute));
        PageModel model(madeLibrary(), history);
        QVERIFY(!model.compose(requestAt(evening)).shelves.empty());
    }

    void ratingsOfMissingFilesAreKeptAndHarmNothing()
    {
        ListenerHistory history = madeHistory();
        RatingEvent event;
        event.id = {1};
        event.track = {99'999};
        event.value = 10;
        history.ratings.append(event);
        PageModel model(madeLibrary(), history);
        TrackRating five;
        five.stars = 10;
        model.setRating({99'998}, five, evening);
        const Page page = model.compose(requestAt(evening));
        QVERIFY(page.shelves.size() > 2);
        QCOMPARE(page.ratings, 1);
    }

private:
    std::unique_ptr<PageModel> model_;
};

SEGUE_TEST(TestBeforeAfter)
#include "tst_before_after.moc"
