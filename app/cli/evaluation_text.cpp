#include "app/cli/evaluation_text.h"

#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr int places = 3;

void writeFigures(JsonWriter& json, const reco::RankFigures& f)
{
    json.member("n", f.n).member("hr20", f.hr20).member("hr20_low", f.hr20Low);
    json.member("hr20_high", f.hr20High).member("mrr20", f.mrr20).member("ndcg20", f.ndcg20);
}

void writeMethod(JsonWriter& json, const reco::MethodResult& m)
{
    json.beginObject().member("method", std::string_view(m.method));
    for (std::size_t c = 0; c < reco::cutCount; ++c) {
        if (c > 0)
            json.key(reco::cutName(static_cast<reco::Cut>(c))).beginObject();
        writeFigures(json, m.figures[c]);
        if (c > 0)
            json.endObject();
    }
    json.key("page").beginObject().member("n", m.pages).member("session", m.pageSessionRate);
    json.member("day", m.pageDayRate).endObject();
    json.member("coverage", m.coverage).member("novelty", m.novelty);
    json.member("diversity", m.diversity).member("serendipity", m.serendipity).endObject();
}

QString number(double value)
{
    return QString::number(value, 'f', places);
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString signedNumber(double value)
{
    return (value < 0 ? u"-"_s : u"+"_s) + number(std::abs(value));
}

QString rate(const reco::RankFigures& f)
{
    return f.n > 0 ? number(f.hr20) : u"-"_s;
}

QString hitTable(const reco::Evaluation& evaluation, int columns)
{
    using Align = TextTable::Align;
    std::vector<TextTable::Column> heads{{u"Method"_s}, {u"HR@20"_s, Align::right}, {u"95 %"_s},
        {u"MRR"_s, Align::right}, {u"NDCG"_s, Align::right}};
    for (const char16_t* head : {u"repeats", u"first ever", u"departures", u"chosen",
             u"session start", u"page: session", u"page: day"})
        heads.push_back({QString::fromUtf16(head), Align::right});
    TextTable table(std::move(heads));
    for (const auto& m : evaluation.methods) {
        const auto& f = m.figures[0];
        std::vector<QString> row{text(m.method), rate(f),
            u"%1 to %2"_s.arg(number(f.hr20Low), number(f.hr20High)), number(f.mrr20),
            number(f.ndcg20)};
        for (std::size_t c = 1; c < reco::cutCount; ++c)
            row.push_back(rate(m.figures[c]));
        row.push_back(m.pages > 0 ? number(m.pageSessionRate) : u"-"_s);
        row.push_back(m.pages > 0 ? number(m.pageDayRate) : u"-"_s);
        table.add(std::move(row));
    }
    return table.text(columns);
}

QString listTable(const reco::Evaluation& evaluation, int columns)
{
    using Align = TextTable::Align;
    TextTable table(
        {{u"Lists of 20"_s}, {u"coverage"_s, Align::right}, {u"novelty, bits"_s, Align::right},
            {u"diversity"_s, Align::right}, {u"serendipity"_s, Align::right}});
    for (const auto& m : evaluation.methods) {
        table.add({text(m.method), number(m.coverage), number(m.novelty), number(m.diversity),
            number(m.serendipity)});
    }
    return table.text(columns);
}

QString compared(const reco::Comparison& c)
{
    const QString verdict = c.low > 0 ? u"the blend is better"_s
        : c.high < 0                  ? u"the rule is better"_s
                                      : u"no clear difference"_s;
    return u"%1: blend minus %2 %3 (95 %: %4 to %5), n %6: %7\n"_s.arg(text(c.cut), text(c.rule),
        signedNumber(c.difference), signedNumber(c.low), signedNumber(c.high),
        countText(static_cast<qint64>(c.n)), verdict);
}

} // namespace

QByteArray evaluationAsJson(const reco::Evaluation& evaluation)
{
    JsonWriter json;
    json.beginObject().key("methods").beginArray();
    for (const auto& method : evaluation.methods)
        writeMethod(json, method);
    json.endArray().key("compared").beginArray();
    for (const auto& c : evaluation.compared) {
        json.beginObject().member("cut", c.cut).member("n", c.n);
        json.member("rule", std::string_view(c.rule)).member("difference", c.difference);
        json.member("low", c.low).member("high", c.high).endObject();
    }
    json.endArray().member("tracks", evaluation.tracks).member("plays", evaluation.plays);
    json.member("sessions", evaluation.sessions).member("tenths", evaluation.tenths).endObject();
    return json.take();
}

QByteArray evaluationAsText(const reco::Evaluation& evaluation, int columns)
{
    const auto& n = evaluation.methods.front().figures;
    QString out
        = u"%1 plays of %2 tracks in %3 sessions; %6 of the sessions foretold: "
          u"%4 plays, %5 session starts\n"_s.arg(countText(static_cast<qint64>(evaluation.plays)),
              countText(static_cast<qint64>(evaluation.tracks)), countText(evaluation.sessions),
              countText(static_cast<qint64>(n[0].n)),
              countText(static_cast<qint64>(evaluation.methods.front().pages)),
              evaluation.tenths == 1 ? u"the last tenth"_s
                                     : u"the last %1 tenths"_s.arg(evaluation.tenths));
    if (n[0].n == 0)
        return (out + u"Too little was played to foretell anything yet.\n"_s).toUtf8();
    QStringList cuts;
    for (std::size_t c = 1; c < reco::cutCount; ++c) {
        cuts << u"%1 %2"_s.arg(
            text(reco::cutName(static_cast<reco::Cut>(c))), countText(static_cast<qint64>(n[c].n)));
    }
    out += u"n: "_s + cuts.join(u", "_s) + u"\n\n"_s + hitTable(evaluation, columns) + u'\n'
        + listTable(evaluation, columns) + u'\n';
    for (const auto& c : evaluation.compared)
        out += compared(c);
    return out.toUtf8();
}

} // namespace segue::app
