#include "tests/support/test_main.h"

#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/pseudo_listeners.h"
#include "core/recommend/model/session_rivals.h"
#include "tests/core/recommend/model/small_library.h"

#include <QTest>

#include <limits>
#include <memory>

using namespace segue::reco;

namespace {

using Row = std::vector<std::int32_t>;

std::vector<Row> rowsOf(const Interactions& table)
{
    std::vector<Row> rows;
    for (std::int32_t r = 0; r < table.rows(); ++r)
        rows.emplace_back(table.of(r).begin(), table.of(r).end());
    return rows;
}

Interactions tableOf(std::int32_t columns)
{
    Interactions table;
    table.columns = columns;
    return table;
}

constexpr std::int64_t noon = 1600000000 / 86400 * 86400 + 43200;

} // namespace

class TestPseudoListeners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sessionsDaysAndPlaylistsAreRows()
    {
        History own;
        own.plays = {test::play(0, noon), test::play(1, noon + 240),
            test::play(2, noon + 7200), // a session of its own, the same day
            test::play(3, noon + 86400), test::play(3, noon + 86640)}; // one track: no row
        own.plays.push_back(test::play(5, noon + 86880, Outcome::skip));
        own.playlists = {{4, 5}, {4}};
        auto table = tableOf(6);
        addOwn(table, own);
        QCOMPARE(rowsOf(table), (std::vector<Row>{{0, 1}, {0, 1, 2}, {4, 5}}));
        QCOMPARE(table.rowWeight, (std::vector<float>{1, .5F, 2}));
    }

    void aDayBeginsAtFourLocalTime()
    {
        std::vector<PseudoPlay> plays;
        // 01:30 UTC is 04:30 three hours east and 23:30 two hours west of it.
        const auto night = noon - 43200 + 5400;
        for (const int offset : {180, -120}) {
            plays = {{0, night - 3600, offset, 1}, {1, night, offset, 2}};
            auto table = tableOf(3);
            addSessions(table, plays);
            QCOMPARE(table.rows(), offset > 0 ? 0 : 1); // 03:30 is still the day before
        }
    }

    void longSessionsAreCutAndAnyTimeIsSafe()
    {
        std::vector<PseudoPlay> plays;
        for (int i = 0; i < 450; ++i)
            plays.push_back({i, noon + i, 0, 7});
        auto table = tableOf(1000);
        addSessions(table, plays);
        QCOMPARE(table.of(0).size(), std::size_t{200});
        QCOMPARE(table.rows(), 4); // 200, 200, 50 and the day
        constexpr auto far = std::numeric_limits<std::int64_t>::max();
        auto odd = tableOf(5);
        addSessions(odd,
            std::vector<PseudoPlay>{{0, -far, 0, -1}, {1, far, 900, -1}, {2, 0, 0, -1},
                {-3, 5, 0, -1}, {77, 9, 0, -1}});
        for (const auto& row : rowsOf(odd)) {
            for (const auto item : row)
                QVERIFY(item >= 0 && item < 5);
        }
    }

    void aFriendIsARowAndTheirSessions()
    {
        History other;
        other.plays = {test::play(0, noon), test::play(1, noon + 240)};
        auto imported = test::play(2, noon - 999999);
        imported.source = Source::imported;
        other.plays.insert(other.plays.begin(), imported);
        other.ratings = {{.item = 3, .halfStars = 9}, {.item = 1, .halfStars = 2},
            {.item = 4, .kind = RatingKind::love}, {.item = 4, .kind = RatingKind::never}};
        auto table = tableOf(6);
        addListener(table, other);
        QCOMPARE(heldBy(other), (std::vector<Item>{0, 2, 3}));
        QCOMPARE(rowsOf(table), (std::vector<Row>{{0, 2, 3}, {0, 1}}));
    }

    void rivalsAreMeasuredBesideTheChannels()
    {
        // Forty days of the same three tracks: what comes next is certain.
        std::string tsv = "ts_utc\tartist\talbum\ttrack\n";
        for (int day = 0; day < 40; ++day) {
            const char* names[] = {"one", "two", "three"};
            for (int k = 0; k < 3; ++k) {
                tsv += "2020-0" + std::to_string(1 + day / 28) + "-" + (day % 28 < 9 ? "0" : "")
                    + std::to_string(1 + day % 28) + "T10:0" + std::to_string(k * 4) + ":00Z\tA"
                    + std::to_string(k) + "\tX\t" + names[k] + "\n";
            }
        }
        const auto table = readListenerTable(tsv);
        EvaluateOptions options;
        options.bootstrap = 0;
        for (const auto& name : sessionModelNames()) {
            options.rivals.push_back(makeSessionModel(name, table.catalogue));
            QVERIFY2(options.rivals.back(), name.c_str());
        }
        QVERIFY(!makeSessionModel("magic", table.catalogue));
        QVERIFY(!makeSessionModel("popularity", table.catalogue));
        const auto result = evaluate(table, options);
        std::size_t ials = 0;
        for (const auto& method : result.methods)
            ials += method.method == "ials" ? 1 : 0;
        QCOMPARE(ials, std::size_t{1}); // in the channel's place
        for (const char* name : {"ials", "rp3beta", "ease", "neural", "markov"}) {
            const auto* method = result.find(name);
            QVERIFY2(method, name);
            QCOMPARE(method->figures[0].n, std::size_t{8});
            QVERIFY2(method->figures[0].hr20 > .99, name);
        }
        QVERIFY(result.find("neural")->figures[0].mrr20 > .9);

        auto stopping = options;
        stopping.rivals = {makeSessionModel("neural", table.catalogue)};
        int calls = 0;
        stopping.progress = [&calls](double) { return ++calls < 98; };
        QVERIFY(evaluate(table, stopping).cancelled);
    }
};

SEGUE_TEST(TestPseudoListeners)
#include "tst_pseudo_listeners.moc"
