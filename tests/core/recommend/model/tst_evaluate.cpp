#include "tests/support/test_main.h"

#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/listener_table.h"

#include <QTest>

#include <cmath>

using namespace segue::reco;

namespace {

std::string line(int day, int minute, const std::string& artist, const std::string& track,
    const std::string& ms = "")
{
    char time[32];
    std::snprintf(time, sizeof time, "2020-01-%02dT10:%02d:00Z", day, minute);
    return std::string(time) + '\t' + artist + "\t\t" + track + '\t' + ms + "\tclickrow\n";
}

const std::string header = "ts_utc\tartist\talbum\ttrack\tms_played\treason_start\n";

/// Ten days, each A's one, two, three in this order.
std::string tenDays()
{
    std::string text = header;
    for (int day = 1; day <= 10; ++day)
        text += line(day, 0, "A", "one") + line(day, 4, "A", "two") + line(day, 8, "A", "three");
    return text;
}

} // namespace

class TestEvaluate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreReadAsUtc()
    {
        std::int64_t at = 0;
        QVERIFY(parseUtc("2020-02-29T12:00:01Z", at));
        QCOMPARE(at, std::int64_t{1582977601});
        QVERIFY(parseUtc("1969-12-31 23:59:59", at));
        QCOMPARE(at, std::int64_t{-1});
        QVERIFY(!parseUtc("yesterday", at));
        QVERIFY(!parseUtc("2020-13-01T00:00:00Z", at));
    }

    void titlesDifferingInCaseAreOneTrack()
    {
        QCOMPARE(lowerCased("BJÖRK Ça ЁЖ Šx"), std::string("björk ça ёж šx"));
        const auto table
            = readListenerTable(header + line(1, 0, "BJÖRK", "Jóga") + line(1, 5, "Björk", "JÓGA"));
        QCOMPARE(table.catalogue->size(), std::size_t{1});
        QCOMPARE(table.plays.size(), std::size_t{2});
    }

    void shortPlaysAndDoublesAreDropped()
    {
        const auto table = readListenerTable(header + line(1, 0, "A", "one")
            + line(1, 0, "A", "one") + line(1, 4, "A", "two", "29999")
            + line(1, 40, "A", "three", "30000") + "broken\n");
        QCOMPARE(table.plays.size(), std::size_t{2});
        QCOMPARE(table.catalogue->size(), std::size_t{2});
        QCOMPARE(table.sessions, 2); // 40 minutes apart
        QCOMPARE(table.badLines, std::size_t{1});
        QCOMPARE(table.problems.front().line, std::size_t{6});
        QCOMPARE(int{table.plays[0].chosen}, 1);
    }

    void aHeaderWithoutTheColumnsGivesAnEmptyTable()
    {
        const auto table = readListenerTable("a\tb\n1\t2\n");
        QCOMPARE(table.plays.size(), std::size_t{0});
        QCOMPARE(table.problems.front().line, std::size_t{1});
        QCOMPARE(evaluate(table).methods.front().figures[0].n, std::size_t{0});
    }

    void theReplayGivesTheHandComputedRanks()
    {
        const auto table = readListenerTable(tenDays());
        const auto result = evaluate(table);
        // Session 9 is tested (floor(.9 x 10)): k = 1 and k = 2 of its three plays.
        const auto* markov = result.find("markov");
        QVERIFY(markov);
        QCOMPARE(markov->figures[0].n, std::size_t{2});
        QCOMPARE(markov->figures[0].hr20, 1.);
        QCOMPARE(markov->figures[0].mrr20, 1.);
        // Count: after "one" all have 9 or 10 plays; "one" is no candidate, two and three tie:
        // rank 1. After "two", one and two have 10; two is no candidate, so three is second.
        QCOMPARE(result.find("count")->figures[0].mrr20, .75);
        QCOMPARE(result.find("count")->figures[0].ndcg20, (1 + 1 / std::log2(3.)) / 2);
        // Nobody departs; everything was heard before and chosen; one session start, where Markov
        // follows the last day's end.
        const auto cut = [&](Cut c) { return markov->figures[static_cast<std::size_t>(c)].n; };
        QCOMPARE(cut(Cut::departures), std::size_t{0});
        QCOMPARE(cut(Cut::repeats), std::size_t{2});
        QCOMPARE(cut(Cut::firstEver), std::size_t{0});
        QCOMPARE(cut(Cut::chosen), std::size_t{2});
        QCOMPARE(cut(Cut::sessionStart), std::size_t{1});
        QCOMPARE(result.find("sticky")->figures[0].mrr20, 1.);
        QCOMPARE(result.find("blend")->figures[0].mrr20, 1.);
    }

    void departuresAreByArtistAndByTwoHours()
    {
        std::string text = header;
        for (int day = 1; day <= 10; ++day)
            text
                += line(day, 0, "A", "one") + line(day, 4, "B", "two") + line(day, 8, "A", "three");
        const auto result = evaluate(readListenerTable(text));
        // "two" departs; "three" does not: A was heard two plays before.
        const auto& figures
            = result.find("sequential")->figures[static_cast<std::size_t>(Cut::departures)];
        QCOMPARE(figures.n, std::size_t{1});
        QCOMPARE(figures.hr20, 1.);
    }

    void theSameSeedGivesTheSameFigures()
    {
        const auto table = readListenerTable(tenDays());
        const auto a = evaluate(table), b = evaluate(table);
        QCOMPARE(a.weights, b.weights);
        for (std::size_t m = 0; m < a.methods.size(); ++m)
            QCOMPARE(a.methods[m].figures[0].mrr20, b.methods[m].figures[0].mrr20);
    }

    void renumberingKeepsThePlays()
    {
        const auto table = readListenerTable(tenDays());
        const auto other = renumbered(table, 3);
        QCOMPARE(other.plays.size(), table.plays.size());
        QCOMPARE(other.plays[0].item, other.plays[3].item);
        QCOMPARE(evaluate(other).find("markov")->figures[0].mrr20, 1.);
    }

    void tenthsAreForetoldOneByOneAndTakenTogether()
    {
        const auto table = readListenerTable(tenDays());
        int asked = 0;
        double done = 0;
        const auto result = evaluateTenths(table, 3, [&] {
            ++asked;
            EvaluateOptions options;
            options.bootstrap = 50;
            options.progress = [&done](double share) {
                const bool forward = share >= done && share <= 1;
                done = share;
                return forward;
            };
            return options;
        });
        QVERIFY(!result.cancelled);
        QCOMPARE(asked, 3);
        QCOMPARE(done, 1.);
        QCOMPARE(result.tenths, 3);
        QCOMPARE(result.sessions, 10);
        // Sessions 7, 8 and 9: two predictions and a start each.
        const auto* markov = result.find("markov");
        QCOMPARE(markov->figures[0].n, std::size_t{6});
        QCOMPARE(markov->figures[0].hr20, 1.);
        QCOMPARE(markov->pages, std::size_t{3});
        std::vector<std::int32_t> sessions;
        for (const auto& trial : markov->trials[0])
            sessions.push_back(trial.session);
        QCOMPARE(sessions, (std::vector<std::int32_t>{7, 7, 8, 8, 9, 9}));
        QVERIFY(std::abs(markov->coverage - evaluate(table).find("markov")->coverage) < 1e-9);
        // One of them is what evaluate() gives.
        const auto one = evaluateTenths(table, 1, [] { return EvaluateOptions{}; });
        const auto last = evaluate(table);
        QCOMPARE(one.weights, last.weights);
        for (std::size_t m = 0; m < last.methods.size(); ++m)
            QCOMPARE(one.methods[m].figures[0].ndcg20, last.methods[m].figures[0].ndcg20);
        QCOMPARE(one.compared.size(), last.compared.size());
        QCOMPARE(one.compared[0].low, last.compared[0].low);
    }

    void withoutRatingsTheirMethodHasNoTrials()
    {
        auto table = readListenerTable(tenDays());
        QCOMPARE(evaluate(table).find("ratings")->figures[0].n, std::size_t{0});
        QCOMPARE(evaluate(table).find("ratings")->pages, std::size_t{0});
        table.ratings.push_back({.item = 1, .halfStars = 10, .at = table.plays.front().at});
        const auto rated = evaluate(table);
        QCOMPARE(rated.find("ratings")->figures[0].n, std::size_t{2});
        QCOMPARE(rated.find("ratings")->figures[0].hr20, 1.); // "two", and what goes with it
    }

    void pairedDifferenceOfAMethodWithItselfIsZero()
    {
        const auto result = evaluate(readListenerTable(tenDays()));
        const auto d = compare(*result.find("blend"), *result.find("blend"), Cut::all, 100, 1);
        QCOMPARE(d.difference, 0.);
        QCOMPARE(d.low, 0.);
        QCOMPARE(d.high, 0.);
    }

    void progressCanCancel()
    {
        EvaluateOptions options;
        options.progress = [](double) { return false; };
        QVERIFY(evaluate(readListenerTable(tenDays()), options).cancelled);
    }
};

SEGUE_TEST(TestEvaluate)
#include "tst_evaluate.moc"
