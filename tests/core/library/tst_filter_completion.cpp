#include "core/library/filter/filter_completion.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::test;

namespace {

const FilterVocabulary& vocabulary()
{
    static const FilterVocabulary v(*makeTable({
        {"a", "Kate Bush", "Aerial", "", "", "Art Pop\x1fProgressive"},
        {"b", "Kate Bush", "Aerial", "", "", "Art Pop"},
        {"c", "Katatonia", "Viva", "", "", "Metal"},
        {"d", "The Kátes", "\"Q\" (Live)", "", "", "Pop"},
    }));
    return v;
}

/// What the text would become with each suggestion.
QByteArray offered(const std::string& text, bool asked = false)
{
    const std::size_t cursor = text.find('|');
    const std::string plain = text.substr(0, cursor) + text.substr(cursor + 1);
    QByteArray out;
    for (const auto& item : completeFilter(plain, cursor, &vocabulary(), asked, 4).items) {
        const auto c = completeFilter(plain, cursor, &vocabulary(), asked, 4);
        const std::string whole = plain.substr(0, c.begin) + item.insert + plain.substr(c.end);
        out += (out.isEmpty() ? "" : ", ") + QByteArray::fromStdString(whole);
    }
    return out;
}

} // namespace

class TestFilterCompletion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offers_data()
    {
        QTest::addColumn<QByteArray>("items");
        const auto row
            = [](const char* text, const char* items) { QTest::newRow(text) << QByteArray(items); };
        row("|", "");
        row("g|", "");
        row("ge|", "genre:");
        row("bowie -GE|", "bowie -genre:");
        row("(ra|", "(rating:");
        row("play|", "played:, plays:");
        row("bowi|", "");
        row("genre:|", "genre:\"Art Pop\", genre:Metal, genre:Pop, genre:Progressive");
        row("genre:po|", "genre:Pop, genre:\"Art Pop\"");
        row("genre:\"art p|", "genre:\"Art Pop\"");
        row("artist:kat|", "artist:\"Kate Bush\", artist:Katatonia, artist:\"The Kátes\"");
        row("artist:kat| rating:5",
            "artist:\"Kate Bush\" rating:5, artist:Katatonia rating:5, "
            "artist:\"The Kátes\" rating:5");
        row("album=\"q|", "album=\"Q (Live)\"");
        row("album:li|", "album:\"Q (Live)\"");
        row("kind:s|", "kind:spoken");
        row("kind:spoken|", "");
        row("is:lo|", "is:loved, is:lossless");
        row("played:n|", "played:never");
        row("played<|", "");
        row("title:|", "");
        row("nonsense:|", "");
        row("\"genre:|", "");
    }
    void offers()
    {
        QFETCH(QByteArray, items);
        QCOMPARE(offered(QTest::currentDataTag()), items);
    }

    void askedForAllFieldsAreOffered()
    {
        const auto all = completeFilter("bowie ", 6, nullptr, true);
        QCOMPARE(all.items.size(), filterFields().size());
        QVERIFY(!all.isValue);
        QVERIFY(completeFilter("bowie ", 6, nullptr, false).items.empty());
    }

    void everyFieldsExampleIsRight()
    {
        for (const FilterFieldInfo& info : filterFields()) {
            const FilterQuery query = FilterQuery::parse(info.hint);
            QVERIFY2(!query.error(), std::string(info.hint).c_str());
            QVERIFY2(info.hint.starts_with(info.name), std::string(info.hint).c_str());
        }
    }

    void everyOfferedValueIsRight()
    {
        for (const FilterFieldInfo& info : filterFields()) {
            const std::string text = std::string(info.name) + ':';
            const auto c = completeFilter(text, text.size(), &vocabulary(), false, 50);
            for (const FilterSuggestion& item : c.items)
                QVERIFY2(
                    !FilterQuery::parse(text + item.insert).error(), (text + item.insert).c_str());
        }
    }
};

SEGUE_TEST(TestFilterCompletion)
#include "tst_filter_completion.moc"
