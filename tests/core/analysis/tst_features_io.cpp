#include "core/analysis/features_io.h"

#include "tests/core/analysis/made_sound.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::analysis;
using namespace segue::test;

namespace {

TrackFeatures someFeatures()
{
    TrackFeatures f = featuresOf(noise(3, -20, 1, 2));
    for (std::size_t i = 0; i < f.source.audioKey.size(); ++i)
        f.source.audioKey[i] = static_cast<std::uint8_t>(i * 17);
    f.source.hasAudioKey = true;
    f.source.corruptPackets = -3; // no such count; the format must carry any number
    f.tempo.beats = {12, 512, 513, 100'000, 4'000'000'000};
    f.key.tuning = 441.25f;
    for (std::size_t i = 0; i < f.waveform.bytes.size(); ++i)
        f.waveform.bytes[i] = static_cast<std::uint8_t>(i * 7);
    return f;
}

bool sameNumbers(const TrackFeatures& a, const TrackFeatures& b)
{
    const auto left = namedNumbers(a);
    const auto right = namedNumbers(b);
    if (left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i].values != right[i].values)
            return false;
    }
    return a.source.audioKey == b.source.audioKey && a.waveform.bytes == b.waveform.bytes
        && a.version == b.version;
}

} // namespace

class TestFeaturesIo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        for (const TrackFeatures& features : {TrackFeatures{}, someFeatures()}) {
            const auto blob = serialise(features);
            const auto read = deserialise(blob);
            QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
            QVERIFY(sameNumbers(features, *read));
            QCOMPARE(serialise(*read), blob);
            QCOMPARE(versionOf(blob), featureVersion);
            QVERIFY2(blob.size() < 8192, std::to_string(blob.size()).c_str());
        }
    }

    void aCutOrChangedBlobIsRefusedOrHoldsFiniteNumbers()
    {
        const auto blob = serialise(someFeatures());
        for (std::size_t size = 0; size < blob.size(); ++size)
            QVERIFY(!deserialise(std::span(blob).first(size)).ok());
        auto longer = blob;
        longer.push_back(0);
        QVERIFY(!deserialise(longer).ok());
        for (std::size_t at = 0; at < blob.size(); ++at) {
            for (const int flip : {0x80, 0xff, 0x01}) {
                auto changed = blob;
                changed[at] = static_cast<std::uint8_t>(changed[at] ^ flip);
                const auto read = deserialise(changed);
                if (read.ok())
                    QCOMPARE(notFinite(*read), std::string());
            }
        }
    }

    void anotherVersionIsRefusedWithWords()
    {
        auto blob = serialise(TrackFeatures{});
        blob[5] = featureVersion + 1;
        QCOMPARE(versionOf(blob), featureVersion + 1);
        const auto read = deserialise(blob);
        QVERIFY(!read.ok());
        QVERIFY(read.error().message.find("Analyse the track again") != std::string::npos);
        blob[0] = 'X';
        QCOMPARE(versionOf(blob), 0);
        QCOMPARE(versionOf({}), 0);
    }

    void everyNumberHasItsOwnNameAndTheVectorHasOneAnElement()
    {
        std::set<std::string> names;
        const TrackFeatures features = someFeatures();
        for (const NamedNumber& number : namedNumbers(features)) {
            QVERIFY(names.insert(std::string(number.name)).second);
            QVERIFY(number.list || number.values.size() == 1);
        }
        const auto vector = vectorNames();
        QCOMPARE(vector.size(), vectorOf(features).size());
        QCOMPARE(std::set<std::string>(vector.begin(), vector.end()).size(), vector.size());
        QCOMPARE(vector.front(), std::string("loudness.integrated"));
    }

    void keysAreNamed()
    {
        QCOMPARE(keyName(Key{}), std::string());
        Key key;
        key.valid = true;
        key.tonic = 6;
        key.minor = true;
        QCOMPARE(keyName(key), std::string("F# minor"));
        key.tonic = 10;
        key.minor = false;
        QCOMPARE(keyName(key), std::string("Bb"));
        key.tonic = 12;
        QCOMPARE(keyName(key), std::string());
    }
};

SEGUE_TEST(TestFeaturesIo)
#include "tst_features_io.moc"
