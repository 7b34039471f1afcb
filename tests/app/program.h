#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

class QProcess;

namespace segue::test {

/// What a run of the program gave.
struct Run {
    int exitCode = -1;
    QByteArray out, err;
    qint64 milliseconds = 0;
    QJsonArray array() const;
    QJsonObject object() const;
    /// JSON lines.
    std::vector<QJsonObject> lines() const;
};

/// The real executable on a data folder of its own.
class Program {
public:
    Program();
    /// Runs to the end; fails the exit code with -1 after a minute.
    Run run(const QStringList& arguments) const;
    std::unique_ptr<QProcess> start(const QStringList& arguments) const;
    QString data() const { return data_; }
    void setData(const QString& folder) { data_ = folder; }
    /// Another copy of it.
    void setProgram(const QString& path) { program_ = path; }
    void setVariable(const QString& name, const QString& value)
    {
        environment_.insert(name, value);
    }
    /// Runs as nobody from now on where the tests run as root.
    void dropRoot();
    QString home() const { return home_.path(); }

private:
    QTemporaryDir home_;
    QString data_;
    QProcessEnvironment environment_;
    bool asNobody_ = false;
    QString program_ = QStringLiteral(SEGUE_PROGRAM);
};

/// A small library made with the ffmpeg program: made once, shared by all tests of the process.
/// Six tracks of 1 to 12 s by three artists on three albums, mp3, flac, ogg; returns its folder or
/// an empty text when ffmpeg is not there.
struct MusicFolder {
    MusicFolder();
    QString path() const { return folder.path(); }
    QString file(const QString& name) const { return folder.filePath(name); }
    bool isMade() const { return made; }
    QTemporaryDir folder;
    bool made = false;
};
const MusicFolder& music();

} // namespace segue::test

/// The run (evaluated once) ended with 0; what it printed is shown otherwise.
#define REQUIRE_OK(...)                                                                            \
    do {                                                                                           \
        const segue::test::Run required = (__VA_ARGS__);                                           \
        QVERIFY2(required.exitCode == 0, (required.err + required.out).constData());               \
    } while (false)
