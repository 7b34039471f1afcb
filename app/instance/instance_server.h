#pragma once

#include "app/cli/io.h"
#include "app/instance/local_protocol.h"
#include "core/base/result.h"

#include <QLocalServer>
#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace segue::app {

class SocketIo;

/// Answers the commands of other processes while this one owns the data folder. Only processes of
/// the same user are heard. Main thread.
class InstanceServer : public QObject {
    Q_OBJECT

public:
    /// Runs one request; must call io->done() sometime.
    using Handler = std::function<void(const Request& request, const IoPtr& io)>;

    explicit InstanceServer(Handler handler);
    ~InstanceServer() override;

    /// Starts to listen: at `segue.sock` in the data folder, or in $XDG_RUNTIME_DIR or a new
    /// private folder when that path is too long for a socket or the file system has none. The
    /// path, to be published in the lock file.
    Result<std::string> listen(const std::filesystem::path& dataFolder);

    /// From now on requests are answered with "busy", and those that run are cancelled.
    void close();
    bool isIdle() const { return running_.empty(); }

Q_SIGNALS:
    /// The last running request ended.
    void idle();

private:
    void accept();

    QLocalServer server_;
    Handler handler_;
    std::string ownFolder_; // made for the socket, removed at the end
    std::map<SocketIo*, std::shared_ptr<SocketIo>> running_; // until the client has all output
    bool closing_ = false;
};

} // namespace segue::app
