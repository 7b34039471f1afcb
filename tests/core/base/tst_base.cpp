#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/string_pool.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;

class TestBase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResultHoldsAValueOrAnError()
    {
        const Result<int> good = 7;
        const Result<int> bad = Error{"disk full"};
        QVERIFY(good.ok());
        QCOMPARE(*good, 7);
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().message, std::string("disk full"));
        QVERIFY(Result<void>().ok());
        QVERIFY(!Result<void>(Error{"no"}).ok());
    }

    void randomIsTheSameForTheSameSeed()
    {
        // First outputs of splitmix64 for seed 1234567, from the reference implementation.
        Random random(1234567);
        QCOMPARE(random(), 6457827717110365317ull);
        QCOMPARE(random(), 3203168211198807973ull);
        QCOMPARE(random(), 9817491932198370423ull);
    }

    void uniformNumbersStayInRange()
    {
        Random random(1);
        double sum = 0;
        for (int i = 0; i < 10000; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
            sum += u;
            QVERIFY(random.below(7) < 7);
        }
        QVERIFY(std::abs(sum / 10000 - .5) < .02);
        QCOMPARE(random.below(0), 0ull);
    }

    void internedTextsShareTheirPlace()
    {
        StringPool pool;
        const TextRef a = pool.intern("Björk");
        const TextRef b = pool.intern("Boards of Canada");
        const TextRef c = pool.intern("Björk");
        QVERIFY(a == c);
        QVERIFY(!(a == b));
        QVERIFY(pool.intern("") == TextRef{});
        pool.freeze();
        QCOMPARE(pool.view(b), std::string_view("Boards of Canada"));
        QCOMPARE(pool.view(TextRef{}), std::string_view());
    }

    void theManualClockMovesOnlyWhenTold()
    {
        ManualClock clock(1000, 120);
        QCOMPARE(clock.now(), UtcMs(1000));
        clock.advance(msPerHour);
        QCOMPARE(clock.now(), UtcMs(1000 + msPerHour));
        QCOMPARE(clock.utcOffsetMinutes(0), 120);
    }
};

SEGUE_TEST(TestBase)
#include "tst_base.moc"
