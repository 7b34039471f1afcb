#include "app/instance/instance_server.h"

#include "app/instance/socket_io.h"

#include <QFile>
#include <QLocalSocket>
#include <QTimer>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace segue::app {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds requestTimeout{5};
constexpr std::size_t maxRunning = 64;

/// Whether the process at the other end belongs to this user.
bool isSameUser(const QLocalSocket& socket)
{
    ucred credentials{};
    socklen_t size = sizeof credentials;
    return getsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED,
               &credentials, &size)
        == 0
        && credentials.uid == geteuid();
}

bool fitsSocket(const fs::path& path)
{
    // QLocalServer binds a name beside it first and renames that; leave it room.
    return path.string().size() + 24 < sizeof(sockaddr_un::sun_path);
}

/// Collects one request from a fresh connection, then hands it on; drops who is slow or unclear.
class Greeting : public QObject {
public:
    using Ready = std::function<void(const Request&, QLocalSocket*)>;
    Greeting(QLocalSocket* socket, Ready ready)
        : QObject(socket)
        , socket_(socket)
        , ready_(std::move(ready))
        , reader_(maxRequestBytes)
    {
        connect(socket, &QLocalSocket::readyRead, this, [this] { read(); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(requestTimeout, this, [this] { socket_->abort(); });
        read();
    }

private:
    void read()
    {
        const QByteArray bytes = socket_->readAll();
        reader_.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        auto frame = reader_.next();
        if (frame && !*frame)
            return;
        const auto request = frame && (*frame)->type == FrameType::request
            ? decodeRequest((*frame)->payload)
            : std::nullopt;
        if (!request) {
            socket_->abort();
            return;
        }
        socket_->disconnect(); // also from the deleteLater above
        deleteLater();
        setParent(nullptr);
        ready_(*request, socket_);
    }

    QLocalSocket* socket_;
    Ready ready_;
    FrameReader reader_;
};

} // namespace

InstanceServer::InstanceServer(Handler handler)
    : handler_(std::move(handler))
{
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &InstanceServer::accept);
}

InstanceServer::~InstanceServer()
{
    server_.close();
    if (!ownFolder_.empty())
        ::rmdir(ownFolder_.c_str());
}

Result<std::string> InstanceServer::listen(const fs::path& dataFolder)
{
    std::vector<fs::path> places{dataFolder / "segue.sock"};
    const std::string name = "segue-" + std::to_string(getpid()) + ".sock";
    if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime && *runtime == '/')
        places.push_back(fs::path(runtime) / name);
    std::string folder = "/tmp/segue-XXXXXX";
    for (std::size_t i = 0; i <= places.size(); ++i) {
        if (i == places.size()) {
            if (!ownFolder_.empty() || !mkdtemp(folder.data())) // only the user may enter it
                break;
            ownFolder_ = folder;
            places.push_back(fs::path(folder) / name);
        }
        if (!fitsSocket(places[i]))
            continue;
        const QString path = QFile::decodeName(places[i].c_str());
        // The lock is ours, so a socket that is there is a dead process's.
        QLocalServer::removeServer(path);
        if (server_.listen(path))
            return places[i].string();
    }
    return Error{"No local socket could be opened for " + dataFolder.string() + ": "
        + server_.errorString().toStdString()
        + ". Other commands cannot reach this one while it runs."};
}

void InstanceServer::close()
{
    closing_ = true;
    for (const auto& [raw, io] : std::map(running_))
        Q_EMIT raw->cancelled();
}

void InstanceServer::accept()
{
    while (QLocalSocket* socket = server_.nextPendingConnection()) {
        if (!isSameUser(*socket)) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        new Greeting(socket, [this](const Request& request, QLocalSocket* ready) {
            if (closing_ || running_.size() >= maxRunning) {
                const std::string busy = encodeFrame(FrameType::busy, {});
                connect(ready, &QLocalSocket::disconnected, ready, &QObject::deleteLater);
                ready->write(busy.data(), static_cast<qint64>(busy.size()));
                ready->disconnectFromServer();
                return;
            }
            const std::shared_ptr<SocketIo> io(
                new SocketIo({request.folder, request.outIsTerminal, request.errIsTerminal,
                                 request.columns, false},
                    ready),
                [](SocketIo* last) { last->deleteLater(); });
            running_.emplace(io.get(), io);
            connect(io.get(), &SocketIo::closed, this, [this, raw = io.get()] {
                running_.erase(raw);
                if (running_.empty())
                    Q_EMIT idle();
            });
            handler_(request, io);
        });
    }
}

} // namespace segue::app

#include "moc_instance_server.cpp"
