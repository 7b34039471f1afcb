#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>
#include <string>

namespace segue::app {

/// Where a command's words go and who asked for it: this process's own streams, or another process
/// behind the local socket. A command ends with exactly one done(); it may do so later, from the
/// event loop. Main thread.
class Io : public QObject {
    Q_OBJECT

public:
    struct Origin {
        std::string folder; ///< relative names are meant from here
        bool outIsTerminal = false;
        bool errIsTerminal = false;
        int columns = 0; ///< width of the terminal; 0: none
        bool json = false;
    };

    explicit Io(Origin origin)
        : origin_(std::move(origin))
    {
    }
    const Origin& origin() const { return origin_; }
    bool json() const { return origin_.json; }
    void setJson(bool on) { origin_.json = on; }

    virtual void out(const QByteArray& bytes) = 0;
    virtual void err(const QByteArray& bytes) = 0;
    /// The command is over; later calls do nothing. Exit code 0 done, 1 failed, 2 wrong use.
    void done(int code);
    bool isDone() const { return done_; }

    void outLine(const QString& line) { out(line.toUtf8() + '\n'); }
    void errLine(const QString& line) { err(line.toUtf8() + '\n'); }
    /// "segue: MESSAGE" on stderr and exit code 1.
    void fail(const QString& message);

Q_SIGNALS:
    /// The user broke off (Ctrl+C, a closed pipe or socket): end soon, and call done().
    void cancelled();

protected:
    virtual void finish(int code) = 0;

private:
    Origin origin_;
    bool done_ = false;
};

using IoPtr = std::shared_ptr<Io>;

/// stdout and stderr of this process. finished() carries the exit code.
class ProcessIo final : public Io {
    Q_OBJECT

public:
    using Io::Io;
    void out(const QByteArray& bytes) override;
    void err(const QByteArray& bytes) override;

Q_SIGNALS:
    void finished(int code);

protected:
    void finish(int code) override;

private:
    bool outClosed_ = false;
    bool outFailed_ = false;
};

/// How this process was started: its folder and terminals.
Io::Origin processOrigin(bool json);

/// Writes everything to a file descriptor; false with errno set when it cannot.
bool writeAll(int fd, const char* bytes, std::size_t size);

} // namespace segue::app
