#pragma once

#include "app/cli/io.h"
#include "app/instance/local_protocol.h"

#include <QLocalSocket>
#include <QTimer>

namespace segue::app {

/// A command of another process: output goes through the socket as frames. A client that goes away
/// cancels its command; one that stops reading for 30 s is dropped.
class SocketIo final : public Io {
    Q_OBJECT

public:
    /// Takes the socket over.
    SocketIo(Origin origin, QLocalSocket* socket);
    ~SocketIo() override;
    void out(const QByteArray& bytes) override;
    void err(const QByteArray& bytes) override;

Q_SIGNALS:
    /// Everything that could be sent is sent, and the socket closed.
    void closed();

protected:
    void finish(int code) override;

private:
    void send(const std::string& frames);
    void beat();
    void gone();

    QLocalSocket* socket_;
    QTimer heartbeat_;
    qint64 unsent_ = 0; // bytes waiting at the last beat
    int stuckBeats_ = 0;
    bool gone_ = false;
};

} // namespace segue::app
