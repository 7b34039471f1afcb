#include "core/audio/decoder.h"

#include "tests/core/audio/audio_fixtures.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace segue;
using namespace segue::audio;
using namespace segue::test;
using namespace Qt::StringLiterals;

namespace {

struct Format {
    const char* name;
    QString file;
    QStringList arguments;
    int rate; ///< what the decoder gives for a source of 44.1 kHz
    bool lossless;
};

const std::vector<Format>& formats()
{
    static const std::vector<Format> table{
        {"wav", u"x.wav"_s, {}, 44100, true},
        {"flac", u"x.flac"_s, {}, 44100, true},
        {"flac in ogg", u"x.oga"_s, {u"-c:a"_s, u"flac"_s}, 44100, true},
        {"alac", u"alac.m4a"_s, {u"-c:a"_s, u"alac"_s}, 44100, true},
        {"wavpack", u"x.wv"_s, {}, 44100, true},
        {"tta", u"x.tta"_s, {}, 44100, true},
        {"aiff", u"x.aiff"_s, {}, 44100, true},
        {"vorbis", u"x.ogg"_s, {u"-c:a"_s, u"libvorbis"_s}, 44100, false},
        {"opus", u"x.opus"_s, {u"-c:a"_s, u"libopus"_s}, 48000, false},
        {"mp3 CBR", u"cbr.mp3"_s, {u"-c:a"_s, u"libmp3lame"_s, u"-b:a"_s, u"192k"_s}, 44100, false},
        {"mp3 VBR", u"vbr.mp3"_s, {u"-c:a"_s, u"libmp3lame"_s, u"-q:a"_s, u"2"_s}, 44100, false},
        // Without noise substitution, whose random numbers depend on all that was decoded before.
        {"aac", u"x.m4a"_s, {u"-c:a"_s, u"aac"_s, u"-b:a"_s, u"192k"_s, u"-aac_pns"_s, u"0"_s},
            44100, false},
    };
    return table;
}

/// `sound` encoded as `format`.
std::string encodeAs(const Format& format, const Sound& sound, const QString& prefix)
{
    const std::string path = encode(sound, prefix + format.file, format.arguments);
    if (format.file.endsWith(u".mp3"))
        correctMp3Padding(path, sound.frames());
    return path;
}

/// Takes `frames` from the granule of every page that ends music, so that the stream's first
/// samples lie before its music.
std::string withLeadIn(std::string ogg, std::int64_t frames)
{
    for (std::size_t at = 0; at + 27 <= ogg.size();) {
        const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(ogg[at + i]); };
        std::size_t size = 27u + byteAt(26);
        for (std::size_t i = 0; i < byteAt(26); ++i)
            size += byteAt(27 + i);
        std::uint64_t granule = 0;
        for (std::size_t i = 8; i-- > 0;)
            granule = granule << 8 | byteAt(6 + i);
        if (granule > 0 && granule != ~std::uint64_t{0}) {
            granule -= static_cast<std::uint64_t>(frames);
            for (std::size_t i = 0; i < 8; ++i)
                ogg[at + 6 + i] = static_cast<char>(granule >> (8 * i) & 0xFF);
        }
        ogg.replace(at + 22, 4, 4, '\0');
        std::uint32_t crc = 0; // RFC 3533: polynomial 04c11db7, nothing reflected
        for (std::size_t i = 0; i < size; ++i) {
            crc ^= static_cast<std::uint32_t>(byteAt(i)) << 24;
            for (int bit = 0; bit < 8; ++bit)
                crc = crc << 1 ^ (crc >> 31 ? 0x04C11DB7u : 0u);
        }
        for (std::size_t i = 0; i < 4; ++i)
            ogg[at + 22 + i] = static_cast<char>(crc >> (8 * i) & 0xFF);
        at += size;
    }
    return ogg;
}

} // namespace

class TestDecoder : public QObject {
    Q_OBJECT

private:
    const Sound whole_ = sweep(44100, 8);
    static constexpr std::int64_t cut_ = 176'257;

    std::map<QString, std::string> encoded_;

    /// The whole sweep in that format, encoded once.
    std::string wholeAs(const Format& format)
    {
        std::string& path = encoded_[format.file];
        if (path.empty())
            path = encodeAs(format, whole_, u"whole-"_s);
        return path;
    }

    static void addFormats()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < formats().size(); ++i)
            QTest::newRow(formats()[i].name) << static_cast<int>(i);
    }

private Q_SLOTS:
    void twoHalvesJoinWithoutMissingOrExtraSamples_data() { addFormats(); }
    void twoHalvesJoinWithoutMissingOrExtraSamples()
    {
        QFETCH(int, index);
        const Format& format = formats()[static_cast<std::size_t>(index)];
        const Sound whole = sweep(format.rate, 8);
        const Sound first = decodeAll(encodeAs(format, whole.part(0, cut_), u"a-"_s));
        const Sound second = decodeAll(encodeAs(format, whole.part(cut_, whole.frames()), u"b-"_s));
        QCOMPARE(first.rate, format.rate);
        QCOMPARE(first.frames(), cut_);
        QCOMPARE(second.frames(), whole.frames() - cut_);

        Sound joined = first;
        joined.samples.insert(joined.samples.end(), second.samples.begin(), second.samples.end());
        if (format.lossless) {
            QVERIFY(joined.samples == whole.samples);
            return;
        }
        QCOMPARE(bestShift(whole, joined, 4000, 4000), 0);
        QCOMPARE(bestShift(whole, joined, cut_ - 6000, 4000), 0);
        QCOMPARE(bestShift(whole, joined, cut_ + 2000, 4000), 0);
        QCOMPARE(bestShift(whole, joined, whole.frames() - 6000, 4000), 0);
    }

    void theLengthIsExactForEveryCut_data() { addFormats(); }
    void theLengthIsExactForEveryCut()
    {
        QFETCH(int, index);
        const Format& format = formats()[static_cast<std::size_t>(index)];
        // Cuts around packet borders (1024 aac, 1152 mp3): where padding crosses a packet.
        for (const std::int64_t frames : {30'000, 46'079, 46'081, 46'991}) {
            const std::string path
                = encodeAs(format, sweep(format.rate, 2).part(0, frames), u"len-"_s);
            const auto decoder = Decoder::open(path);
            QVERIFY2(decoder.ok(), path.c_str());
            const Sound sound = decodeAll(path);
            QCOMPARE(sound.frames(), qint64{frames});
            QCOMPARE((*decoder)->info().totalFrames, std::optional(sound.frames()));
        }
    }

    void seekingGivesWhatDecodingThroughGives_data() { addFormats(); }
    void seekingGivesWhatDecodingThroughGives()
    {
        QFETCH(int, index);
        const Format& format = formats()[static_cast<std::size_t>(index)];
        const std::string path = wholeAs(format);
        const Sound through = decodeAll(path);
        const auto opened = Decoder::open(path);
        QVERIFY(opened.ok());
        Decoder& decoder = **opened;
        std::vector<float> got(2 * 3000);
        // Forward, backward, to packet borders, to the start, near the end.
        for (const std::int64_t to : {100'000LL, 250'001LL, 3LL, 46'080LL, 46'081LL, 0LL, 300'000LL,
                 299'999LL, 340'000LL, 1LL}) {
            QVERIFY2(decoder.seek(to), qPrintable(QString::number(to)));
            QCOMPARE(decoder.position(), qint64{to});
            QCOMPARE(decoder.read(got.data(), 3000), std::size_t{3000});
            const auto* expected = through.samples.data() + to * 2;
            const auto mismatch
                = std::mismatch(got.begin(), got.end(), expected).first - got.begin();
            QVERIFY2(mismatch == static_cast<std::ptrdiff_t>(got.size()),
                qPrintable(u"seek to %1 differs from sample %2 on"_s.arg(to).arg(mismatch)));
        }
        QVERIFY(decoder.seek(through.frames() - 10));
        QCOMPARE(decoder.read(got.data(), 3000), std::size_t{10});
        QCOMPARE(decoder.read(got.data(), 3000), std::size_t{0});
        QVERIFY(decoder.seek(5));
        QCOMPARE(decoder.read(got.data(), 1), std::size_t{1});
        QCOMPARE(got[0], through.samples[10]);
    }

    void aVorbisStreamThatBeginsBeforeItsMusicIsCut()
    {
        const std::string plain = encode(whole_, u"plain.ogg"_s, {u"-c:a"_s, u"libvorbis"_s});
        const std::string path = tempPath(u"lead-in.ogg"_s);
        writeBytes(path, withLeadIn(readBytes(plain), 300));
        const Sound expected = decodeAll(plain).part(300, whole_.frames());
        QVERIFY(decodeAll(path).samples == expected.samples);
        const auto decoder = Decoder::open(path);
        QCOMPARE((*decoder)->info().totalFrames, std::optional(expected.frames()));
        QVERIFY((*decoder)->seek(123'456));
        float frame[2];
        QCOMPARE((*decoder)->read(frame, 1), std::size_t{1});
        QCOMPARE(frame[0], expected.samples[2 * 123'456]);
    }

    void streamFactsAreReported()
    {
        const auto decoder = Decoder::open(encode(whole_, u"facts.flac"_s));
        QVERIFY(decoder.ok());
        const StreamInfo& info = (*decoder)->info();
        QCOMPARE(info.codec, std::string("flac"));
        QCOMPARE(info.sampleRate, 44100);
        QCOMPARE(info.channels, 2);
        QCOMPARE(info.bitsPerSample, 16);
        QCOMPARE(info.durationMs, qint64{8000});
    }

    void unusualRatesAndChannelsDecode_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::newRow("mono") << 44100 << 1;
        QTest::newRow("8 kHz") << 8000 << 2;
        QTest::newRow("96 kHz") << 96000 << 2;
        QTest::newRow("5.1") << 48000 << 6;
    }
    void unusualRatesAndChannelsDecode()
    {
        QFETCH(int, rate);
        QFETCH(int, channels);
        const Sound source = sweep(rate, 1, channels);
        const Sound got
            = decodeAll(encode(source, u"unusual-%1-%2.flac"_s.arg(rate).arg(channels)));
        QCOMPARE(got.rate, rate);
        QCOMPARE(got.channels, channels);
        QVERIFY(got.samples == source.samples);
    }

    void aFileThatCannotBePlayedSaysWhatAndWhich_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("what");
        QTest::newRow("empty") << u"empty.mp3"_s << QByteArray() << u"empty"_s;
        QByteArray garbage;
        for (int i = 0; i < 100'000; ++i)
            garbage.append(static_cast<char>(i * 7919 >> 5));
        QTest::newRow("garbage") << u"garbage.mp3"_s << garbage << u"."_s;
        QTest::newRow("text") << u"text.flac"_s << QByteArray("Dear diary\n").repeated(1000)
                              << u"."_s;
        QTest::newRow("header only") << u"head.flac"_s << QByteArray("fLaC") << u"."_s;
        QTest::newRow("playlist of other files")
            << u"list.mp3"_s
            << QByteArray("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n") << u"."_s;
    }
    void aFileThatCannotBePlayedSaysWhatAndWhich()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, what);
        const std::string path = tempPath(name);
        writeBytes(path, bytes.toStdString());
        const auto decoder = Decoder::open(path);
        QVERIFY(!decoder.ok());
        const QString message = QString::fromStdString(decoder.error().message);
        QVERIFY2(message.contains(name) && message.contains(what), qPrintable(message));
    }

    void missingFilesFoldersAndPipesAreErrors()
    {
        const auto missing = Decoder::open(tempPath(u"not there.mp3"_s));
        QVERIFY(!missing.ok());
        QVERIFY(missing.error().message.find("not there.mp3: No such file") != std::string::npos);
        const auto folder = Decoder::open("/");
        QVERIFY(!folder.ok());
        QVERIFY(folder.error().message.find("not a regular file") != std::string::npos);
    }

    void aMisnamedFilePlaysAsWhatItIs()
    {
        const std::string flac = readBytes(encode(whole_, u"truth.flac"_s));
        writeBytes(tempPath(u"misnamed.mp3"_s), flac);
        QVERIFY(decodeAll(tempPath(u"misnamed.mp3"_s)).samples == whole_.samples);
    }

    void aNameThatLooksLikeAnAddressIsAFile()
    {
        const std::string flac = readBytes(encode(whole_, u"plain.flac"_s));
        const std::string odd = tempPath(u"concat:a|b\n.flac"_s);
        writeBytes(odd, flac);
        QCOMPARE(decodeAll(odd).frames(), whole_.frames());
    }

    void aTruncatedFilePlaysToWhereItEnds_data() { addFormats(); }
    void aTruncatedFilePlaysToWhereItEnds()
    {
        QFETCH(int, index);
        const Format& format = formats()[static_cast<std::size_t>(index)];
        const std::string all = readBytes(wholeAs(format));
        const std::string path = tempPath(u"cut-"_s + format.file);
        writeBytes(path, all.substr(0, all.size() / 2));
        const Sound got = decodeAll(path);
        if (format.file.endsWith(u".m4a"))
            return; // its index is at the end: an error is right, a crash is not
        QVERIFY2(got.frames() > whole_.frames() / 8, qPrintable(QString::number(got.frames())));
        QVERIFY(got.frames() < whole_.frames() * 12 / 10);
    }

    void corruptPacketsAreSkipped_data() { addFormats(); }
    void corruptPacketsAreSkipped()
    {
        QFETCH(int, index);
        const Format& format = formats()[static_cast<std::size_t>(index)];
        std::string bytes = readBytes(wholeAs(format));
        const std::size_t from = bytes.size() / 3;
        for (std::size_t i = from; i < from + 3000 && i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 7919 >> 5);
        const std::string path = tempPath(u"badly-"_s + format.file);
        writeBytes(path, bytes);
        const Sound got = decodeAll(path);
        QVERIFY2(got.frames() > whole_.frames() / 2, qPrintable(QString::number(got.frames())));
    }

    void aFileOfNoMusicIsAnErrorOrSilent()
    {
        const std::string path = tempPath(u"zero.wav"_s);
        writeWav(path, {44100, 2, {}});
        const auto decoder = Decoder::open(path);
        QVERIFY(!decoder.ok());
        QVERIFY(decoder.error().message.find("zero.wav") != std::string::npos);
    }
};

SEGUE_TEST(TestDecoder)
#include "tst_decoder.moc"
