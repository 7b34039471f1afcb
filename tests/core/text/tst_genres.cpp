#include "core/text/genre_table.h"
#include "core/text/genres.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace segue;

namespace {

std::string names(std::string_view tagged)
{
    std::string all;
    for (const Genre& genre : genresIn(tagged))
        all += (all.empty() ? "" : "|") + genre.name;
    return all;
}

Genre one(std::string_view tagged)
{
    const auto all = genresIn(tagged);
    return all.size() == 1 ? all.front() : Genre{};
}

} // namespace

class TestGenres : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spellingsAreOneGenre_data()
    {
        QTest::addColumn<QByteArray>("tagged");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char* tagged, const char* name) {
            QTest::newRow(tagged) << QByteArray(tagged) << QByteArray(name);
        };
        for (const char* tagged :
            {"Hip Hop", "hip-hop", "HipHop", "Hip-Hop/Rap", "Rap", "Rap & Hip-Hop"})
            row(tagged, "Hip Hop");
        for (const char* tagged :
            {"D&B", "DnB", "Drum n Bass", "Drum'n'Bass", "drum and bass", "Drum & Bass", "Jungle"})
            row(tagged, "Drum & Bass");
        for (const char* tagged : {"R&B", "RnB", "r'n'b", "R & B", "Rhythm and Blues", "R&B/Soul"})
            row(tagged, "R&B");
        for (const char* tagged : {"Rock & Roll", "Rock 'n' Roll", "rock’n’roll", "Rockabilly"})
            row(tagged, "Rock & Roll");
        row("Trip-Hop", "Downtempo");
        row("Synthpop", "Synth-Pop");
        row("Klassik", "Classical");
        row("Musique classique", "Classical");
        row("OST", "Soundtrack");
        row("Électronique", "Electronic");
        row("EDM", "Dance");
        row("Children's Music", "Children's");
    }
    void spellingsAreOneGenre()
    {
        QFETCH(QByteArray, tagged);
        QFETCH(QByteArray, name);
        QCOMPARE(names(tagged.toStdString()), name.toStdString());
    }

    void tagsOfSeveralGenresAreSeveral()
    {
        QCOMPARE(names("Rock/Pop"), std::string("Rock|Pop"));
        QCOMPARE(names("Folk, World, & Country"), std::string("Folk|World|Country"));
        QCOMPARE(names("Alternative & Punk"), std::string("Alternative|Punk"));
        QCOMPARE(names("Electronic; electronica"), std::string("Electronic"));
        QCOMPARE(names("Funk / Soul"), std::string("Funk|Soul"));
        QVERIFY(genresIn("").empty());
        QVERIFY(genresIn(" / & ").empty());
    }

    void narrowGenresLieInTheirFamilies()
    {
        QVERIFY(isWithin(one("Death Metal"), genreKey("Metal")));
        QVERIFY(isWithin(one("Death Metal"), genreKey("Rock")));
        QVERIFY(!isWithin(one("Death Metal"), genreKey("Pop")));
        QVERIFY(isWithin(one("Opera"), genreKey("Classical")));
        QVERIFY(!isWithin(one("Rock Opera"), genreKey("Classical")));
        QVERIFY(!isWithin(one("Symphonic Metal"), genreKey("Classical")));
        QVERIFY(!isWithin(one("Chamber Pop"), genreKey("Classical")));
    }

    void genresThatNobodyListedJoinTheLongestTheyName()
    {
        const Genre norwegian = one("Norwegian Black Metal");
        QCOMPARE(norwegian.name, std::string("Norwegian Black Metal"));
        QCOMPARE(norwegian.wider, genreKey("Black Metal"));
        QVERIFY(isWithin(norwegian, genreKey("Metal")));
        QCOMPARE(one("Jazz Guitar").wider, genreKey("Jazz"));
        QCOMPARE(one("Weird Stuff").wider, std::string());
        QCOMPARE(one("weird-stuff").key, one("Weird Stuff").key);
        QCOMPARE(one("Ранок").key, std::string("ранок"));
    }

    /// The table itself: every wider genre is there, nothing leads back to itself, and no spelling
    /// stands for two genres.
    void theTableIsWellMade()
    {
        std::map<std::string, std::string> owner;
        for (const GenreEntry& entry : genreTable) {
            const std::string key = genreKey(entry.name);
            QVERIFY2(!key.empty(), entry.name.data());
            QVERIFY2(owner.emplace(key, entry.name).second, entry.name.data());
        }
        for (const GenreEntry& entry : genreTable) {
            std::string_view wider = entry.wider;
            for (int steps = 0; !wider.empty(); ++steps) {
                QVERIFY2(steps < 5, entry.name.data());
                const auto found = std::ranges::find(genreTable, wider, &GenreEntry::name);
                QVERIFY2(found != genreTable.end(), entry.name.data());
                wider = found->wider;
            }
            std::string_view rest = entry.aliases;
            while (!rest.empty()) {
                const auto cut = rest.find('|');
                const std::string alias(rest.substr(0, cut));
                const auto [at, isNew] = owner.emplace(genreKey(alias), entry.name);
                QVERIFY2(isNew || at->second == entry.name,
                    (alias + ": " + at->second + ", " + std::string(entry.name)).c_str());
                rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + 1);
            }
        }
    }
};

SEGUE_TEST(TestGenres)
#include "tst_genres.moc"
