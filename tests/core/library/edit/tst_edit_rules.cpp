// What is decided on values: fields, numbers, patterns of names, where files go, gains.
#include "core/library/edit/edit_fields.h"
#include "core/library/edit/gain_fields.h"
#include "core/library/edit/name_pattern.h"
#include "core/library/edit/organise_plan.h"
#include "tests/core/library/table_maker.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <map>
#include <set>

using namespace segue;
using namespace segue::test;
using tags::Field;

namespace {

using Texts = std::vector<std::string>;

NamePattern patternOf(std::string_view text)
{
    auto pattern = NamePattern::parse(text);
    if (!pattern)
        throw std::runtime_error(pattern.error().message);
    return std::move(*pattern);
}

std::string named(std::string_view pattern, const std::map<std::string, std::string>& values)
{
    return patternOf(pattern).nameOf(
        [&](std::string_view property) {
            const auto found = values.find(std::string(property));
            return found == values.end() ? std::string() : found->second;
        },
        "file");
}

/// "TITLE=x ARTIST=y" of what a path says.
std::string said(std::string_view pattern, std::string_view path)
{
    const auto fields = patternOf(pattern).fieldsOf(path);
    if (!fields)
        return "does not fit";
    std::string text;
    for (const Field& field : *fields)
        text += (text.empty() ? "" : "|") + field.name + '=' + field.values.front();
    return text;
}

DiskView diskOf(const std::set<std::string>& files)
{
    DiskView view;
    view.exists = [files](const std::string& path) { return files.contains(path); };
    view.filesIn = [files](const std::string& folder) {
        Texts names;
        for (const std::string& file : files) {
            if (file.substr(0, file.rfind('/')) == folder)
                names.push_back(file.substr(file.rfind('/') + 1));
        }
        return names;
    };
    return view;
}

} // namespace

class TestEditRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsAreUnderstood()
    {
        const auto artists = parseSetting("artist= Ann ;  Ben & Co");
        QVERIFY(artists);
        QCOMPARE((*artists)[0].name, std::string("ARTIST"));
        QCOMPARE((*artists)[0].values, (Texts{"Ann", "Ben & Co"}));
        QCOMPARE((*parseSetting("Title=a; b"))[0].values, Texts{"a; b"});
        QVERIFY((*parseSetting("genre="))[0].values.empty());
        const auto track = parseSetting("track=3/12");
        QCOMPARE(track->size(), 2u);
        QCOMPARE((*track)[1].name, std::string("TRACKTOTAL"));
        QCOMPARE((*parseSetting("year=1984"))[0].name, std::string("DATE"));
        QCOMPARE((*parseSetting("My_Own=x"))[0].name, std::string("MY_OWN"));
        for (const char* wrong : {"artist", "=x", "track=three", "segue_rating=5", "a%b=c"})
            QVERIFY2(!parseSetting(wrong), wrong);
    }

    void tracksAreNumberedAnewInEachFolder()
    {
        const Texts paths{"/m/a/1.mp3", "/m/a/2.mp3", "/m/b/1.mp3"};
        const auto numbers = numbersFor(paths, 1);
        QCOMPARE(numbers[1], (std::vector<Field>{{"TRACKNUMBER", {"2"}}, {"TRACKTOTAL", {"2"}}}));
        QCOMPARE(numbers[2], (std::vector<Field>{{"TRACKNUMBER", {"1"}}, {"TRACKTOTAL", {"1"}}}));
        QCOMPARE(numbersFor(paths, 5)[1][0].values, Texts{"6"});
    }

    void patternsNameFiles()
    {
        const std::map<std::string, std::string> song{{"TITLE", "A/B: what?"},
            {"ALBUMARTIST", "Ann"}, {"ALBUM", "First."}, {"DATE", "1984-05-01"},
            {"TRACKNUMBER", "3"}};
        QCOMPARE(named("%albumartist%/[%year% ]%album%/[%disc%-]%track% %title%", song),
            std::string("Ann/1984 First/03 A-B_ what_"));
        QCOMPARE(named("%album% [%disc%]%%", {{"ALBUM", "X"}}), std::string("X %"));
        QCOMPARE(named("%artist%/%title%", {{"ARTIST", "Y"}}), std::string("Y/file"));
        QCOMPARE(named("%artist%/%title%", {{"TITLE", "...And"}}), std::string("_/_..And"));
        QCOMPARE(named("%title%", {{"TITLE", "con"}}), std::string("con_"));
        QCOMPARE(named("%title%", {{"TITLE", "a\x01\nb "}}), std::string("ab"));
        const std::string longName = named("%title%", {{"TITLE", std::string(399, 'x') + "ü"}});
        QCOMPARE(longName.size(), 200u);
        std::string wide;
        for (int i = 0; i < 150; ++i)
            wide += "\xE3\x82\xA2";
        QCOMPARE(named("%title%", {{"TITLE", wide}}).size(), 198u); // whole characters
    }

    void wrongPatternsAreExplained()
    {
        for (const char* wrong : {"", "plain", "%title", "%nonsense%", "[%title%", "%title%]",
                 "[[%title%]]", "/%title%", "%artist%//%title%", "%artist%/"}) {
            const auto pattern = NamePattern::parse(wrong);
            QVERIFY2(!pattern, wrong);
            QVERIFY(pattern.error().message.size() > 20);
        }
        QVERIFY(
            NamePattern::parse("a%x%").error().message.find("character 2") != std::string::npos);
    }

    void fieldsAreTakenFromNames()
    {
        QCOMPARE(said("%artist%/%album%/%track% - %title%", "/m/Ann/First/03 - What - Now"),
            std::string("ARTIST=Ann|ALBUM=First|TRACKNUMBER=3|TITLE=What - Now"));
        QCOMPARE(said("%artist% - %title%", "/m/A - B - C"), std::string("ARTIST=A|TITLE=B - C"));
        QCOMPARE(said("[%disc%-]%track% %title%", "/m/2-04 X"),
            std::string("DISCNUMBER=2|TRACKNUMBER=4|TITLE=X"));
        QCOMPARE(said("[%disc%-]%track% %title%", "/m/04 X"), std::string("TRACKNUMBER=4|TITLE=X"));
        QCOMPARE(
            said("%year% %album%/%skip%", "/m/1999 Z/whatever"), std::string("DATE=1999|ALBUM=Z"));
        QCOMPARE(said("%track% %title%", "/m/no number"), std::string("does not fit"));
        QCOMPARE(said("%artist%/%album%/%title%", "x"), std::string("does not fit"));
    }

    void whatANameSaysGivesTheNameBack()
    {
        const std::map<std::string, std::string> song{
            {"TITLE", "What - Now"}, {"ALBUM", "First"}, {"TRACKNUMBER", "12"}, {"DATE", "2001"}};
        const char* pattern = "[%year% ]%album%/%track% %title%";
        const auto fields = patternOf(pattern).fieldsOf("/m/" + named(pattern, song));
        QVERIFY(fields);
        for (const auto& field : *fields)
            QCOMPARE(field.values.front(), song.at(field.name));
    }

    void collisionsStayAndAreNamed()
    {
        const TrackTablePtr table = makeTable(
            {{.title = "Same", .path = "/m/1.mp3"}, {.title = "same", .path = "/m/2.mp3"},
                {.title = "Taken", .path = "/m/3.mp3"}, {.title = "Free", .path = "/m/4.mp3"},
                {.title = "3", .path = "/m/5.mp3"}, {.title = "6", .path = "/m/6.mp3"}});
        std::vector<TrackId> all;
        for (std::int64_t id = 1; id <= 6; ++id)
            all.push_back(TrackId{id});
        const OrganisePlan plan = planOrganise(*table, all, {patternOf("%title%"), {}, {"/m"}},
            diskOf({"/m/1.mp3", "/m/2.mp3", "/m/3.mp3", "/m/4.mp3", "/m/5.mp3", "/m/6.mp3",
                "/m/Taken.mp3", "/m/4.lrc"}));
        std::map<std::string, FileMove> moves;
        for (const FileMove& move : plan.moves)
            moves[move.from] = move;
        QVERIFY(moves["/m/1.mp3"].problem.find("2.mp3") != std::string::npos);
        QVERIFY(moves["/m/2.mp3"].problem.find("1.mp3") != std::string::npos);
        QVERIFY(moves["/m/3.mp3"].problem.find("another file") != std::string::npos);
        QVERIFY(moves["/m/4.mp3"].problem.empty());
        QCOMPARE(moves["/m/4.mp3"].to, std::string("/m/Free.mp3"));
        QCOMPARE(moves["/m/4.lrc"].to, std::string("/m/Free.lrc"));
        // Its place does not become free, since the file there stays.
        QVERIFY(!moves["/m/5.mp3"].problem.empty());
        QCOMPARE(plan.unchanged, 1u);
        QCOMPARE(plan.ready(), 2u);
    }

    void whatACueSheetNamesIsNotRenamed()
    {
        const TrackTablePtr table
            = makeTable({{.title = "One", .artist = "Ann", .path = "/m/in/1.flac"}});
        const DiskView disk = diskOf({"/m/in/1.flac", "/m/in/list.cue", "/m/in/cover.jpg"});
        const std::vector<TrackId> all{TrackId{1}};
        const auto renamed
            = planOrganise(*table, all, {patternOf("%artist%/%title%"), {}, {"/m"}}, disk);
        QVERIFY(renamed.moves.at(0).problem.find("cue sheet") != std::string::npos);
        QCOMPARE(renamed.ready(), 0u);
    }

    void gainsHaveTheirFormats()
    {
        const auto usual = gainFields(false, {-10.25, .98765432}, MeasuredLoudness{-11, 1});
        QCOMPARE(usual,
            (std::vector<Field>{{"REPLAYGAIN_TRACK_GAIN", {"-7.75 dB"}},
                {"REPLAYGAIN_TRACK_PEAK", {"0.987654"}}, {"REPLAYGAIN_ALBUM_GAIN", {"-7.00 dB"}},
                {"REPLAYGAIN_ALBUM_PEAK", {"1.000000"}}}));
        // RFC 7845: relative to -23 LUFS in Q7.8.
        const auto opus = gainFields(true, {-10.25, .9}, std::nullopt);
        QCOMPARE(
            opus, (std::vector<Field>{{"R128_TRACK_GAIN", {"-3264"}}, {"R128_ALBUM_GAIN", {}}}));
    }
};

SEGUE_TEST(TestEditRules)
#include "tst_edit_rules.moc"
