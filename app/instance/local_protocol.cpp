#include "app/instance/local_protocol.h"

#include <algorithm>

namespace segue::app {

namespace {

constexpr std::uint32_t requestVersion = 1;
constexpr std::size_t headerBytes = 5;

void appendNumber(std::string& to, std::uint32_t value)
{
    for (const unsigned shift : {24u, 16u, 8u, 0u})
        to.push_back(static_cast<char>((value >> shift) & 0xFFu));
}

std::uint32_t numberAt(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

void appendText(std::string& to, std::string_view text)
{
    appendNumber(to, static_cast<std::uint32_t>(text.size()));
    to.append(text);
}

/// Takes values from the front of a payload; remembers when there was too little.
class Parser {
public:
    explicit Parser(std::string_view bytes)
        : rest_(bytes)
    {
    }
    std::uint32_t number()
    {
        if (rest_.size() < 4) {
            failed_ = true;
            return 0;
        }
        const std::uint32_t value = numberAt(rest_);
        rest_.remove_prefix(4);
        return value;
    }
    std::string text()
    {
        const std::uint32_t size = number();
        if (failed_ || rest_.size() < size) {
            failed_ = true;
            return {};
        }
        std::string value(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return value;
    }
    bool failed() const { return failed_; }
    bool atEnd() const { return rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

} // namespace

std::string encodeFrame(FrameType type, std::string_view payload)
{
    std::string frame;
    frame.reserve(headerBytes + payload.size());
    frame.push_back(static_cast<char>(type));
    appendText(frame, payload);
    return frame;
}

std::string encodeChunks(FrameType type, std::string_view bytes)
{
    std::string frames;
    for (std::size_t at = 0; at < bytes.size(); at += maxFrameBytes)
        frames += encodeFrame(type, bytes.substr(at, maxFrameBytes));
    return frames;
}

Result<std::optional<Frame>> FrameReader::next()
{
    const std::string_view rest = std::string_view(buffer_).substr(read_);
    if (rest.size() < headerBytes)
        return std::optional<Frame>();
    const std::size_t size = numberAt(rest.substr(1));
    if (size > maxPayload_)
        return Error{"a message of " + std::to_string(size) + " bytes is too long"};
    if (rest.size() < headerBytes + size)
        return std::optional<Frame>();
    Frame frame{static_cast<FrameType>(rest.front()), std::string(rest.substr(headerBytes, size))};
    read_ += headerBytes + size;
    if (read_ == buffer_.size() || read_ > maxRequestBytes) {
        buffer_.erase(0, read_);
        read_ = 0;
    }
    return std::optional<Frame>(std::move(frame));
}

std::string encodeRequest(const Request& request)
{
    std::string bytes;
    appendNumber(bytes, requestVersion);
    appendText(bytes, request.folder);
    appendNumber(bytes, (request.outIsTerminal ? 1u : 0u) | (request.errIsTerminal ? 2u : 0u));
    appendNumber(bytes, static_cast<std::uint32_t>(std::max(0, request.columns)));
    appendNumber(bytes, static_cast<std::uint32_t>(request.arguments.size()));
    for (const std::string& argument : request.arguments)
        appendText(bytes, argument);
    return bytes;
}

std::optional<Request> decodeRequest(std::string_view payload)
{
    Parser parser(payload);
    if (parser.number() != requestVersion)
        return std::nullopt;
    Request request;
    request.folder = parser.text();
    const std::uint32_t flags = parser.number();
    request.outIsTerminal = flags & 1u;
    request.errIsTerminal = flags & 2u;
    request.columns = static_cast<int>(std::min(parser.number(), 10'000u));
    const std::uint32_t count = parser.number();
    for (std::uint32_t i = 0; i < count && !parser.failed(); ++i)
        request.arguments.push_back(parser.text());
    if (parser.failed() || !parser.atEnd())
        return std::nullopt;
    return request;
}

} // namespace segue::app
