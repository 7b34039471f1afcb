#include "tests/app/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>

#include <grp.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace segue::test {

namespace {
constexpr uid_t nobody = 65534;
}

QJsonArray Run::array() const
{
    return QJsonDocument::fromJson(out).array();
}

QJsonObject Run::object() const
{
    return QJsonDocument::fromJson(out).object();
}

std::vector<QJsonObject> Run::lines() const
{
    std::vector<QJsonObject> objects;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

Program::Program()
    : data_(home_.filePath(u"data"_s))
    , environment_(QProcessEnvironment::systemEnvironment())
{
    for (const QString& name :
        {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s, u"SEGUE_DATA_DIR"_s,
            u"XDG_RUNTIME_DIR"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment_.remove(name);
    environment_.insert(u"HOME"_s, home_.path());
    environment_.insert(u"TZ"_s, u"UTC"_s);
}

void Program::dropRoot()
{
    asNobody_ = geteuid() == 0;
    const auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    QFile::setPermissions(home_.path(), all);
    QFile::setPermissions(music().path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
            | QFile::ExeOther);
    // The build folder may be one that only root may enter.
    if (const QString copy = home_.filePath(u"segue"_s); asNobody_ && QFile::copy(program_, copy)) {
        QFile::setPermissions(copy, all);
        program_ = copy;
    }
}

std::unique_ptr<QProcess> Program::start(const QStringList& arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment_);
    process->setWorkingDirectory(home_.path());
    QStringList all = arguments;
    if (!data_.isEmpty())
        all << u"--data"_s << data_;
    if (asNobody_) {
        process->setChildProcessModifier([] {
            if (setgroups(0, nullptr) != 0 || setgid(nobody) != 0 || setuid(nobody) != 0)
                _exit(99);
        });
    }
    process->start(program_, all);
    process->waitForStarted();
    return process;
}

Run Program::run(const QStringList& arguments) const
{
    QElapsedTimer timer;
    timer.start();
    const auto process = start(arguments);
    Run run;
    if (process->waitForFinished(60'000) && process->exitStatus() == QProcess::NormalExit)
        run.exitCode = process->exitCode();
    run.milliseconds = timer.elapsed();
    run.out = process->readAllStandardOutput();
    run.err = process->readAllStandardError();
    return run;
}

namespace {

struct Track {
    const char* file;
    const char* title;
    const char* artist;
    const char* album;
    int number;
    int seconds;
};

constexpr Track tracks[] = {
    {"one.flac", "Morning Glass", "Ada Lund", "First Light", 1, 2},
    {"two.flac", "Evening Glass", "Ada Lund", "First Light", 2, 2},
    {"three.mp3", "Harbour", "The Low Tide", "Salt", 1, 3},
    {"four.mp3", "Breakwater", "The Low Tide", "Salt", 2, 3},
    {"five.ogg", "Köln Étude", "Ida Öst", "Études", 1, 1},
    {"long.flac", "Long Walk", "Ida Öst", "Études", 2, 30},
};

bool make(const QDir& folder, const Track& track)
{
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
        {u"-v"_s, u"error"_s, u"-f"_s, u"lavfi"_s, u"-i"_s,
            u"sine=frequency=%1:duration=%2"_s.arg(300 + 50 * track.number).arg(track.seconds),
            u"-metadata"_s, u"title="_s + QString::fromUtf8(track.title), u"-metadata"_s,
            u"artist="_s + QString::fromUtf8(track.artist), u"-metadata"_s,
            u"album="_s + QString::fromUtf8(track.album), u"-metadata"_s,
            u"track=%1"_s.arg(track.number), u"-metadata"_s, u"date=2001"_s, u"-metadata"_s,
            u"genre=Folk"_s, u"-y"_s, folder.filePath(QString::fromUtf8(track.file))});
    return ffmpeg.waitForFinished(60'000) && ffmpeg.exitCode() == 0;
}

} // namespace

MusicFolder::MusicFolder()
{
    made = true;
    for (const Track& track : tracks)
        made = made && make(QDir(folder.path()), track);
}

const MusicFolder& music()
{
    static const MusicFolder folder;
    return folder;
}

} // namespace segue::test
