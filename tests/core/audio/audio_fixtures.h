#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace segue::test {

/// Interleaved float samples.
struct Sound {
    int rate = 44100;
    int channels = 2;
    std::vector<float> samples;

    std::int64_t frames() const { return static_cast<std::int64_t>(samples.size()) / channels; }
    Sound part(std::int64_t from, std::int64_t to) const;
};

/// A sine sweep from 200 to 2000 Hz at .7 of full scale, rounded to 16 bit, the same in every
/// channel but for its sign (odd channels are inverted).
Sound sweep(int rate, double seconds, int channels = 2);

/// A path for `name` in this process's own temporary folder.
std::string tempPath(const QString& name);
void writeBytes(const std::string& path, const std::string& bytes);
std::string readBytes(const std::string& path);

/// 16-bit WAV.
void writeWav(const std::string& path, const Sound& sound);
/// Encodes with the ffmpeg program: `arguments` come before the output's name. Fails the program
/// loudly when ffmpeg is missing.
std::string encode(const Sound& sound, const QString& name, const QStringList& arguments = {});
/// Writes the true padding into an mp3's Info tag: libavformat's muxer notes at most one packet of
/// it. `frames`: what went into the encoder.
void correctMp3Padding(const std::string& path, std::int64_t frames);
/// The whole file through Decoder; empty when it does not open.
Sound decodeAll(const std::string& path);

/// The shift (in frames) of `cut` against `reference` that makes them most alike over `length`
/// frames starting at `at`; searched within +-`most`. Channel 0.
int bestShift(const Sound& reference, const Sound& cut, std::int64_t at, std::int64_t length,
    int most = 1500);

} // namespace segue::test
