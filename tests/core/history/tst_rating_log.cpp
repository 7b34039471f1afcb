#include "core/history/rating_events.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

namespace {

RatingEvent made(int id, RatingKind kind, int track, std::optional<int> value)
{
    RatingEvent e;
    e.id = {id};
    e.at = id * msPerHour;
    e.kind = kind;
    e.track = {track};
    e.value = value;
    return e;
}

RatingEvent undoOf(int id, int target)
{
    RatingEvent e;
    e.id = {id};
    e.kind = RatingKind::undo;
    e.undoes = {target};
    return e;
}

} // namespace

class TestRatingLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestWordHolds()
    {
        RatingLog log;
        log.append(made(1, RatingKind::stars, 7, 6));
        log.append(made(2, RatingKind::stars, 7, 10));
        log.append(made(3, RatingKind::love, 7, 1));
        QVERIFY(log.of({7}).stars == 10);
        QVERIFY(log.of({7}).loved);
        log.append(made(4, RatingKind::stars, 7, std::nullopt));
        QVERIFY(!log.of({7}).stars);
        QCOMPARE(log.ratedTracks(), std::size_t(0));
    }

    void undoBringsBackWhatWasBefore()
    {
        RatingLog log;
        log.append(made(1, RatingKind::stars, 7, 6));
        log.append(made(2, RatingKind::stars, 8, 2));
        log.append(made(3, RatingKind::stars, 7, 10));
        QCOMPARE(log.undoable({3})->value, std::optional(10));
        log.append(undoOf(4, 3));
        QVERIFY(log.of({7}).stars == 6);
        QVERIFY(log.of({8}).stars == 2);
        QVERIFY(!log.undoable({3}) && !log.undoable({4}) && !log.undoable({99}));
        log.append(undoOf(5, 2));
        log.append(undoOf(6, 1));
        QVERIFY(!log.undoable({1}) && !log.undoable({2}));
        QVERIFY(log.of({7}) == TrackRating{});
        QVERIFY(log.effective().empty());
    }

    void undoingTheSameEventTwiceChangesNothing()
    {
        RatingLog log;
        log.append(made(1, RatingKind::love, 7, 1));
        log.append(undoOf(2, 1));
        log.append(made(3, RatingKind::love, 7, 1));
        log.append(undoOf(4, 1));
        log.append(undoOf(5, 99));
        QVERIFY(log.of({7}).loved);
    }

    void anArtistIsNamedWithoutRegardToCase()
    {
        RatingLog log;
        RatingEvent e = made(1, RatingKind::neverArtist, 0, 1);
        e.artist = "  Sigur  RÓS ";
        log.append(e);
        QVERIFY(log.isArtistNever("Sigur Rós"));
        QVERIFY(!log.isArtistNever("Múm"));
        log.append(undoOf(2, 1));
        QVERIFY(!log.isArtistNever("Sigur Rós"));
    }

    void notNowLastsADay()
    {
        RatingLog log;
        log.append(made(5, RatingKind::notNow, 7, 1));
        QCOMPARE(log.of({7}).notNowUntil, 5 * msPerHour + 24 * msPerHour);
    }

    void namesComeBack()
    {
        for (int i = 0; i <= static_cast<int>(RatingKind::undo); ++i)
            QVERIFY(ratingKindFromString(toString(static_cast<RatingKind>(i)))
                == static_cast<RatingKind>(i));
    }
};

SEGUE_TEST(TestRatingLog)
#include "tst_rating_log.moc"
