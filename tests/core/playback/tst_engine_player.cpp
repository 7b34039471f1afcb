#include "core/audio/null_output.h"
#include "core/audio/wav_output.h"

#include "tests/core/audio/audio_fixtures.h"
#include "tests/core/playback/player_bench.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QTest>

using namespace segue;
using namespace segue::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int rate = playerRate;

std::vector<QueueEntry> entries(std::initializer_list<std::int64_t> ids)
{
    std::vector<QueueEntry> list;
    for (const std::int64_t id : ids) {
        QueueEntry entry;
        entry.track = TrackId{id};
        entry.title = u"Track %1"_s.arg(id);
        list.push_back(entry);
    }
    return list;
}

/// For messages of QCOMPARE.
template <class Enum>
QByteArray named(Enum value)
{
    const std::string_view name = toString(value);
    return {name.data(), static_cast<qsizetype>(name.size())};
}

} // namespace

class TestEnginePlayer : public QObject {
    Q_OBJECT

private:
    const Sound whole_ = sweep(rate, 8);
    static constexpr std::int64_t cut_ = 176'257;
    std::string a_, b_, all_, broken_;

    void fill(Bench& bench) const
    {
        bench.library[1] = {a_, cut_ * 1000 / rate, {}};
        bench.library[2] = {b_, (whole_.frames() - cut_) * 1000 / rate, {}};
        bench.library[3] = {all_, 8000, {}};
        bench.library[4] = {broken_, 5000, {}};
        bench.library[5] = {broken_, 5000, {}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        a_ = tempPath(u"player-a.wav"_s);
        b_ = tempPath(u"player-b.wav"_s);
        all_ = tempPath(u"player-all.wav"_s);
        broken_ = tempPath(u"player-broken.ogg"_s);
        writeWav(a_, whole_.part(0, cut_));
        writeWav(b_, whole_.part(cut_, whole_.frames()));
        writeWav(all_, whole_);
        writeBytes(broken_, "no music at all");
    }

    void aQueuePlaysGaplessToAWavFileAndIsLogged()
    {
        const std::string out = tempPath(u"player-out.wav"_s);
        Bench bench(std::make_unique<audio::WavOutput>(out, rate));
        fill(bench);
        QSignalSpy over(&bench.player, &EnginePlayer::queueEnded);
        bench.player.playNow(entries({1, 2}), 0, StartedBy::album);
        QVERIFY(over.wait(10'000));
        QCOMPARE(bench.player.state(), PlaybackState::stopped);
        bench.player.quit();
        QVERIFY(decodeAll(out).samples == whole_.samples);
        QCOMPARE(bench.ended.size(), std::size_t{2});
        QCOMPARE(bench.ended[0].track, TrackId{1});
        QCOMPARE(bench.ended[0].msHeard, cut_ * 1000 / rate);
        QCOMPARE(named(bench.ended[0].endedBy), named(EndedBy::finished));
        QCOMPARE(named(bench.ended[0].startedBy), named(StartedBy::album));
        QCOMPARE(named(bench.ended[1].startedBy), named(StartedBy::album));
        QCOMPARE(bench.ended[1].startedAt, UtcMs{1'700'000'000'000});
        QCOMPARE(bench.started.size(), std::size_t{2});
    }

    void tracksOfACueSheetPlayAsTheirFile()
    {
        const std::string out = tempPath(u"player-cue.wav"_s);
        Bench bench(std::make_unique<audio::WavOutput>(out, rate));
        bench.library[1] = {all_, 2493, {}, 0, 2493};
        bench.library[2] = {all_, 3014, {}, 2493, 5507};
        bench.library[3] = {all_, 2493, {}, 5507, 0};
        QSignalSpy over(&bench.player, &EnginePlayer::queueEnded);
        bench.player.playNow(entries({1, 2, 3}), 0, StartedBy::album);
        QVERIFY(over.wait(10'000));
        bench.player.quit();
        QVERIFY(decodeAll(out).samples == whole_.samples);
        QCOMPARE(bench.ended.size(), std::size_t{3});
        QVERIFY(std::abs(bench.ended[1].msHeard - 3014) <= 1);
        QCOMPARE(bench.ended[1].durationMs, qint64{3014});
    }

    void aTrackOfACueSheetIsSoughtWithinItself()
    {
        Bench bench;
        bench.library[1] = {all_, 3000, {}, 2000, 5000};
        bench.player.playNow(entries({1}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate / 2));
        QVERIFY(std::abs(bench.player.positionMs() - 500) <= 1);
        bench.player.seek(2500);
        QVERIFY(bench.hand->pull(rate / 10));
        QVERIFY(std::abs(bench.player.positionMs() - 2600) <= 10);
        bench.player.seek(60'000);
        QVERIFY(bench.player.positionMs() <= 3000);
        QCOMPARE(bench.player.durationMs(), qint64{3000});
    }

    void manyShortTracksAsFastAsPossibleLoseNothing()
    {
        const std::string out = tempPath(u"player-many.wav"_s);
        Bench bench(std::make_unique<audio::WavOutput>(out, rate));
        std::vector<QueueEntry> list;
        std::int64_t at = 0;
        for (int i = 0; at < whole_.frames(); ++i) {
            const std::int64_t end = std::min<std::int64_t>(at + 3000 + 977 * i, whole_.frames());
            const std::string path = tempPath(u"player-part%1.wav"_s.arg(i));
            writeWav(path, whole_.part(at, end));
            QueueEntry entry;
            entry.path = path;
            list.push_back(entry);
            at = end;
        }
        QSignalSpy over(&bench.player, &EnginePlayer::queueEnded);
        bench.player.playNow(list, 0, StartedBy::user);
        QVERIFY(over.wait(20'000));
        bench.player.quit();
        QVERIFY(decodeAll(out).samples == whole_.samples);
        QCOMPARE(bench.ended.size(), list.size());
        QCOMPARE(named(bench.ended.front().startedBy), named(StartedBy::user));
        QCOMPARE(named(bench.ended.back().startedBy), named(StartedBy::queue));
        QVERIFY(!bench.ended.back().track);
    }

    void nextAndPreviousEndListensWithTheirReasons()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3, 1, 2}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(2 * rate));
        bench.player.next();
        QVERIFY(bench.hand->pull(rate));
        QCOMPARE(bench.player.current()->track, TrackId{1});
        QCOMPARE(named(bench.ended.at(0).endedBy), named(EndedBy::next));
        QCOMPARE(bench.ended.at(0).msHeard, 2000);
        bench.player.previous(); // 1 s in: the entry before
        QVERIFY(bench.hand->pull(4 * rate));
        QCOMPARE(bench.player.current()->track, TrackId{3});
        QCOMPARE(named(bench.ended.at(1).endedBy), named(EndedBy::previous));
        bench.player.previous(); // 4 s in: its start
        QVERIFY(bench.hand->pull(rate / 10));
        QCOMPARE(bench.player.current()->track, TrackId{3});
        QVERIFY(bench.player.positionMs() <= 100);
        bench.player.stop();
        bench.hand->turn();
        QCOMPARE(bench.player.state(), PlaybackState::stopped);
        QCOMPARE(bench.ended.size(), std::size_t{3});
        QCOMPARE(named(bench.ended.at(2).endedBy), named(EndedBy::stopped));
        QVERIFY(bench.ended.at(2).msHeard >= 4000); // with what was heard before the seek
        QCOMPARE(bench.started.size(), std::size_t{3});
    }

    void aCardPlaysNowAndTheQueueGoesOnBehindIt()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3, 1}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        QueueEntry card = entries({2}).front();
        card.suggestion = SuggestionId{77};
        bench.player.playKeepingQueue(card, entries({3}), StartedBy::shelf);
        QVERIFY(bench.hand->pull(rate));
        QCOMPARE(named(bench.ended.at(0).endedBy), named(EndedBy::replaced));
        QCOMPARE(bench.started.at(1).suggestion, std::optional(SuggestionId{77}));
        QCOMPARE(named(bench.started.at(1).startedBy), named(StartedBy::shelf));
        QCOMPARE(bench.player.queue().size(), std::size_t{3});
        QVERIFY(bench.hand->pull(whole_.frames() - cut_ - rate + 100));
        QCOMPARE(bench.player.current()->track, TrackId{1});
        QCOMPARE(named(bench.started.at(2).startedBy), named(StartedBy::queue));

        Bench empty;
        fill(empty);
        empty.player.playKeepingQueue(card, entries({3, 1}), StartedBy::shelf);
        QCOMPARE(empty.player.queue().size(), std::size_t{3}); // the shelf goes on
        QVERIFY(empty.hand->pull(whole_.frames() - cut_ + 100));
        QCOMPARE(named(empty.started.at(1).startedBy), named(StartedBy::shelf));
    }

    void aBrokenFileIsPassedOverWithAMessage()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({4, 1, 5, 2}), 0, StartedBy::user);
        QTRY_COMPARE(bench.player.currentIndex(), 1);
        QVERIFY(bench.hand->pull(whole_.frames()));
        QVERIFY(bench.hand->heard == whole_.samples); // gapless over the broken one in between
        QCOMPARE(bench.problems.size(), 2);
        QVERIFY(bench.problems.first().contains(u"player-broken.ogg"));
        QCOMPARE(named(bench.ended.at(0).endedBy), named(EndedBy::error));
        QCOMPARE(bench.ended.at(0).track, TrackId{4});
        QCOMPARE(bench.ended.at(0).msHeard, 0);
        // Starts and ends alternate: never two plays at once.
        QTRY_COMPARE(bench.ended.at(1).track, TrackId{1});
    }

    void aQueueOfBrokenFilesStops()
    {
        for (const RepeatMode mode : {RepeatMode::off, RepeatMode::all, RepeatMode::one}) {
            Bench bench;
            fill(bench);
            bench.player.setRepeatMode(mode);
            QSignalSpy over(&bench.player, &EnginePlayer::queueEnded);
            bench.player.playNow(entries({4, 5, 4}), 0, StartedBy::user);
            QTRY_VERIFY((bench.hand->turn(), !over.isEmpty()));
            QCOMPARE(bench.player.state(), PlaybackState::stopped);
            QCOMPARE(bench.problems.size(), 3);
        }
    }

    void tracksWithoutAFileArePassedOver()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({901, 902, 1, 903, 2}), 0, StartedBy::user);
        QCOMPARE(bench.player.current()->track, TrackId{1});
        QVERIFY(bench.hand->pull(whole_.frames()));
        QVERIFY(bench.hand->heard == whole_.samples);
        QVERIFY2(bench.problems.at(0).contains(u"Track 901"), qPrintable(bench.problems.at(0)));
        QVERIFY(bench.problems.last().contains(u"Track 903"));
        Bench gone;
        gone.player.playNow(entries({901, 902}), 0, StartedBy::user);
        QCOMPARE(gone.player.state(), PlaybackState::stopped);
        QVERIFY(!gone.problems.isEmpty());
    }

    void editsWhilePlayingChangeWhatFollows()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({1, 3}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        bench.player.playNext(entries({2}));
        QVERIFY(bench.hand->pull(whole_.frames() - rate));
        QVERIFY(bench.hand->heard == whole_.samples);
        bench.player.removeFromQueue({bench.player.queue().back().key});
        QVERIFY(bench.player.undoQueueEdits(bench.player.lastQueueEdit()));
        QCOMPARE(bench.player.queue().size(), std::size_t{3});
        QVERIFY(bench.hand->pull(rate));
        QCOMPARE(bench.player.current()->track, TrackId{3});
        bench.player.clearQueue();
        QCOMPARE(bench.player.state(), PlaybackState::stopped);
        QVERIFY(!bench.player.current());
        bench.hand->turn();
        QCOMPARE(named(bench.ended.back().endedBy), named(EndedBy::queueEnd));
    }

    void removingWhatPlaysGoesOnWithTheNext()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3, 1, 2}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        bench.player.removeFromQueue({bench.player.queue().front().key});
        QVERIFY(bench.hand->pull(rate));
        QCOMPARE(bench.player.current()->track, TrackId{1});
        QCOMPARE(bench.player.state(), PlaybackState::playing);
    }

    void repeatOneRepeatsWithoutAGap()
    {
        Bench bench;
        fill(bench);
        bench.player.setRepeatMode(RepeatMode::one);
        bench.player.playNow(entries({3}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(2 * whole_.frames()));
        std::vector<float> twice = whole_.samples;
        twice.insert(twice.end(), whole_.samples.begin(), whole_.samples.end());
        QVERIFY(bench.hand->heard == twice);
        QCOMPARE(bench.ended.size(), std::size_t{1});
        QCOMPARE(named(bench.ended[0].endedBy), named(EndedBy::finished));
    }

    void pausingRestsTheOutputAndCountsNothing()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        bench.player.pause();
        QCOMPARE(bench.player.state(), PlaybackState::paused);
        QTRY_VERIFY((bench.hand->turn(), !bench.hand->active));
        bench.clock.advance(msPerHour);
        bench.player.togglePause();
        QVERIFY(bench.hand->active);
        QVERIFY(bench.hand->pull(rate));
        bench.player.quit();
        QCOMPARE(bench.ended.size(), std::size_t{1});
        QCOMPARE(named(bench.ended[0].endedBy), named(EndedBy::quit));
        QVERIFY(bench.ended[0].msHeard >= 2000 && bench.ended[0].msHeard <= 2010);
    }

    void checkpointsAreSentWhilePlaying()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        bench.clock.advance(9500);
        QTRY_COMPARE(bench.progressed.size(), std::size_t{1});
        QCOMPARE(bench.progressed[0].msHeard, 1000);
    }

    void queueAndPositionSurviveARestart()
    {
        PlayerState state;
        {
            Bench bench;
            fill(bench);
            bench.player.setVolume(.5);
            bench.player.setRepeatMode(RepeatMode::all);
            bench.player.playNow(entries({1, 3}), 1, StartedBy::user);
            QVERIFY(bench.hand->pull(3 * rate));
            bench.player.quit();
            state = bench.player.savedState();
        }
        QCOMPARE(state.positionMs, 3000);
        Bench bench;
        fill(bench);
        bench.player.restore(state);
        QCOMPARE(bench.player.state(), PlaybackState::stopped);
        QCOMPARE(bench.player.current()->track, TrackId{3});
        QCOMPARE(bench.player.positionMs(), 3000);
        QCOMPARE(bench.player.volume(), .5);
        QCOMPARE(bench.player.repeatMode(), RepeatMode::all);
        bench.player.enqueue(entries({2})); // does not lose the place
        QCOMPARE(bench.player.positionMs(), 3000);
        bench.player.setVolume(1);
        bench.player.play();
        QVERIFY(bench.hand->pull(rate));
        QVERIFY(std::equal(bench.hand->heard.begin() + 2 * 441, bench.hand->heard.end(),
            whole_.samples.begin() + 2 * (3 * rate + 441)));
        QCOMPARE(bench.player.positionMs(), 4000);
    }

    void aLostOutputPausesAndItsReturnGoesOn()
    {
        Bench bench;
        fill(bench);
        bench.player.playNow(entries({3}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(rate));
        bench.hand->lose();
        QTRY_COMPARE(bench.player.state(), PlaybackState::paused);
        QVERIFY(bench.problems.last().contains(u"went away"));
        QCOMPARE(bench.player.positionMs(), 1000);
        bench.hand->comeBack();
        QTRY_COMPARE(bench.player.state(), PlaybackState::playing);
        QVERIFY(bench.hand->pull(rate));
    }

    void withoutAnOutputNothingPretendsToPlay()
    {
        Bench bench;
        fill(bench);
        bench.hand->present = false;
        bench.player.playNow(entries({3}), 0, StartedBy::user);
        QCOMPARE(bench.player.state(), PlaybackState::stopped);
        QVERIFY(bench.problems.last().contains(u"No output device"));
        QCOMPARE(bench.player.queue().size(), std::size_t{1});
        bench.hand->present = true;
        bench.player.play();
        QVERIFY(bench.hand->pull(rate));
        QCOMPARE(bench.player.state(), PlaybackState::playing);
    }

    void replayGainIsAppliedFromTheFirstSample()
    {
        Bench bench;
        fill(bench);
        bench.library[1].gains.trackGainDb = -6.0205999132796239; // half
        bench.library[2].gains.trackGainDb = -12.041199826559248;
        bench.player.playNow(entries({1, 2}), 0, StartedBy::user);
        QVERIFY(bench.hand->pull(whole_.frames()));
        for (std::size_t i = 0; i < whole_.samples.size(); ++i) {
            const float gain = static_cast<std::int64_t>(i / 2) < cut_ ? .5f : .25f;
            if (std::abs(bench.hand->heard[i] - whole_.samples[i] * gain) > 1e-6f)
                QFAIL(qPrintable(u"frame %1"_s.arg(i / 2)));
        }
    }

    void theNullOutputPlaysThroughInNoTime()
    {
        Bench bench(std::make_unique<audio::NullOutput>(rate, audio::Pace::asFastAsPossible));
        fill(bench);
        QSignalSpy over(&bench.player, &EnginePlayer::queueEnded);
        bench.player.setShuffle(true);
        bench.player.playNow(entries({1, 2, 3, 1, 2}), 0, StartedBy::user);
        QVERIFY(over.wait(10'000));
        QCOMPARE(bench.ended.size(), std::size_t{5});
        QVERIFY(bench.ended[0].shuffle);
        QCOMPARE(named(bench.ended[0].startedBy), named(StartedBy::user));
        QCOMPARE(named(bench.ended[1].startedBy), named(StartedBy::shuffle));
    }
};

SEGUE_TEST(TestEnginePlayer)
#include "tst_engine_player.moc"
