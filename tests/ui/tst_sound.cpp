// What analysis shows in the window: the seek bar's waveform, progress, columns.
#include "core/library/track_table_builder.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_analysis.h"
#include "ui/models/track_columns.h"
#include "ui/text/format.h"
#include "ui/views/progress_foot.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/seek_bar.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace segue;
using namespace segue::test;
using namespace segue::ui;
using namespace Qt::StringLiterals;

namespace {

QImage pictureOf(SeekBar& bar)
{
    return bar.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// Colours in the columns from .. to.
std::set<QRgb> colorsOf(const QImage& image, int from, int to)
{
    std::set<QRgb> found;
    for (int x = from; x < to; ++x) {
        for (int y = 0; y < image.height(); ++y)
            found.insert(image.pixel(x, y));
    }
    return found;
}

/// Rows that are not the background in column `x` and its neighbours.
int heightAt(const QImage& image, int x)
{
    const QRgb background = image.pixel(image.width() - 1, 0);
    int rows = 0;
    for (int y = 0; y < image.height(); ++y) {
        bool painted = false;
        for (int i = x; i < x + 3; ++i)
            painted = painted || image.pixel(i, y) != background;
        rows += painted ? 1 : 0;
    }
    return rows;
}

} // namespace

class TestSound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBarIsPlainUntilThereIsAWaveform()
    {
        SeekBar bar;
        bar.resize(400, 28);
        bar.setDuration(100'000);
        const QImage plain = pictureOf(bar);
        QVERIFY(!bar.hasWaveform());
        bar.setWaveform(makeWaveform());
        QVERIFY(bar.hasWaveform());
        const QImage wave = pictureOf(bar);
        QVERIFY(plain != wave);
        QVERIFY(heightAt(wave, 60) < heightAt(wave, 200));
        QVERIFY(heightAt(wave, 200) < heightAt(wave, 340));
        bar.setWaveform(nullptr);
        QVERIFY(pictureOf(bar) == plain);
    }

    void whatWasPlayedHasTheStrongColours()
    {
        SeekBar bar;
        bar.resize(400, 28);
        bar.setDuration(100'000);
        bar.setWaveform(makeWaveform());
        const QImage start = pictureOf(bar);
        bar.setPosition(50'000);
        const QImage middle = pictureOf(bar);
        QVERIFY(colorsOf(start, 60, 120) != colorsOf(middle, 60, 120));
        QVERIFY(colorsOf(start, 280, 380) == colorsOf(middle, 280, 380));
        const WaveformColors played = waveformColors(true);
        QVERIFY(colorsOf(middle, 10, 120).contains(played.low.rgb()));
        QVERIFY(!colorsOf(start, 20, 120).contains(played.low.rgb()));
        QVERIFY(played.low != played.mid && played.mid != played.high);
    }

    void aWaveformBarStillSeeks()
    {
        SeekBar bar;
        bar.resize(400, 28);
        bar.setDuration(100'000);
        bar.setWaveform(makeWaveform());
        QSignalSpy seeked(&bar, &SeekBar::seeked);
        QTest::mouseClick(&bar, Qt::LeftButton, {}, {200, 14});
        QCOMPARE(seeked.size(), 1);
        QVERIFY(std::abs(seeked[0][0].toLongLong() - 50'000) < 1000);
    }

    void silenceIsDrawnAsALine()
    {
        SeekBar bar;
        bar.resize(400, 28);
        bar.setDuration(100'000);
        bar.setWaveform(std::make_shared<analysis::Waveform>());
        QVERIFY(heightAt(pictureOf(bar), 200) <= 3);
    }

    void thePlayerBarShowsTheTrackThatPlays()
    {
        Bench bench(40);
        FakeAnalysis analysis;
        Services services = bench.services();
        services.analysis = &analysis;
        MainWindow window(services);
        const auto* bar = window.findChild<SeekBar*>();
        QVERIFY(bar && !bar->hasWaveform());
        const TrackRecord& track = (*bench.table)[3];
        bench.player.playNow({{1, track.id, {}, u"T"_s, u"A"_s, {}}}, 0, StartedBy::user);
        QVERIFY(!bar->hasWaveform()); // not analysed yet
        analysis.waveform = makeWaveform();
        Q_EMIT analysis.analysed();
        QVERIFY(bar->hasWaveform());
        const int loads = analysis.loads;
        Q_EMIT analysis.analysed();
        QCOMPARE(analysis.loads, loads); // it is there: not read again
    }

    void theSidebarShowsProgressAndPauses()
    {
        Bench bench(40);
        FakeAnalysis analysis;
        Services services = bench.services();
        services.analysis = &analysis;
        MainWindow window(services);
        window.show();
        QList<ProgressFoot*> feet = window.findChildren<ProgressFoot*>();
        QCOMPARE(feet.size(), 2);
        ProgressFoot* foot = feet[1];
        QVERIFY(!foot->isVisible());
        AnalysisProgress progress;
        progress.running = true;
        progress.total = 200;
        progress.done = 50;
        progress.secondsLeft = 600;
        analysis.setProgress(progress);
        QVERIFY(foot->isVisible());
        QVERIFY(foot->findChild<QLabel*>()->text().contains(u"50 of 200"_s));
        const auto buttons = foot->findChildren<IconButton*>();
        QCOMPARE(buttons.size(), 2);
        buttons[0]->click();
        QVERIFY(analysis.progress().pause == analysis::Pause::byUser);
        QVERIFY(foot->findChild<QLabel*>()->text().contains(u"paused"_s));
        buttons[0]->click();
        QVERIFY(analysis.progress().pause == analysis::Pause::none);
        buttons[1]->click();
        QCOMPARE(analysis.cancels, 1);
        progress.running = false;
        analysis.setProgress(progress);
        QVERIFY(!foot->isVisible());
    }

    void columnsShowWhatWasHeard()
    {
        TrackTableBuilder builder;
        TrackInput in;
        in.id = TrackId{1};
        in.title = "T";
        in.path = "/m/t.mp3";
        in.sound.loudness = -1140;
        in.sound.key = parseMusicalKey("F#m");
        in.sound.energy = TrackSound::byteOf(.5);
        builder.add(in);
        const TrackTablePtr table = builder.build();
        const auto text = [&](Column column) { return cellText(*table, 0, {}, column, 0); };
        QCOMPARE(text(Column::loudness), u"-11.4 LUFS"_s);
        QCOMPARE(text(Column::key), u"F#m"_s);
        QCOMPARE(text(Column::energy), u"50 %"_s);
    }

    void progressIsToldInWords()
    {
        AnalysisProgress progress;
        progress.total = 2300;
        progress.done = 12;
        QCOMPARE(formatAnalysis(progress), u"Analysing sound: 12 of 2,300"_s);
        progress.secondsLeft = 240;
        QVERIFY(formatAnalysis(progress).contains(u"4 min"_s));
        progress.pause = analysis::Pause::onBattery;
        QVERIFY(formatAnalysis(progress).contains(u"mains"_s));
        progress.pause = analysis::Pause::whilePlaying;
        QVERIFY(formatAnalysis(progress).contains(u"plays"_s));
    }
};

SEGUE_TEST(TestSound)
#include "tst_sound.moc"
