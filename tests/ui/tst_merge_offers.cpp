#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/dialogs/merge_offers.h"
#include "ui/widgets/toast.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

MergeOffer offerOf(std::int64_t lost, std::int64_t found, std::int64_t plays)
{
    MergeOffer offer;
    offer.lost = TrackId{lost};
    offer.found = TrackId{found};
    offer.lostTitle = "Harbour";
    offer.lostArtist = "The Low Tide";
    offer.foundTitle = "Harbour (remaster)";
    offer.lostPath = offer.foundPath = "/music/in\xff"
                                       "valid.flac";
    offer.plays = plays;
    offer.why = "same length, file name";
    return offer;
}

QPushButton* button(const QWidget& in, const QString& text, int number)
{
    int seen = 0;
    for (QPushButton* b : in.findChildren<QPushButton*>()) {
        if (b->text() == text && seen++ == number)
            return b;
    }
    return nullptr;
}

} // namespace

class TestMergeOffers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPairIsAnsweredOnceAndTheLastAnswerClosesIt()
    {
        MergeOffers dialog({offerOf(1, 11, 3), offerOf(2, 12, 0)}, nullptr);
        QSignalSpy same(&dialog, &MergeOffers::sameRequested);
        QSignalSpy different(&dialog, &MergeOffers::differentRequested);
        dialog.show();
        QPushButton* first = button(dialog, u"Same recording"_s, 0);
        QPushButton* second = button(dialog, u"Not the same"_s, 1);
        QVERIFY(first && second);
        QVERIFY(first->accessibleName().contains(u"Harbour (remaster)"_s));
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(same.size(), 1);
        QCOMPARE(same[0][0].value<TrackId>(), TrackId{1});
        QCOMPARE(same[0][1].value<TrackId>(), TrackId{11});
        QVERIFY(!first->isEnabled());
        QVERIFY(dialog.isVisible());
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(same.size(), 1);
        QTest::mouseClick(second, Qt::LeftButton);
        QCOMPARE(different.size(), 1);
        QCOMPARE(different[0][1].value<TrackId>(), TrackId{12});
        QVERIFY(!dialog.isVisible());
    }

    void theWindowOffersQuietlyAndActsOnlyWhenAsked()
    {
        test::Bench bench;
        MainWindow window(bench.services());
        window.show();
        int asked = 0;
        window.offer(u"Moved?"_s, u"Look"_s, [&asked] { ++asked; });
        QCOMPARE(window.toast().message(), u"Moved?"_s);
        QCOMPARE(asked, 0);
        QTest::mouseClick(button(window.toast(), u"Look"_s, 0), Qt::LeftButton);
        QCOMPARE(asked, 1);
    }
};

SEGUE_TEST(TestMergeOffers)
#include "tst_merge_offers.moc"
