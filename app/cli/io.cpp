#include "app/cli/io.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

void Io::done(int code)
{
    if (done_)
        return;
    done_ = true;
    finish(code);
}

void Io::fail(const QString& message)
{
    errLine(u"segue: "_s + message);
    done(1);
}

void ProcessIo::out(const QByteArray& bytes)
{
    if (outClosed_
        || writeAll(STDOUT_FILENO, bytes.constData(), static_cast<std::size_t>(bytes.size())))
        return;
    outClosed_ = true;
    if (errno != EPIPE) { // a full disk, say; `segue … | head` is nobody's error
        outFailed_ = true;
        errLine(u"segue: the output could not be written: "_s
            + QString::fromLocal8Bit(std::strerror(errno)));
    }
    QMetaObject::invokeMethod(this, &Io::cancelled, Qt::QueuedConnection);
}

void ProcessIo::err(const QByteArray& bytes)
{
    // Nobody is left to tell when stderr is closed.
    (void)writeAll(STDERR_FILENO, bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

void ProcessIo::finish(int code)
{
    Q_EMIT finished(outFailed_ && code == 0 ? 1 : code);
}

Io::Origin processOrigin(bool json)
{
    Io::Origin origin;
    std::error_code error;
    origin.folder = std::filesystem::current_path(error).string();
    origin.outIsTerminal = isatty(STDOUT_FILENO) == 1;
    origin.errIsTerminal = isatty(STDERR_FILENO) == 1;
    winsize size{};
    const int terminal = origin.outIsTerminal ? STDOUT_FILENO : STDERR_FILENO;
    if ((origin.outIsTerminal || origin.errIsTerminal) && ioctl(terminal, TIOCGWINSZ, &size) == 0)
        origin.columns = size.ws_col;
    origin.json = json;
    return origin;
}

bool writeAll(int fd, const char* bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

} // namespace segue::app

#include "moc_io.cpp"
