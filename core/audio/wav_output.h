#pragma once

#include "core/audio/output.h"
#include "core/audio/pull_thread.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace segue::audio {

enum class WavFormat { float32, int16 };

/// The 92 bytes before the samples of a stereo WAV file with `frames` frames: RIFF, or RF64
/// (EBU Tech 3306) where the file exceeds 4 GiB.
std::string wavHeader(WavFormat format, int rate, std::uint64_t frames);

/// Writes a WAV file whose header is valid at any time: it is brought up to date every second of
/// music, so that a program that dies leaves a file that plays. Not thread-safe.
class WavWriter {
public:
    /// Creates or empties `path`. Errors name the file.
    static Result<WavWriter> create(const std::string& path, WavFormat format, int rate);
    WavWriter(WavWriter&& other) noexcept;
    WavWriter& operator=(WavWriter&&) = delete;
    ~WavWriter();

    /// Interleaved stereo. int16: rounded, clipped at full scale, not dithered.
    Result<void> write(std::span<const float> stereo);
    /// Writes the final header.
    Result<void> close();
    std::uint64_t frames() const { return frames_; }

private:
    WavWriter() = default;
    Result<void> writeAll(const void* bytes, std::size_t size, std::int64_t offset);

    std::string path_;
    WavFormat format_ = WavFormat::float32;
    int rate_ = 0;
    int fd_ = -1;
    std::uint64_t frames_ = 0;
    std::uint64_t framesInHeader_ = 0;
    std::vector<std::int16_t> rounded_;
};

/// Writes what is played into a WAV file: all music, none of the silence of pauses.
class WavOutput final : public Output {
public:
    explicit WavOutput(std::string path, int rate = 48000, WavFormat format = WavFormat::float32,
        Pace pace = Pace::asFastAsPossible)
        : path_(std::move(path))
        , rate_(rate)
        , format_(format)
        , pace_(pace)
    {
    }
    ~WavOutput() override { thread_.stop(); }
    int rate() const override { return rate_; }
    Result<void> start(Engine& engine) override;
    void stop() override { thread_.stop(); }

private:
    std::string path_;
    int rate_;
    WavFormat format_;
    Pace pace_;
    PullThread thread_;
};

} // namespace segue::audio
