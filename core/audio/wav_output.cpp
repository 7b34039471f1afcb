#include "core/audio/wav_output.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace segue::audio {

namespace {

constexpr std::uint64_t headerBytes = 92;

void put(std::string& out, std::uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

Error cannotWrite(const std::string& path)
{
    const int error = errno;
    return {"Cannot write " + path + ": " + std::strerror(error)
        + (error == ENOSPC ? ". Make room on that disk." : ". Choose another place.")};
}

std::uint64_t bytesPerFrame(WavFormat format)
{
    return format == WavFormat::float32 ? 8 : 4;
}

} // namespace

std::string wavHeader(WavFormat format, int rate, std::uint64_t frames)
{
    const std::uint64_t frameBytes = bytesPerFrame(format);
    const std::uint64_t data = frames * frameBytes;
    const std::uint64_t riff = headerBytes - 8 + data;
    const bool large = riff > 0xFFFFFFFFu;
    std::string out = large ? "RF64" : "RIFF";
    put(out, large ? 0xFFFFFFFFu : riff, 4);
    out += "WAVE";
    out += large ? "ds64" : "JUNK"; // room for the long sizes, should they be needed
    put(out, 28, 4);
    put(out, large ? riff : 0, 8);
    put(out, large ? data : 0, 8);
    put(out, large ? frames : 0, 8);
    put(out, 0, 4);
    out += "fmt ";
    put(out, 16, 4);
    put(out, format == WavFormat::float32 ? 3 : 1, 2);
    put(out, 2, 2);
    put(out, static_cast<std::uint64_t>(rate), 4);
    put(out, static_cast<std::uint64_t>(rate) * frameBytes, 4);
    put(out, frameBytes, 2);
    put(out, frameBytes * 4, 2);
    out += "fact";
    put(out, 4, 4);
    put(out, std::min<std::uint64_t>(frames, 0xFFFFFFFFu), 4);
    out += "data";
    put(out, large ? 0xFFFFFFFFu : data, 4);
    return out;
}

Result<WavWriter> WavWriter::create(const std::string& path, WavFormat format, int rate)
{
    WavWriter writer;
    writer.path_ = path;
    writer.format_ = format;
    writer.rate_ = rate;
    writer.fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer.fd_ < 0)
        return cannotWrite(path);
    const std::string header = wavHeader(format, rate, 0);
    if (auto ok = writer.writeAll(header.data(), header.size(), 0); !ok)
        return ok.error();
    return Result<WavWriter>(std::move(writer));
}

WavWriter::WavWriter(WavWriter&& other) noexcept
    : path_(std::move(other.path_))
    , format_(other.format_)
    , rate_(other.rate_)
    , fd_(std::exchange(other.fd_, -1))
    , frames_(other.frames_)
    , framesInHeader_(other.framesInHeader_)
{
}

WavWriter::~WavWriter()
{
    static_cast<void>(close());
}

Result<void> WavWriter::write(std::span<const float> stereo)
{
    const auto offset = static_cast<std::int64_t>(headerBytes + frames_ * bytesPerFrame(format_));
    Result<void> done;
    if (format_ == WavFormat::float32) {
        done = writeAll(stereo.data(), stereo.size_bytes(), offset);
    } else {
        rounded_.resize(stereo.size());
        std::transform(stereo.begin(), stereo.end(), rounded_.begin(), [](float sample) {
            return static_cast<std::int16_t>(
                std::clamp(std::lround(sample * 32768), -32768L, 32767L));
        });
        done = writeAll(rounded_.data(), rounded_.size() * sizeof(std::int16_t), offset);
    }
    if (!done)
        return done;
    frames_ += stereo.size() / 2;
    if (frames_ - framesInHeader_ < static_cast<std::uint64_t>(rate_))
        return {};
    framesInHeader_ = frames_;
    const std::string header = wavHeader(format_, rate_, frames_);
    return writeAll(header.data(), header.size(), 0);
}

Result<void> WavWriter::close()
{
    if (fd_ < 0)
        return {};
    const std::string header = wavHeader(format_, rate_, frames_);
    Result<void> done = writeAll(header.data(), header.size(), 0);
    if (::close(std::exchange(fd_, -1)) != 0 && done)
        done = cannotWrite(path_);
    return done;
}

Result<void> WavWriter::writeAll(const void* bytes, std::size_t size, std::int64_t offset)
{
    const auto* from = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t n = ::pwrite(fd_, from, size, offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return cannotWrite(path_);
        from += n;
        size -= static_cast<std::size_t>(n);
        offset += n;
    }
    return {};
}

Result<void> WavOutput::start(Engine& engine)
{
    auto created = WavWriter::create(path_, format_, engine.rate());
    if (!created)
        return created.error();
    // Closed when the thread ends and lets its sink go.
    auto writer = std::make_shared<WavWriter>(std::move(*created));
    thread_.start(engine, pace_, [this, writer](std::span<const float> stereo) {
        const Result<void> done = writer->write(stereo);
        if (!done)
            report(false, done.error().message);
        return done.ok();
    });
    return {};
}

} // namespace segue::audio
