#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a command and the instance that owns the data folder say to each other over a local socket.
/// Frames: a type byte, the payload's length (32 bit, big endian), the payload. The command sends
/// one request; the owner answers `accepted`, then any number of `output`, `problem` and
/// `heartbeat`, then `exit`. Before `accepted` nothing has happened and the request can be
/// repeated. `busy` instead of `accepted`: the owner is ending. The command closing the socket
/// cancels.
namespace segue::app {

enum class FrameType : char {
    request = 'R',
    accepted = 'A',
    busy = 'B',
    output = 'O', ///< bytes for stdout
    problem = 'E', ///< bytes for stderr
    heartbeat = 'P', ///< about every second while a command runs
    exit = 'X', ///< payload: the exit code as one byte
};

struct Frame {
    FrameType type = FrameType::heartbeat;
    std::string payload;
};

/// What the other side's terminal can do, and what was asked. Texts are bytes as in argv.
struct Request {
    std::string folder; ///< the current folder of the command
    bool outIsTerminal = false;
    bool errIsTerminal = false;
    int columns = 0; ///< width of the terminal; 0: none
    std::vector<std::string> arguments; ///< without the program's name
};

constexpr std::size_t maxRequestBytes = 1u << 20;
constexpr std::size_t maxFrameBytes = 1u << 16;

/// One frame; `payload` at most 4 GiB.
std::string encodeFrame(FrameType type, std::string_view payload);
/// Several frames of one type, each at most maxFrameBytes.
std::string encodeChunks(FrameType type, std::string_view bytes);

/// Puts frames together from pieces of a stream. A frame longer than the limit is an error, and so
/// is everything after it.
class FrameReader {
public:
    explicit FrameReader(std::size_t maxPayload)
        : maxPayload_(maxPayload)
    {
    }
    void feed(std::string_view bytes) { buffer_.append(bytes); }
    /// The next whole frame; none when more bytes are needed.
    Result<std::optional<Frame>> next();

private:
    std::size_t maxPayload_;
    std::string buffer_;
    std::size_t read_ = 0; // bytes of buffer_ already given out
};

std::string encodeRequest(const Request& request);
/// None when the bytes are no request of this version.
std::optional<Request> decodeRequest(std::string_view payload);

} // namespace segue::app
