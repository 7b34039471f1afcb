// What analysis stored, as the table of the library shows it.
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::test;

namespace {

void store(Collection& c, std::string_view title, const std::string& values)
{
    const auto id = std::to_string(c.idOf(title));
    const auto done = c.store().writeAndWait(db::Durability::full, [&](db::Connection& connection) {
        connection.exec("INSERT INTO track_features (track_id, version, size, mtime_ns, "
                        "analysed_at, loudness, true_peak, tempo, "
                        "tempo_confidence, music_key, key_confidence, energy, brightness) VALUES ("
            + id + ", 1, 0, 0, 0, " + values + ")");
    });
    if (!done)
        throw std::runtime_error(done.error().message);
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-3;
}

} // namespace

class TestHeard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void analysedNumbersFillWhatTagsDoNotSay()
    {
        Collection c;
        makeWav(c.music / "1.wav", tagsOf("One"));
        c.scan();
        QVERIFY(!c.track("One").sound.hasLoudness());
        QVERIFY(std::isnan(c.track("One").gain.track));
        store(c, "One", "-11.5, 0.9, 127.6, 0.8, 22, 0.7, 0.75, 0.25");
        const TrackRecord one = c.track("One");
        QVERIFY(near(one.sound.lufs(), -11.5));
        QVERIFY(near(double(one.gain.track), -6.5));
        QVERIFY(near(double(one.gain.trackPeak), .9));
        QVERIFY(one.sound.gainHeard && one.sound.tempoHeard);
        QCOMPARE(int(one.bpm), 128);
        QCOMPARE(musicalKeyName(one.sound.key), std::string("Am"));
        QVERIFY(std::abs(TrackSound::share(one.sound.energy) - .75) < .003);
        QVERIFY(std::abs(TrackSound::share(one.sound.brightness) - .25) < .003);
    }

    void tagsLead()
    {
        Collection c;
        Tags tags = tagsOf("One");
        tags["BPM"] = {"90"};
        tags["INITIALKEY"] = {"F#m"};
        tags["REPLAYGAIN_TRACK_GAIN"] = {"-3.00 dB"};
        makeWav(c.music / "1.wav", tags);
        c.scan();
        store(c, "One", "-11.5, 0.9, 127.6, 0.8, 22, 0.7, 0.75, 0.25");
        const TrackRecord one = c.track("One");
        QCOMPARE(int(one.bpm), 90);
        QCOMPARE(musicalKeyName(one.sound.key), std::string("F#m"));
        QVERIFY(near(double(one.gain.track), -3));
        QVERIFY(near(double(one.gain.trackPeak), .9)); // the tag says nothing of a peak
        QVERIFY(!one.sound.tempoHeard && !one.sound.gainHeard);
    }

    void whatTheSoundDoesNotTellStaysUnknown()
    {
        Collection c;
        makeWav(c.music / "1.wav", tagsOf("Silence"));
        makeWav(c.music / "2.wav", tagsOf("Unsure"));
        c.scan();
        store(c, "Silence", "NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL");
        store(c, "Unsure", "-20, 0.5, 100, 0.01, 3, 0.01, 0, 1");
        const TrackRecord silence = c.track("Silence"), unsure = c.track("Unsure");
        QVERIFY(!silence.sound.hasLoudness());
        QVERIFY(std::isnan(silence.gain.track));
        QCOMPARE(int(silence.bpm), 0);
        QCOMPARE(int(silence.sound.energy), 0);
        QCOMPARE(int(unsure.bpm), 0);
        QCOMPARE(int(unsure.sound.key), int(unknownKey));
        QCOMPARE(int(unsure.sound.energy), 1);
        QCOMPARE(int(unsure.sound.brightness), 255);
    }
};

SEGUE_TEST(TestHeard)
#include "tst_heard.moc"
