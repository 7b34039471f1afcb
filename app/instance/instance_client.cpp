#include "app/instance/instance_client.h"

#include "app/cli/io.h"
#include "app/instance/instance_lock.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace segue::app {

namespace {

using State = ForwardResult::State;

constexpr int acceptTimeoutMs = 5'000;
constexpr int silenceTimeoutMs = 10'000; // heartbeats come every second

/// A connected socket, closed at the end; -1 when nobody listens.
class Connection {
public:
    explicit Connection(const std::string& path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.empty() || path.size() >= sizeof address.sun_path)
            return;
        std::memcpy(address.sun_path, path.data(), path.size());
        fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        // On a local socket a non-blocking connect succeeds at once, or fails: EAGAIN when the
        // owner has not taken its callers for a long time.
        if (fd_ >= 0
            && connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            full_ = errno == EAGAIN;
            close(fd_);
            fd_ = -1;
        }
    }
    ~Connection()
    {
        if (fd_ >= 0)
            close(fd_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    bool isOpen() const { return fd_ >= 0; }
    bool isFull() const { return full_; }

    bool waitFor(short events, int timeoutMs) const
    {
        using namespace std::chrono;
        const auto deadline = steady_clock::now() + milliseconds(timeoutMs);
        while (true) {
            const auto left = duration_cast<milliseconds>(deadline - steady_clock::now()).count();
            pollfd entry{fd_, events, 0};
            const int ready = poll(&entry, 1, static_cast<int>(std::max<long long>(0, left)));
            if (ready >= 0 || errno != EINTR)
                return ready > 0;
        }
    }
    bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EAGAIN && waitFor(POLLOUT, acceptTimeoutMs))
                continue;
            if (sent < 0 && errno == EINTR)
                continue;
            if (sent < 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// Bytes read, 0 at the end or after an error.
    std::size_t receive(char* buffer, std::size_t size) const
    {
        const ssize_t received = recv(fd_, buffer, size, 0);
        return received > 0 ? static_cast<std::size_t>(received) : 0;
    }

private:
    int fd_ = -1;
    bool full_ = false;
};

} // namespace

ForwardResult forwardToOwner(const std::filesystem::path& dataFolder, const Request& request)
{
    ForwardResult result;
    const auto owner = InstanceLock::owner(dataFolder);
    if (!owner)
        return result;
    result.ownerPid = owner->pid;
    const Connection connection(owner->socket);
    if (connection.isFull())
        result.state = State::silent;
    if (!connection.isOpen())
        return result;
    if (!connection.send(encodeFrame(FrameType::request, encodeRequest(request))))
        return result;

    FrameReader reader(maxFrameBytes);
    bool accepted = false;
    char buffer[1u << 16];
    while (true) {
        if (!connection.waitFor(POLLIN, accepted ? silenceTimeoutMs : acceptTimeoutMs)) {
            result.state = accepted ? State::lost : State::silent;
            return result;
        }
        const std::size_t size = connection.receive(buffer, sizeof buffer);
        if (size == 0) {
            result.state = accepted ? State::lost : State::unreachable;
            return result;
        }
        reader.feed({buffer, size});
        auto frame = reader.next();
        for (; frame && *frame; frame = reader.next()) {
            const std::string& payload = (*frame)->payload;
            switch ((*frame)->type) {
            case FrameType::accepted:
                accepted = true;
                break;
            case FrameType::busy:
                return result;
            case FrameType::output:
                if (!writeAll(STDOUT_FILENO, payload.data(), payload.size())) {
                    // The reader left (`| head`): so do we, which cancels the command there.
                    result.state = State::finished;
                    result.exitCode = errno == EPIPE ? 0 : 1;
                    return result;
                }
                break;
            case FrameType::problem:
                (void)writeAll(STDERR_FILENO, payload.data(), payload.size());
                break;
            case FrameType::exit:
                result.state = State::finished;
                result.exitCode = payload.empty() ? 1 : static_cast<unsigned char>(payload.front());
                return result;
            case FrameType::request:
            case FrameType::heartbeat:
                break;
            }
        }
        if (!frame) {
            result.state = State::lost;
            return result;
        }
    }
}

} // namespace segue::app
