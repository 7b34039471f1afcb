// Whether ratings follow into tags, with the services of the program on real files.
#include "app/app_context.h"
#include "app/file_edits.h"
#include "app/player_factory.h"
#include "core/history/taste_service.h"
#include "core/library/edit/edit_service.h"
#include "core/library/library_service.h"
#include "core/library/tags/tag_reader.h"
#include "core/playback/engine_player.h"
#include "tests/app/program.h"
#include "tests/support/test_main.h"
#include "ui/edit_actions.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::app;
using namespace segue::test;
using namespace std::chrono_literals;

namespace {

/// A library of one file, its services, and what a window adds to them.
struct Listening {
    explicit Listening(bool writes)
        : settings(data.filePath(u"settings.ini"_s), QSettings::IniFormat)
    {
        settings.setValue(ui::writeRatingsSetting, writes);
        QFile::copy(music().file(u"long.flac"_s), file());
        auto opened = AppContext::open(data.filePath(u"data"_s).toStdString());
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        context = std::move(*opened);
        context->usePlayer(makeHeadlessPlayer(*context, {}, file().toStdString(), false));
        context->startForWindow();
        edits = std::make_unique<FileEdits>(*context, settings, nullptr, 50ms);
        QSignalSpy finished(&context->library(), &Library::scanFinished);
        if (!context->library().addRoot(QFile::encodeName(folder.path())) || !finished.wait(20'000)
            || !QTest::qWaitFor(
                [this] { return context->library().tracks()->size() == 1; }, 20'000))
            qFatal("not scanned");
        track = (*context->library().tracks())[0].id;
    }
    ~Listening()
    {
        edits.reset();
        context->endPlayer();
    }
    QString file() const { return folder.filePath(u"long.flac"_s); }
    QByteArray bytes() const
    {
        QFile in(file());
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    std::optional<int> ratingInTags() const
    {
        return tags::readTags(file().toStdString()).tags.totals.rating;
    }
    void play()
    {
        QueueEntry entry;
        entry.track = track;
        context->player()->playNow({entry}, 0, StartedBy::user);
    }

    QTemporaryDir folder, data;
    QSettings settings;
    std::unique_ptr<AppContext> context;
    std::unique_ptr<FileEdits> edits;
    TrackId track;
};

} // namespace

class TestFileEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!music().isMade())
            QSKIP("the ffmpeg program is not installed: no music to test with");
        qputenv("SEGUE_WORKER_DIR", QFileInfo(QStringLiteral(SEGUE_PROGRAM)).path().toLocal8Bit());
    }

    void filesAreLeftAloneUnlessAskedFor()
    {
        Listening l(false);
        const QByteArray before = l.bytes();
        l.context->taste().rate(l.track, 8);
        l.play();
        QTest::qWait(600); // a dozen times as long as it waits where it is asked for
        l.context->player()->stop();
        QCOMPARE(l.bytes(), before);
    }

    void ratingsFollowIntoTags()
    {
        Listening l(true);
        QVERIFY(!l.ratingInTags());
        l.context->taste().rate(l.track, 8);
        QTRY_COMPARE_WITH_TIMEOUT(l.ratingInTags().value_or(0), 8, 20'000);
        l.context->taste().rate(l.track, std::nullopt);
        QTRY_VERIFY_WITH_TIMEOUT(!l.ratingInTags(), 20'000);
    }

    void whatPlaysIsWrittenOnceItHasEnded()
    {
        Listening l(true);
        l.play();
        QTRY_COMPARE_WITH_TIMEOUT(l.context->player()->state(), PlaybackState::playing, 20'000);
        const QByteArray before = l.bytes();
        l.context->taste().rate(l.track, 6);
        QTest::qWait(600);
        QCOMPARE(l.bytes(), before);
        l.context->player()->stop();
        QTRY_COMPARE_WITH_TIMEOUT(l.ratingInTags().value_or(0), 6, 20'000);
    }

    void whatWasRatedJustBeforeTheEndFollowsToo()
    {
        Listening l(true);
        l.context->taste().rate(l.track, 10);
        l.edits.reset();
        QTRY_COMPARE_WITH_TIMEOUT(l.ratingInTags().value_or(0), 10, 20'000);
    }
};

SEGUE_TEST(TestFileEdits)
#include "tst_file_edits.moc"
