#include "core/base/random.h"
#include "core/library/covers/cover_source.h"
#include "core/library/tags/tag_reader.h"
#include "tests/core/library/encoded.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/asfpicture.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpegfile.h>
#include <taglib/opusfile.h>
#include <taglib/popularimeterframe.h>
#include <taglib/vorbisfile.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace segue;
using namespace segue::tags;
using namespace segue::test;

namespace {

const Tags fullTags{{"TITLE", {"Título ✓"}}, {"ARTIST", {"Пример"}}, {"ALBUMARTIST", {"The Band"}},
    {"ALBUM", {"アルバム"}}, {"COMPOSER", {"C. Omposer"}}, {"CONDUCTOR", {"C. Onductor"}},
    {"GENRE", {"Rock", "Pop"}}, {"DATE", {"2003-04-05"}}, {"TRACKNUMBER", {"3/12"}},
    {"DISCNUMBER", {"1/2"}}, {"LABEL", {"Label"}}, {"BPM", {"128"}}, {"TITLESORT", {"Titulo"}},
    {"ARTISTSORT", {"Example"}}, {"ALBUMARTISTSORT", {"Band, The"}}, {"ALBUMSORT", {"Albumu"}},
    {"COMPILATION", {"1"}}, {"MUSICBRAINZ_TRACKID", {"B1A9C0E9-d987-4042-ae91-78d6a3267d69"}},
    {"MUSICBRAINZ_ALBUMID", {"a1a9c0e9-d987-4042-ae91-78d6a3267d69"}},
    {"REPLAYGAIN_TRACK_GAIN", {"-7.30 dB"}}, {"REPLAYGAIN_TRACK_PEAK", {"0.98"}},
    {"REPLAYGAIN_ALBUM_GAIN", {"-6.50 dB"}}, {"ORIGINALDATE", {"1991"}}, {"WORK", {"Opus"}},
    {"FMPS_RATING", {"0.8"}}};

std::string bytesOf(const std::string& kind)
{
    if (kind == "ape")
        return apeBytes();
    if (kind == "mpc")
        return musepackBytes();
    return encoded(kind);
}

/// TagLib writes only the properties that MP4 has names for; other taggers write the rest so.
void addItunesItems(const std::string& path)
{
    TagLib::MP4::File file(path.c_str());
    for (const auto& [key, value] :
        {std::pair{"replaygain_track_gain", "-7.30 dB"}, std::pair{"replaygain_track_peak", "0.98"},
            std::pair{"replaygain_album_gain", "-6.50 dB"}, std::pair{"ORIGINALDATE", "1991"},
            std::pair{"FMPS_Rating", "0.8"}})
        file.tag()->setItem(TagLib::String("----:com.apple.iTunes:") + key,
            TagLib::MP4::Item(TagLib::StringList(value)));
    file.save();
}

/// The same for WMA.
void addWindowsAttributes(const std::string& path)
{
    TagLib::ASF::File file(path.c_str());
    for (const auto& [key, value] :
        {std::pair{"replaygain_track_gain", "-7.30 dB"}, std::pair{"replaygain_track_peak", "0.98"},
            std::pair{"replaygain_album_gain", "-6.50 dB"},
            std::pair{"WM/OriginalReleaseTime", "1991-02-03"}, std::pair{"WM/Work", "Opus"},
            std::pair{"FMPS/Rating", "0.8"}})
        file.tag()->setAttribute(key, TagLib::ASF::Attribute(TagLib::String(value)));
    file.tag()->setAttribute("WM/IsCompilation", TagLib::ASF::Attribute(true));
    file.save();
}

std::string picture(char mark, std::size_t size = 200)
{
    return "\xff\xd8\xff" + std::string(size, mark);
}

TagLib::ByteVector vectorOf(const std::string& bytes)
{
    return {bytes.data(), static_cast<unsigned int>(bytes.size())};
}

QByteArray coverOf(const std::string& path)
{
    const auto cover = readEmbeddedCover(path);
    return cover ? QByteArray::fromStdString(*cover) : QByteArray();
}

} // namespace

class TestTagFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormatGivesItsTagsAndItsLength_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<bool>("lossless");
        const auto row = [](const char* kind, const char* format, bool lossless) {
            QTest::newRow(kind) << QByteArray(kind) << QByteArray(format) << lossless;
        };
        row("mp3", "MP3", false);
        row("flac", "FLAC", true);
        row("ogg", "Ogg Vorbis", false);
        row("opus", "Opus", false);
        row("spx", "Speex", false);
        row("m4a", "MP4", false);
        row("alac.m4a", "MP4", true);
        row("wav", "WAV", true);
        row("aiff", "AIFF", true);
        row("wma", "WMA", false);
        row("wv", "WavPack", true);
        row("tta", "True Audio", true);
        row("ape", "Monkey's Audio", true);
        row("mpc", "Musepack", false);
    }
    void everyFormatGivesItsTagsAndItsLength()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, format);
        QFETCH(bool, lossless);
        const TempFolder folder;
        const std::string path = folder / ("tone." + kind.toStdString());
        writeFile(path, bytesOf(kind.toStdString()));
        retag(path, fullTags);
        if (kind.endsWith("m4a"))
            addItunesItems(path);
        if (kind == "wma")
            addWindowsAttributes(path);
        const FileTags f = readTags(path);
        QCOMPARE(f.reason, std::string());
        QVERIFY(f.problem == ReadProblem::none);
        QCOMPARE(QByteArray(formatName(f.audio.format).data()), format);
        QCOMPARE(f.audio.lossless, lossless);
        QVERIFY2(f.audio.durationMs > 900 && f.audio.durationMs < 1200,
            qPrintable(QString::number(f.audio.durationMs)));
        QVERIFY(f.audio.sampleRate >= 32000 && f.audio.sampleRate <= 48000);
        QVERIFY(f.audio.channels == 1 || f.audio.channels == 2);
        QVERIFY(kind == "mpc" || f.audio.bitrateKbps > 0);
        const TagData& t = f.tags;
        QCOMPARE(t.title, std::string("Título ✓"));
        QCOMPARE(t.artist, std::string("Пример"));
        QCOMPARE(t.albumArtist, std::string("The Band"));
        QCOMPARE(t.album, std::string("アルバム"));
        QCOMPARE(t.composer, std::string("C. Omposer"));
        QCOMPARE(t.conductor, std::string("C. Onductor"));
        // TagLib turns the order of several WMA values round each time it saves.
        const bool turned = kind == "wma" && t.genres.starts_with("Pop");
        QCOMPARE(QByteArray::fromStdString(t.genres),
            QByteArray(turned ? "Pop\x1fRock" : "Rock\x1fPop"));
        QCOMPARE(int(t.year), 2003);
        QCOMPARE(int(t.originalYear), 1991);
        QCOMPARE(int(t.track), 3);
        QCOMPARE(int(t.trackTotal), 12);
        QCOMPARE(int(t.disc), 1);
        QCOMPARE(int(t.discTotal), 2);
        QCOMPARE(t.label, std::string("Label"));
        QCOMPARE(int(t.bpm), 128);
        QCOMPARE(t.titleSort, std::string("Titulo"));
        QCOMPARE(t.artistSort, std::string("Example"));
        QCOMPARE(t.albumArtistSort, std::string("Band, The"));
        QCOMPARE(t.albumSort, std::string("Albumu"));
        QVERIFY(t.compilation);
        QCOMPARE(t.recordingMbid, std::string("b1a9c0e9-d987-4042-ae91-78d6a3267d69"));
        QCOMPARE(t.releaseMbid, std::string("a1a9c0e9-d987-4042-ae91-78d6a3267d69"));
        QCOMPARE(t.gain.trackGain, -7.3f);
        QCOMPARE(t.gain.trackPeak, .98f);
        QCOMPARE(t.gain.albumGain, -6.5f);
        QCOMPARE(t.work, std::string("Opus"));
        QCOMPARE(t.totals.rating.value_or(0), 8);
        QVERIFY(!t.hasCover);
        QVERIFY(t.kind == TrackKind::music);
    }

    void dsfIsReadWithItsId3Tag()
    {
        const TempFolder folder;
        writeFile(folder / "a.mp3", encoded("mp3"));
        retag(folder / "a.mp3", {{"TITLE", {"Direct"}}, {"ARTIST", {"Stream"}}});
        const std::string tagged = readFile(folder / "a.mp3");
        const std::string id3 = tagged.substr(0, static_cast<std::size_t>(id3v2Size(tagged)));
        QVERIFY(!id3.empty());
        writeFile(folder / "a.dsf", dsfBytes(id3));
        const FileTags f = readTags(folder / "a.dsf");
        QVERIFY(f.problem == ReadProblem::none);
        QCOMPARE(f.tags.title, std::string("Direct"));
        QCOMPARE(f.tags.artist, std::string("Stream"));
        QCOMPARE(f.audio.durationMs, 2000u);
        QCOMPARE(f.audio.sampleRate, 2822400u);
        writeFile(folder / "Artist - Plain.dsf", dsfBytes());
        QCOMPARE(readTags(folder / "Artist - Plain.dsf", folder.path().size() + 1).tags.title,
            std::string("Plain"));
        writeFile(folder / "b.dsf", dsfBytes().substr(0, 60));
        QVERIFY(readTags(folder / "b.dsf").problem == ReadProblem::damaged);
    }

    void formatsThatTagLibCannotReadAreNamedByTheirPath()
    {
        const TempFolder folder;
        writeFile(folder / "Artist - Title.mka", "\x1a\x45\xdf\xa3" + std::string(1000, 'x'));
        const FileTags f = readTags(folder / "Artist - Title.mka", folder.path().size() + 1);
        QVERIFY(f.problem == ReadProblem::none);
        QCOMPARE(f.tags.title, std::string("Title"));
        QCOMPARE(f.audio.durationMs, 0u);
        writeFile(folder / "raw.aac", encoded("aac"));
        QVERIFY(readTags(folder / "raw.aac").problem == ReadProblem::none);
    }

    void aMisnamedFileIsRecognisedByItsBytes_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("name");
        for (const auto& [kind, name] : {std::pair{"flac", "a.mp3"}, std::pair{"mp3", "a.flac"},
                 std::pair{"ogg", "a.opus"}, std::pair{"opus", "a.ogg"}, std::pair{"m4a", "a.wav"},
                 std::pair{"wav", "a.m4a"}, std::pair{"wma", "a.ogg"}, std::pair{"wv", "a.ape"}})
            QTest::addRow("%s as %s", kind, name) << QByteArray(kind) << QByteArray(name);
    }
    void aMisnamedFileIsRecognisedByItsBytes()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, name);
        const TempFolder folder;
        const std::string path = folder / name.toStdString();
        writeFile(folder / ("x." + kind.toStdString()), encoded(kind.toStdString()));
        retag(folder / ("x." + kind.toStdString()), {{"TITLE", {"Right"}}});
        writeFile(path, readFile(folder / ("x." + kind.toStdString())));
        const FileTags f = readTags(path);
        QVERIFY(f.problem == ReadProblem::none);
        QCOMPARE(f.tags.title, std::string("Right"));
        QVERIFY(f.audio.durationMs > 900);
    }

    void popularimetersAndCountersOfMp3()
    {
        const TempFolder folder;
        writeFile(folder / "a.mp3", encoded("mp3"));
        {
            TagLib::MPEG::File file((folder / "a.mp3").c_str());
            for (const auto& [owner, rating, count] : {std::tuple{"none@x", 0, 3u},
                     std::tuple{"MusicBee", 186, 7u}, std::tuple{"other", 255, 5u}}) {
                auto* frame = new TagLib::ID3v2::PopularimeterFrame;
                frame->setEmail(owner);
                frame->setRating(rating);
                frame->setCounter(count);
                file.ID3v2Tag(true)->addFrame(frame);
            }
            file.save();
        }
        const TaggedTotals totals = readTags(folder / "a.mp3").tags.totals;
        QCOMPARE(totals.rating.value_or(0), 7);
        QCOMPARE(totals.plays, 7u);
    }

    void ratingsAndKindOfMp4()
    {
        const TempFolder folder;
        writeFile(folder / "a.m4a", encoded("m4a"));
        {
            TagLib::MP4::File file((folder / "a.m4a").c_str());
            file.tag()->setItem("rate", TagLib::MP4::Item(TagLib::StringList("60")));
            file.tag()->setItem("stik", TagLib::MP4::Item(static_cast<unsigned char>(2)));
            file.tag()->setItem("----:com.apple.iTunes:replaygain_track_gain",
                TagLib::MP4::Item(TagLib::StringList("-3.00 dB")));
            file.save();
        }
        const FileTags f = readTags(folder / "a.m4a");
        QCOMPARE(f.tags.totals.rating.value_or(0), 6);
        QVERIFY(f.tags.kind == TrackKind::spoken);
        QCOMPARE(f.tags.gain.trackGain, -3.f);
    }

    void ratingsOfWmaAndVorbis()
    {
        const TempFolder folder;
        writeFile(folder / "a.wma", encoded("wma"));
        {
            TagLib::ASF::File file((folder / "a.wma").c_str());
            file.tag()->setAttribute("WM/SharedUserRating", TagLib::ASF::Attribute(75u));
            file.tag()->setAttribute(
                "replaygain_track_gain", TagLib::ASF::Attribute(TagLib::String("-2.00 dB")));
            file.save();
        }
        QCOMPARE(readTags(folder / "a.wma").tags.totals.rating.value_or(0), 8);
        QCOMPARE(readTags(folder / "a.wma").tags.gain.trackGain, -2.f);
        writeFile(folder / "a.ogg", encoded("ogg"));
        retag(folder / "a.ogg", {{"RATING:me@example.org", {"0.75"}}, {"PLAYCOUNT", {"4"}}});
        QCOMPARE(readTags(folder / "a.ogg").tags.totals.rating.value_or(0), 8);
        QCOMPARE(readTags(folder / "a.ogg").tags.totals.plays, 4u);
        retag(folder / "a.ogg", {{"RATING", {"80"}}});
        QCOMPARE(readTags(folder / "a.ogg").tags.totals.rating.value_or(0), 8);
    }

    void opusGainsAreOnTheReplayGainScale()
    {
        const TempFolder folder;
        writeFile(folder / "a.opus", encoded("opus"));
        retag(folder / "a.opus", {{"R128_TRACK_GAIN", {"-2560"}}, {"R128_ALBUM_GAIN", {"256"}}});
        const ReplayGain gain = readTags(folder / "a.opus").tags.gain;
        QCOMPARE(gain.trackGain, -5.f);
        QCOMPARE(gain.albumGain, 6.f);
        QVERIFY(std::isnan(gain.trackPeak));
    }

    void severalValuesAndOddTexts()
    {
        const TempFolder folder;
        writeFile(folder / "a.flac", encoded("flac"));
        retag(folder / "a.flac",
            {{"TITLE", {"  line\nbreak\t "}}, {"ARTIST", {"One", "Two"}},
                {"GENRE", {"Rock; Pop", "Rock", "Singer/Songwriter"}},
                {"ALBUM", {std::string(100'000, 'x')}}, {"MUSICBRAINZ_TRACKID", {"no id"}}});
        const TagData t = readTags(folder / "a.flac").tags;
        QCOMPARE(t.title, std::string("line break"));
        QCOMPARE(t.artist, std::string("One; Two"));
        QCOMPARE(t.genres, std::string("Rock\x1fPop\x1fSinger/Songwriter"));
        QVERIFY(t.album.size() <= 8192);
        QCOMPARE(t.recordingMbid, std::string());
    }

    void invalidUtf8InAVorbisCommentFallsBackToTheName()
    {
        const TempFolder folder;
        writeFile(folder / "x.ogg", encoded("ogg"));
        retag(folder / "x.ogg", {{"TITLE", {"abcdefgh"}}, {"ARTIST", {"Fine"}}});
        std::string bytes = readFile(folder / "x.ogg");
        const std::size_t at = bytes.find("abcdefgh");
        QVERIFY(at != std::string::npos);
        bytes.replace(at, 8, "\xff\xfe\xe4\xf6\xfc\x80\x81\x82");
        writeFile(folder / "name.ogg", bytes);
        const FileTags f = readTags(folder / "name.ogg");
        QCOMPARE(QString::fromStdString(f.tags.title).toStdString(), f.tags.title);
        QVERIFY(!f.tags.title.empty());
        QCOMPARE(f.tags.artist, std::string("Fine"));
    }

    void latin1InId3v1IsLeftAsItIs()
    {
        const TempFolder folder;
        std::string tag(128, '\0');
        tag.replace(0, 3, "TAG");
        tag.replace(3, 4, "S\xe4nd");
        tag.replace(33, 1, "B");
        writeFile(folder / "a.mp3", encoded("mp3") + tag);
        const FileTags f = readTags(folder / "a.mp3");
        QCOMPARE(f.tags.title, std::string("Sänd"));
        QCOMPARE(f.tags.artist, std::string("B"));
    }

    void badFilesHaveAReason_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("problem");
        const auto row = [](const char* name, const std::string& content, ReadProblem problem) {
            QTest::newRow(name) << QByteArray(name) << QByteArray::fromStdString(content)
                                << int(problem);
        };
        Random random(5);
        std::string noise;
        for (int i = 0; i < 20000; ++i)
            noise += static_cast<char>(random.below(250));
        row("empty.mp3", "", ReadProblem::empty);
        row("text.mp3", "Dear diary", ReadProblem::notAudio);
        row("page.ogg", "<!DOCTYPE html><html>404</html>", ReadProblem::notAudio);
        row("picture.flac", picture('x'), ReadProblem::notAudio);
        row("noise.mp3", noise, ReadProblem::notAudio);
        row("noise.flac", noise, ReadProblem::notAudio);
        row("zeros.wav", std::string(5000, '\0'), ReadProblem::notAudio);
        row("head.flac", encoded("flac").substr(0, 10), ReadProblem::damaged);
        row("head.ogg", encoded("ogg").substr(0, 100), ReadProblem::damaged);
        row("head.m4a", encoded("m4a").substr(0, 200), ReadProblem::damaged);
        row("head.wma", encoded("wma").substr(0, 60), ReadProblem::damaged);
        row("silent.wav", wavBytes(0), ReadProblem::noSound);
    }
    void badFilesHaveAReason()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, content);
        QFETCH(int, problem);
        const TempFolder folder;
        writeFile(folder / name.toStdString(), content.toStdString());
        const FileTags f = readTags(folder / name.toStdString());
        QVERIFY2(int(f.problem) == problem, qPrintable(QString::fromStdString(f.reason)));
        QVERIFY(!f.reason.empty());
    }

    void whatIsNotThereOrNoFileIsTold()
    {
        const TempFolder folder;
        QVERIFY(readTags(folder / "none.mp3").problem == ReadProblem::gone);
        QVERIFY(readTags(folder.path()).problem == ReadProblem::unreadable);
        QVERIFY(!readEmbeddedCover(folder / "none.mp3"));
    }

    void filesCutAnywhereAndFlippedBitsNeverThrowOrHang_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : {"mp3", "flac", "ogg", "opus", "spx", "m4a", "wav", "aiff", "wma",
                 "wv", "tta", "ape", "mpc", "aac"})
            QTest::newRow(kind) << QByteArray(kind);
    }
    void filesCutAnywhereAndFlippedBitsNeverThrowOrHang()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string path = folder / ("x." + kind.toStdString());
        writeFile(path, bytesOf(kind.toStdString()));
        if (kind != "aac")
            retag(path, fullTags);
        const std::string whole = readFile(path);
        Random random(11);
        const auto check = [&](const std::string& bytes) {
            writeFile(path, bytes);
            const FileTags f = readTags(path);
            QVERIFY(f.problem == ReadProblem::none ? !f.tags.title.empty() : !f.reason.empty());
            readEmbeddedCover(path);
        };
        for (std::size_t size : {std::size_t(1), std::size_t(3), std::size_t(9), std::size_t(27),
                 std::size_t(64), whole.size() / 7, whole.size() / 2, whole.size() - 1})
            check(whole.substr(0, size));
        for (int round = 0; round < 40; ++round) {
            std::string bytes = whole;
            const std::size_t upTo
                = round % 2 ? std::min<std::size_t>(bytes.size(), 300) : bytes.size();
            for (int flips = 0; flips < 6; ++flips)
                bytes[random.below(upTo)] ^= static_cast<char>(1 << random.below(8));
            check(bytes);
        }
    }

    void readingEndsAtItsLimit()
    {
        const TempFolder folder;
        makeWav(folder / "a.wav", {{"TITLE", {std::string(50'000, 'x')}}});
        QVERIFY(readTags(folder / "a.wav").problem == ReadProblem::none);
        const FileTags f = readTags(folder / "a.wav", 0, {std::chrono::seconds(5), 5000});
        QVERIFY(f.problem == ReadProblem::tooMuch);
    }

    void ofALargeFileOnlyItsHeadersAreRead_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : {"flac", "wav", "m4a", "mp3"})
            QTest::newRow(kind) << QByteArray(kind);
    }
    void ofALargeFileOnlyItsHeadersAreRead()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string path = folder / ("a." + kind.toStdString());
        if (kind == "wav")
            makeWav(path, fullTags);
        else
            writeFile(path, encoded(kind.toStdString()));
        // Sound without end behind the headers; an mp3's last frame is looked for from the end.
        const auto size = std::filesystem::file_size(path);
        const std::string sound(std::size_t{64} << 20, kind == "mp3" ? '\xff' : '\0');
        std::ofstream(path, std::ios::app | std::ios::binary) << sound;
        QVERIFY(std::filesystem::file_size(path) > size + sound.size() - 1);
        const auto bytesRead = [] {
            std::ifstream in("/proc/self/io");
            std::string name;
            std::int64_t count = 0;
            in >> name >> count; // rchar: N
            return count;
        };
        const std::int64_t before = bytesRead();
        const FileTags read = readTags(path);
        const std::int64_t cost = bytesRead() - before;
        QVERIFY2(read.problem == ReadProblem::none, read.reason.c_str());
        QVERIFY2(cost > 0 && cost < (1 << 20), std::to_string(cost).c_str());
    }

    void embeddedCoversAreFoundTheFrontFirst()
    {
        const TempFolder folder;
        const std::string back = picture('b'), front = picture('f');
        writeFile(folder / "a.mp3", encoded("mp3"));
        {
            TagLib::MPEG::File file((folder / "a.mp3").c_str());
            for (const auto& [type, bytes] :
                {std::pair{TagLib::ID3v2::AttachedPictureFrame::BackCover, back},
                    std::pair{TagLib::ID3v2::AttachedPictureFrame::FrontCover, front}}) {
                auto* frame = new TagLib::ID3v2::AttachedPictureFrame;
                frame->setType(type);
                frame->setPicture(vectorOf(bytes));
                file.ID3v2Tag(true)->addFrame(frame);
            }
            file.save();
        }
        QCOMPARE(coverOf(folder / "a.mp3"), QByteArray::fromStdString(front));
        QVERIFY(readTags(folder / "a.mp3").tags.hasCover);
        QVERIFY(!readEmbeddedCover(folder / "a.mp3", 100));

        const auto flacPicture = [&] {
            auto* p = new TagLib::FLAC::Picture;
            p->setType(TagLib::FLAC::Picture::FrontCover);
            p->setData(vectorOf(front));
            return p;
        };
        writeFile(folder / "a.flac", encoded("flac"));
        writeFile(folder / "a.ogg", encoded("ogg"));
        writeFile(folder / "a.opus", encoded("opus"));
        writeFile(folder / "a.m4a", encoded("m4a"));
        writeFile(folder / "a.wma", encoded("wma"));
        writeFile(folder / "a.ape", apeBytes());
        {
            TagLib::FLAC::File flac((folder / "a.flac").c_str());
            flac.addPicture(flacPicture());
            flac.save();
            TagLib::Ogg::Vorbis::File ogg((folder / "a.ogg").c_str());
            ogg.tag()->addPicture(flacPicture());
            ogg.save();
            TagLib::Ogg::Opus::File opus((folder / "a.opus").c_str());
            opus.tag()->addPicture(flacPicture());
            opus.save();
            TagLib::MP4::File mp4((folder / "a.m4a").c_str());
            TagLib::MP4::CoverArtList covers;
            covers.append(TagLib::MP4::CoverArt(TagLib::MP4::CoverArt::JPEG, vectorOf(front)));
            mp4.tag()->setItem("covr", TagLib::MP4::Item(covers));
            mp4.save();
            TagLib::ASF::File wma((folder / "a.wma").c_str());
            TagLib::ASF::Picture asf;
            asf.setType(TagLib::ASF::Picture::FrontCover);
            asf.setMimeType("image/jpeg");
            asf.setPicture(vectorOf(front));
            wma.tag()->setAttribute("WM/Picture", TagLib::ASF::Attribute(asf));
            wma.save();
            TagLib::APE::File ape((folder / "a.ape").c_str());
            TagLib::APE::Item item;
            item.setType(TagLib::APE::Item::Binary);
            item.setKey("COVER ART (FRONT)");
            item.setBinaryData(vectorOf(std::string("cover.jpg") + '\0' + front));
            ape.APETag(true)->setItem("COVER ART (FRONT)", item);
            ape.save();
        }
        for (const char* name : {"a.flac", "a.ogg", "a.opus", "a.m4a", "a.wma", "a.ape"}) {
            QVERIFY2(coverOf(folder / name) == QByteArray::fromStdString(front), name);
            QVERIFY2(readTags(folder / name).tags.hasCover, name);
        }
    }

    void theFoldersPictureStandsInForAMissingOne()
    {
        const TempFolder folder;
        const auto cover = [&](const char* path) {
            return readCover(QByteArray::fromStdString(folder / path)).value_or(QByteArray());
        };
        makeWav(folder / "X/a.wav");
        QVERIFY(cover("X/a.wav").isEmpty());
        writeFile(folder / "X/back.jpg", picture('b'));
        QVERIFY(cover("X/a.wav").isEmpty());
        writeFile(folder / "X/Front.PNG", picture('f'));
        QCOMPARE(cover("X/a.wav"), QByteArray::fromStdString(picture('f')));
        writeFile(folder / "X/folder.jpg", picture('o'));
        writeFile(folder / "X/cover.jpg", "");
        QCOMPARE(cover("X/a.wav"), QByteArray::fromStdString(picture('o')));
        writeFile(folder / "X/Cover.jpg", picture('c'));
        QCOMPARE(cover("X/a.wav"), QByteArray::fromStdString(picture('c')));
        makeWav(folder / "X/CD 2/b.wav");
        QCOMPARE(cover("X/CD 2/b.wav"), QByteArray::fromStdString(picture('c')));
        QVERIFY(cover("none/b.wav").isEmpty());
    }
};

SEGUE_TEST(TestTagFiles)
#include "tst_tag_files.moc"
