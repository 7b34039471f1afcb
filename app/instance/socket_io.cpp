#include "app/instance/socket_io.h"

#include <chrono>

namespace segue::app {

namespace {

constexpr int maxStuckBeats = 30;

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

SocketIo::SocketIo(Origin origin, QLocalSocket* socket)
    : Io(std::move(origin))
    , socket_(socket)
{
    socket_->setParent(this);
    connect(socket_, &QLocalSocket::disconnected, this, &SocketIo::gone);
    connect(&heartbeat_, &QTimer::timeout, this, &SocketIo::beat);
    heartbeat_.start(std::chrono::seconds(1));
    send(encodeFrame(FrameType::accepted, {}));
}

SocketIo::~SocketIo() = default;

void SocketIo::out(const QByteArray& bytes)
{
    send(encodeChunks(FrameType::output, viewOf(bytes)));
}

void SocketIo::err(const QByteArray& bytes)
{
    send(encodeChunks(FrameType::problem, viewOf(bytes)));
}

void SocketIo::finish(int code)
{
    const char byte = static_cast<char>(code);
    send(encodeFrame(FrameType::exit, {&byte, 1}));
    if (gone_)
        QMetaObject::invokeMethod(this, &SocketIo::closed, Qt::QueuedConnection);
    else
        socket_->disconnectFromServer(); // sends the rest first, then disconnected()
}

void SocketIo::send(const std::string& frames)
{
    if (gone_)
        return;
    socket_->write(frames.data(), static_cast<qint64>(frames.size()));
    socket_->flush();
}

void SocketIo::beat()
{
    if (gone_)
        return;
    const qint64 waiting = socket_->bytesToWrite();
    stuckBeats_ = waiting > 0 && waiting >= unsent_ ? stuckBeats_ + 1 : 0;
    if (stuckBeats_ >= maxStuckBeats) {
        socket_->abort();
        return;
    }
    if (!isDone())
        send(encodeFrame(FrameType::heartbeat, {}));
    unsent_ = socket_->bytesToWrite();
}

void SocketIo::gone()
{
    if (gone_)
        return;
    gone_ = true;
    heartbeat_.stop();
    if (isDone())
        Q_EMIT closed();
    else
        Q_EMIT cancelled();
}

} // namespace segue::app

#include "moc_socket_io.cpp"
