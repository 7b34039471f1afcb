// Writing tags to files of every format: what was asked for is there, all else is as it was.
#include "core/library/tags/tag_edit.h"
#include "core/library/tags/tag_free_fields.h"
#include "tests/core/library/edit/edit_files.h"
#include "tests/core/library/encoded.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <taglib/apetag.h>
#include <taglib/commentsframe.h>
#include <taglib/flacfile.h>
#include <taglib/id3v1tag.h>
#include <taglib/id3v2header.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpegfile.h>
#include <taglib/popularimeterframe.h>
#include <taglib/privateframe.h>
#include <taglib/uniquefileidentifierframe.h>
#include <taglib/wavfile.h>
#include <taglib/xiphcomment.h>

#include <algorithm>
#include <sys/stat.h>

using namespace segue;
using namespace segue::test;
using tags::Field;
using tags::PictureChange;
using tags::TagChanges;

namespace {

using Texts = std::vector<std::string>;

/// What the tag editor can change, several values where a field may have them.
const std::vector<Field>& everything()
{
    static const std::vector<Field> fields{{"TITLE", {"Ночь \xE2\x9C\x93"}},
        {"ARTIST", {"Asha", "Ben & Co"}}, {"ALBUM", {"\xE3\x82\xA2\xE3\x83\xAB"}},
        {"ALBUMARTIST", {"Various"}}, {"COMPOSER", {"C. Omposer"}}, {"GENRE", {"Rock", "Dub"}},
        {"DATE", {"2003-04-05"}}, {"TRACKNUMBER", {"3"}}, {"TRACKTOTAL", {"12"}},
        {"DISCNUMBER", {"1"}}, {"DISCTOTAL", {"2"}}, {"COMMENT", {"A remark"}}, {"BPM", {"128"}},
        {"COMPILATION", {"1"}}, {"TITLESORT", {"Noch"}}, {"ARTISTSORT", {"Asha"}},
        {"ALBUMARTISTSORT", {"Various"}}, {"ALBUMSORT", {"Aru"}}, {"ORIGINALDATE", {"1991"}},
        {"REPLAYGAIN_TRACK_GAIN", {"-7.30 dB"}}, {"REPLAYGAIN_TRACK_PEAK", {"0.987654"}},
        {"SOMETHING_OWN", {"free"}}};
    return fields;
}

FileToRead fileAt(const std::string& path)
{
    return {path, 0};
}

std::string reasonOf(const Result<WrittenTags>& written)
{
    return written ? std::string("no error") : written.error().message;
}

void addKinds()
{
    QTest::addColumn<QByteArray>("kind");
    for (const std::string& kind : writableKinds())
        QTest::newRow(kind.c_str()) << QByteArray::fromStdString(kind);
}

#define WRITE(written, ...)                                                                        \
    const auto written = writer.write(__VA_ARGS__);                                                \
    QVERIFY2(written, reasonOf(written).c_str())

} // namespace

class TestTagWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsWrittenAndTheSoundStays_data() { addKinds(); }
    void everyFieldIsWrittenAndTheSoundStays()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string name = kind.toStdString(), path = folder / ("a." + name);
        const std::string bytes = bytesOfKind(name);
        writeFile(path, bytes);
        const QByteArray before = isRealSound(name) ? soundOf(path) : QByteArray();
        TagWriter writer;
        WRITE(written, fileAt(path), {everything(), {}});
        QVERIFY(written->changed);
        QCOMPARE(QByteArray::fromStdString(written->audioKey).isEmpty(), !isRealSound(name));
        // All else has a place; Windows' attributes know no sort names' free ones.
        for (const std::string& field : written->unstored)
            qWarning("%s has no place for %s", name.c_str(), field.c_str());
        QVERIFY(written->unstored.empty());
        const tags::FileFields now = fieldsOf(path);
        for (const Field& field : everything()) {
            Texts values = valuesOf(now, field.name);
            if (name == "wma" && field.name == "ARTIST")
                values
                    = values == Texts{"Asha; Ben & Co"} ? field.values : values; // has room for one
            if (name == "wma" && std::ranges::is_permutation(values, field.values))
                values = field.values; // keeps no order
            QVERIFY2(values == field.values,
                (field.name + ": " + (values.empty() ? "nothing" : values.front())).c_str());
        }
        QCOMPARE(written->read.tags.title, everything().front().values.front());
        QCOMPARE(int(written->read.tags.track), 3);
        QCOMPARE(int(written->read.tags.trackTotal), 12);
        if (isRealSound(name))
            QCOMPARE(soundOf(path), before);
        else
            QVERIFY(readFile(path).find(bytes.substr(80)) != std::string::npos);

        // Once more the same: nothing to do, the file is not touched.
        WRITE(again, fileAt(path), {everything(), {}});
        QVERIFY(!again->changed);
        QCOMPARE(again->is.inode, written->is.inode);

        // And back.
        WRITE(back, fileAt(path), written->before);
        const tags::FileFields after = fieldsOf(path);
        for (const Field& field : everything())
            QVERIFY2(valuesOf(after, field.name).empty(), field.name.c_str());
        if (isRealSound(name))
            QCOMPARE(soundOf(path), before);
    }

    void oneFieldLeavesTheOthers_data() { addKinds(); }
    void oneFieldLeavesTheOthers()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string path = folder / ("a." + kind.toStdString());
        writeFile(path, bytesOfKind(kind.toStdString()));
        TagWriter writer;
        WRITE(first, fileAt(path), {everything(), {}});
        WRITE(second, fileAt(path), {{{"GENRE", {"Ambient"}}, {"TRACKNUMBER", {"4"}}}, {}});
        QCOMPARE(second->before.fields.size(), 2u);
        const tags::FileFields now = fieldsOf(path);
        for (const Field& field : everything()) {
            const Texts wanted = field.name == "GENRE"    ? Texts{"Ambient"}
                : field.name == "TRACKNUMBER"             ? Texts{"4"}
                : kind == "wma" && field.name == "ARTIST" ? Texts{"Asha; Ben & Co"}
                                                          : field.values;
            QVERIFY2(
                std::ranges::is_permutation(valuesOf(now, field.name), wanted), field.name.c_str());
        }
        WRITE(back, fileAt(path), second->before);
        QVERIFY(
            std::ranges::is_permutation(valuesOf(fieldsOf(path), "GENRE"), Texts{"Rock", "Dub"}));
        QCOMPARE(valuesOf(fieldsOf(path), "TRACKNUMBER"), Texts{"3"});
        QCOMPARE(valuesOf(fieldsOf(path), "TRACKTOTAL"), Texts{"12"});
    }

    void coversAreEmbeddedReplacedAndTakenOut_data() { addKinds(); }
    void coversAreEmbeddedReplacedAndTakenOut()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string name = kind.toStdString(), path = folder / ("a." + name);
        writeFile(path, bytesOfKind(name));
        const QByteArray before = isRealSound(name) ? soundOf(path) : QByteArray();
        TagWriter writer;
        const auto set = [](const tags::Picture& picture) {
            return TagChanges{{}, PictureChange{PictureChange::What::front, {picture}}};
        };
        WRITE(first, fileAt(path), set(jpeg('a', 50'000)));
        QVERIFY(first->read.tags.hasCover);
        QVERIFY(writer.readCover(path) == jpeg('a', 50'000).bytes);
        WRITE(second, fileAt(path), set(png('b')));
        QVERIFY(writer.readCover(path) == png('b').bytes);
        QCOMPARE(fieldsOf(path).pictures.size(), 1u);
        QCOMPARE(fieldsOf(path).pictures[0].mime, std::string("image/png"));
        WRITE(none, fileAt(path), TagChanges{{}, PictureChange{PictureChange::What::none, {}}});
        QVERIFY(!writer.readCover(path));
        QVERIFY(!none->read.tags.hasCover);
        WRITE(back, fileAt(path), none->before);
        QVERIFY(writer.readCover(path) == png('b').bytes);
        WRITE(further, fileAt(path), second->before);
        QVERIFY(writer.readCover(path) == jpeg('a', 50'000).bytes);
        if (isRealSound(name))
            QCOMPARE(soundOf(path), before);
    }

    void ratingsAndCountsAreReadBack_data() { addKinds(); }
    void ratingsAndCountsAreReadBack()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string path = folder / ("a." + kind.toStdString());
        writeFile(path, bytesOfKind(kind.toStdString()));
        TagWriter writer;
        for (int halfStars : {1, 5, 8, 10}) {
            WRITE(written, fileAt(path),
                {{{std::string(tags::ratingField), {std::to_string(halfStars)}},
                     {std::string(tags::playsField), {std::to_string(halfStars * 7)}}},
                    {}});
            QVERIFY(written->read.tags.totals.rating);
            QCOMPARE(*written->read.tags.totals.rating, halfStars);
            QCOMPARE(int(written->read.tags.totals.plays), halfStars * 7);
        }
        WRITE(gone, fileAt(path),
            {{{std::string(tags::ratingField), {}}, {std::string(tags::playsField), {}}}, {}});
        QVERIFY(!gone->read.tags.totals.rating);
        QCOMPARE(int(gone->read.tags.totals.plays), 0);
        WRITE(back, fileAt(path), gone->before);
        QCOMPARE(back->read.tags.totals.rating.value_or(0), 10);
    }

    void popmHasTheScaleOfWindows()
    {
        QCOMPARE(tags::popmOf(2), 1);
        QCOMPARE(tags::popmOf(4), 64);
        QCOMPARE(tags::popmOf(6), 128);
        QCOMPARE(tags::popmOf(8), 196);
        QCOMPARE(tags::popmOf(10), 255);
    }

    void unknownFramesAndOtherTagsOfAnMp3Stay()
    {
        const TempFolder folder;
        const std::string path = folder / "a.mp3";
        writeFile(path, encoded("mp3"));
        {
            using namespace TagLib;
            MPEG::File file(path.c_str());
            ID3v2::Tag* tag = file.ID3v2Tag(true);
            tag->setTitle("Old");
            auto* priv = new ID3v2::PrivateFrame;
            priv->setOwner("owner");
            priv->setData(ByteVector("secret"));
            tag->addFrame(priv);
            tag->addFrame(new ID3v2::UniqueFileIdentifierFrame("http://x", ByteVector("id")));
            auto* popm = new ID3v2::PopularimeterFrame;
            popm->setEmail("MusicBee");
            popm->setRating(186);
            tag->addFrame(popm);
            auto* comment = new ID3v2::CommentsFrame;
            comment->setDescription("iTunNORM");
            comment->setText("0001");
            tag->addFrame(comment);
            file.ID3v1Tag(true)->setTitle("Old");
            file.APETag(true)->setTitle("Old");
            file.APETag()->addValue("UNKNOWN", "kept");
            QVERIFY(file.save(MPEG::File::AllTags, File::StripNone, ID3v2::v3));
        }
        TagWriter writer;
        WRITE(written, fileAt(path), {{{"TITLE", {"New"}}, {"COMMENT", {"mine"}}}, {}});
        using namespace TagLib;
        MPEG::File file(path.c_str());
        const ID3v2::Tag* tag = file.ID3v2Tag();
        QCOMPARE(tag->header()->majorVersion(), 3u);
        QVERIFY(tag->title() == "New");
        QCOMPARE(tag->frameList("PRIV").size(), 1u);
        QVERIFY(static_cast<const ID3v2::PrivateFrame*>(tag->frameList("PRIV").front())->data()
            == ByteVector("secret"));
        QCOMPARE(tag->frameList("UFID").size(), 1u);
        QCOMPARE(tag->frameList("COMM").size(), 2u);
        QCOMPARE(
            static_cast<const ID3v2::PopularimeterFrame*>(tag->frameList("POPM").front())->rating(),
            186);
        // Who reads these first sees the new title too.
        QVERIFY(file.ID3v1Tag()->title() == "New");
        QVERIFY(file.APETag()->title() == "New");
        QVERIFY(file.APETag()->itemListMap().contains("UNKNOWN"));
    }

    void anMp3WithoutId3v2StartsWithWhatItsOtherTagsSay()
    {
        const TempFolder folder;
        const std::string path = folder / "a.mp3";
        writeFile(path, encoded("mp3"));
        {
            TagLib::MPEG::File file(path.c_str());
            file.APETag(true)->setTitle("Title");
            file.APETag()->setArtist("Artist");
            QVERIFY(file.save(TagLib::MPEG::File::APE, TagLib::File::StripNone));
        }
        TagWriter writer;
        WRITE(written, fileAt(path), {{{"ALBUM", {"New"}}}, {}});
        QCOMPARE(written->read.tags.title, std::string("Title"));
        QCOMPARE(written->read.tags.artist, std::string("Artist"));
        QCOMPARE(written->read.tags.album, std::string("New"));
    }

    void otherNamesOfAFieldGiveWay()
    {
        const TempFolder folder;
        const std::string path = folder / "a.flac";
        writeFile(path, encoded("flac"));
        {
            TagLib::FLAC::File file(path.c_str());
            auto* comment = file.xiphComment(true);
            comment->addField("ALBUM ARTIST", "Old");
            comment->addField("TOTALTRACKS", "9");
            comment->addField("TRACKNUMBER", "2/9");
            comment->addField("YEAR", "1970");
            comment->addField("UNHEARD", "kept");
            QVERIFY(file.save());
        }
        QCOMPARE(valuesOf(fieldsOf(path), "ALBUMARTIST"), Texts{"Old"});
        QCOMPARE(valuesOf(fieldsOf(path), "TRACKTOTAL"), Texts{"9"});
        TagWriter writer;
        WRITE(written, fileAt(path),
            {{{"ALBUMARTIST", {"New"}}, {"TRACKTOTAL", {"10"}}, {"DATE", {"1971"}}}, {}});
        TagLib::FLAC::File file(path.c_str());
        const auto& map = file.xiphComment()->fieldListMap();
        QVERIFY(!map.contains("ALBUM ARTIST") && !map.contains("TOTALTRACKS"));
        QVERIFY(!map.contains("YEAR") && map.contains("UNHEARD"));
        QVERIFY(map["TRACKNUMBER"].front() == "2");
        QVERIFY(map["TRACKTOTAL"].front() == "10");
        QCOMPARE(int(written->read.tags.year), 1971);
    }

    void freeItemsOfAnMp4StayAndCanBeChanged()
    {
        const TempFolder folder;
        const std::string path = folder / "a.m4a";
        writeFile(path, encoded("m4a"));
        {
            using namespace TagLib;
            MP4::File file(path.c_str());
            file.tag()->setItem(
                "----:com.apple.iTunes:replaygain_track_gain", MP4::Item(StringList("-1.00 dB")));
            file.tag()->setItem("----:com.other:Mine", MP4::Item(StringList("kept")));
            file.tag()->setItem("stik", MP4::Item(static_cast<unsigned char>(2)));
            QVERIFY(file.save());
        }
        TagWriter writer;
        WRITE(written, fileAt(path), {{{"REPLAYGAIN_TRACK_GAIN", {"-2.00 dB"}}}, {}});
        QCOMPARE(written->before.fields[0].values, Texts{"-1.00 dB"});
        TagLib::MP4::File file(path.c_str());
        const auto& items = file.tag()->itemMap();
        QVERIFY(items["----:com.apple.iTunes:replaygain_track_gain"].toStringList().front()
            == "-2.00 dB");
        QVERIFY(items.contains("----:com.other:Mine"));
        QCOMPARE(int(items["stik"].toByte()), 2);
    }

    void otherChunksOfAWavStay()
    {
        const TempFolder folder;
        const std::string path = folder / "a.wav";
        std::string bytes = encoded("wav");
        bytes += std::string("mine\x06\0\0\0abcdef", 14); // the size in front is put right below
        const auto size = static_cast<std::uint32_t>(bytes.size() - 8);
        for (unsigned i = 0; i < 4; ++i)
            bytes[4 + i] = static_cast<char>(size >> (8 * i) & 0xff);
        writeFile(path, bytes);
        TagWriter writer;
        WRITE(written, fileAt(path), {{{"TITLE", {"New"}}}, {}});
        QVERIFY(readFile(path).find(std::string("mine\x06\0\0\0abcdef", 14)) != std::string::npos);
    }

    void theTimeStaysWhereWanted()
    {
        const TempFolder folder;
        const std::string path = folder / "a.flac";
        writeFile(path, encoded("flac"));
        setMtime(path, 1'000'000'000);
        TagWriter writer;
        WriteOptions keep;
        keep.keepTime = true;
        WRITE(kept, fileAt(path), {{{"TITLE", {"One"}}}, {}}, keep);
        QCOMPARE(kept->is.mtimeNs, std::int64_t{1'000'000'000'000'000'000});
        struct stat info { };
        QCOMPARE(::stat(path.c_str(), &info), 0);
        QCOMPARE(std::int64_t(info.st_mtim.tv_sec), std::int64_t{1'000'000'000});
        WRITE(moved, fileAt(path), {{{"TITLE", {"Two"}}}, {}});
        QVERIFY(moved->is.mtimeNs > kept->is.mtimeNs);
    }

    void whatCannotBeEditedIsSaidWithItsName()
    {
        const TempFolder folder;
        TagWriter writer;
        const TagChanges changes{{{"TITLE", {"x"}}}, {}};
        const auto reason = [&](const std::string& name) {
            return QString::fromStdString(reasonOf(writer.write(fileAt(folder / name), changes)));
        };
        writeFile(folder / "a.dsf", dsfBytes());
        writeFile(folder / "empty.mp3", "");
        writeFile(folder / "page.mp3", "<!DOCTYPE html>" + std::string(3000, ' '));
        for (const char* name : {"a.dsf", "empty.mp3", "page.mp3", "gone.mp3"}) {
            const QString text = reason(name);
            QVERIFY2(text.contains(QString::fromStdString(folder / name)), qPrintable(text));
        }
        QVERIFY(reason("a.dsf").contains(QStringLiteral("DSF")));
        QVERIFY(reason("gone.mp3").contains(QStringLiteral("not there")));
        QCOMPARE(readFile(folder / "a.dsf"), dsfBytes());
        QVERIFY(!fieldsOf(folder / "a.dsf").problem.empty());
    }
};

SEGUE_TEST(TestTagWriter)
#include "tst_tag_writer.moc"
