#include "tests/support/test_main.h"

#include "core/base/random.h"
#include "core/recommend/model/row_figures.h"
#include "core/recommend/model/triplets.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <memory>

using namespace segue::reco;

namespace {

Triplets read(std::string_view text, const TripletOptions& options = {})
{
    auto result = readTriplets(text, options);
    return result ? *result : Triplets{};
}

std::vector<std::int32_t> row(const Interactions& rows, std::int32_t at)
{
    const auto items = rows.of(at);
    return {items.begin(), items.end()};
}

using Row = std::vector<std::int32_t>;

} // namespace

class TestTriplets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tabsCommasAndBlanksSeparate()
    {
        const auto t = read("a\tthe band\t3\r\n"
                            "b, x ,1\n"
                            "\n"
                            "  c   y   9\n"
                            "d,\"x, y\",1\n"
                            "a\tx");
        QCOMPARE(t.lines, std::size_t{5});
        QCOMPARE(t.badLines, std::size_t{0});
        QCOMPARE(t.interactions.rows(), 4);
        QCOMPARE(t.interactions.columns, 4); // the band; x; y; "x, y"
        QCOMPARE(row(t.interactions, 0), (Row{0, 1}));
        QCOMPARE(row(t.interactions, 1), (Row{1}));
        QCOMPARE(row(t.interactions, 3), (Row{3}));
    }

    void aByteOrderMarkAndAnyBytesAreFine()
    {
        const auto t = read("\xEF\xBB\xBF"
                            "a x\n\xFF\xFE\tx\na\t\xC3\n");
        QCOMPARE(t.interactions.rows(), 2);
        QCOMPARE(row(t.interactions, 0), (Row{0, 1}));
        QCOMPARE(row(t.interactions, 1), (Row{0}));
    }

    void badLinesAreNamed()
    {
        const auto t = read("u i\nlonely\n\tx\nu\t\nu j\n,x\n1\n2\n3\n");
        QCOMPARE(t.badLines, std::size_t{7});
        QCOMPARE(t.complaints.size(), Triplets::mostComplaints);
        QCOMPARE(t.complaints[0], std::string("line 2 has no item"));
        QCOMPARE(t.complaints[1], std::string("line 3 has no listener"));
        QCOMPARE(t.complaints[2], std::string("line 4 has no item"));
        QCOMPARE(row(t.interactions, 0), (Row{0, 1}));
    }

    void nothingToReadIsAnError()
    {
        for (const auto* text : {"", "\n\r\n  \n", "\xEF\xBB\xBF"}) {
            const auto t = readTriplets(text, {});
            QVERIFY(!t && t.error().message.find("empty") != std::string::npos);
        }
        const auto words = readTriplets("one\ntwo\n", {});
        QVERIFY(!words && words.error().message.find("line 1 has no item") != std::string::npos);
        TripletOptions options;
        options.minSupport = 3;
        const auto rare = readTriplets("a x\nb x\n", options);
        QVERIFY(!rare && rare.error().message.find("--min-support") != std::string::npos);
        options.minSupport = 1;
        options.skipHeader = true;
        QVERIFY(!readTriplets("user item\n", options));
    }

    void theSupportFilterCountsListenersAndNumbersWhatIsLeft()
    {
        TripletOptions options;
        options.skipHeader = true;
        options.minSupport = 2;
        // r has three lines but one listener; listener z had only r.
        const auto t = read("user item\nz r 1\nz r 2\nz r 3\na s\nb p\na p\nb s\n", options);
        QCOMPARE(t.repeated, std::size_t{2});
        QCOMPARE(t.rareItems, std::size_t{1});
        QCOMPARE(t.interactions.rows(), 2);
        QCOMPARE(t.interactions.columns, 2);
        QCOMPARE(row(t.interactions, 0), (Row{0, 1}));
    }

    void reportsAndStops()
    {
        std::string text;
        for (int i = 0; i < 200000; ++i)
            text += "u" + std::to_string(i % 1000) + " i" + std::to_string(i % 777) + "\n";
        TripletOptions options;
        double last = 0;
        options.control.progress = [&](double share) {
            QVERIFY(share >= last && share <= 1);
            last = share;
        };
        QVERIFY(readTriplets(text, options).ok());
        QVERIFY(last > .5);
        const auto source = std::make_unique<std::stop_source>();
        source->request_stop();
        options.control.stop = source->get_token();
        QVERIFY(!readTriplets(text, options).ok());
    }

    void theLastFifthInHashOrderIsTheTest()
    {
        Interactions all;
        all.columns = 12;
        all.add(Row{0, 1, 2, 3});
        all.add(Row{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
        const auto split = splitTriplets(all);
        QVERIFY(split.test.of(0).empty());
        QCOMPARE(row(split.train, 0), (Row{0, 1, 2, 3}));
        QCOMPARE(split.test.of(1).size(), std::size_t{2});
        QCOMPARE(split.train.of(1).size(), std::size_t{10});
        const auto hash = [](std::int32_t item) {
            return segue::splitmix64Mix(
                1000003 + static_cast<std::uint64_t>(item) + 0x9E3779B97F4A7C15ull);
        };
        for (const auto test : split.test.of(1)) {
            for (const auto train : split.train.of(1))
                QVERIFY(hash(test) > hash(train));
        }
    }

    void figuresAreRecallAndBinaryNdcg()
    {
        Split split;
        split.train.columns = split.test.columns = 60;
        split.train.item = {0};
        split.train.start = {0, 1};
        split.test.item = {2, 59};
        split.test.start = {0, 2};
        // Ties go to the lower index, the training item is out: 2 is second, 59 last of 59.
        const auto f = evaluateRows(split, [](std::int32_t, std::span<float>) {});
        QCOMPARE(f.listeners, std::size_t{1});
        QCOMPARE(f.r20, .5);
        QCOMPARE(f.r50, .5);
        QVERIFY(std::abs(f.n20 - (1 / std::log2(3.)) / (1 + 1 / std::log2(3.))) < 1e-12);
        QCOMPARE(f.coverage20, 20. / 60);
        // What is no number comes last, and lower than the lowest score.
        const auto odd = evaluateRows(split, [](std::int32_t, std::span<float> out) {
            std::fill(out.begin(), out.end(), -5.F);
            out[2] = std::numeric_limits<float>::quiet_NaN();
            out[59] = -std::numeric_limits<float>::infinity();
            out[0] = std::numeric_limits<float>::infinity();
        });
        QCOMPARE(odd.r50, 0.);
        QVERIFY(odd.n100 > 0);
    }

    void figuresAreTheSameOnTwoThreads()
    {
        std::string text;
        segue::Random random(3);
        for (int i = 0; i < 4000; ++i)
            text += std::to_string(random.below(150)) + " " + std::to_string(random.below(200))
                + "\n";
        const auto split = splitTriplets(read(text).interactions);
        const RowScorer scorer = [](std::int32_t listener, std::span<float> out) {
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = static_cast<float>((i * 7 + static_cast<std::size_t>(listener)) % 31);
        };
        const auto one = evaluateRows(split, scorer, {1, {}, {}}),
                   two = evaluateRows(split, scorer, {2, {}, {}});
        QCOMPARE(one.n20Of, two.n20Of);
        QCOMPARE(one.r20, two.r20);
        QCOMPARE(one.coverage20, two.coverage20);
        QCOMPARE(differenceOf(one, two).mean, 0.);
        QCOMPARE(differenceOf(one, two).error, 0.);
    }
};

SEGUE_TEST(TestTriplets)
#include "tst_triplets.moc"
