#include "tests/core/audio/audio_fixtures.h"

#include "core/audio/decoder.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace segue::test {

namespace {

void put(std::string& out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

} // namespace

Sound Sound::part(std::int64_t from, std::int64_t to) const
{
    return {rate, channels,
        std::vector<float>(samples.begin() + from * channels, samples.begin() + to * channels)};
}

Sound sweep(int rate, double seconds, int channels)
{
    Sound sound{rate, channels, {}};
    const auto frames = static_cast<std::int64_t>(seconds * rate);
    sound.samples.reserve(static_cast<std::size_t>(frames * channels));
    for (std::int64_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rate;
        const double phase = 2 * std::numbers::pi * (200 * t + 1800 / (2 * seconds) * t * t);
        const auto value = static_cast<float>(std::lround(.7 * 32767 * std::sin(phase)) / 32768.0);
        for (int c = 0; c < channels; ++c)
            sound.samples.push_back(c % 2 ? -value : value);
    }
    return sound;
}

std::string tempPath(const QString& name)
{
    static const QTemporaryDir dir;
    return QFile::encodeName(dir.filePath(name)).toStdString();
}

void writeBytes(const std::string& path, const std::string& bytes)
{
    QFile file(QFile::decodeName(path.c_str()));
    if (!file.open(QIODevice::WriteOnly)
        || file.write(bytes.data(), static_cast<qint64>(bytes.size()))
            != static_cast<qint64>(bytes.size()))
        qFatal("cannot write %s", path.c_str());
}

std::string readBytes(const std::string& path)
{
    QFile file(QFile::decodeName(path.c_str()));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", path.c_str());
    return file.readAll().toStdString();
}

void writeWav(const std::string& path, const Sound& sound)
{
    const auto bytes = static_cast<std::uint32_t>(sound.samples.size() * 2);
    std::string out = "RIFF";
    put(out, 36 + bytes, 4);
    out += "WAVEfmt ";
    put(out, 16, 4);
    put(out, 1, 2);
    put(out, static_cast<std::uint32_t>(sound.channels), 2);
    put(out, static_cast<std::uint32_t>(sound.rate), 4);
    put(out, static_cast<std::uint32_t>(sound.rate * sound.channels * 2), 4);
    put(out, static_cast<std::uint32_t>(sound.channels * 2), 2);
    put(out, 16, 2);
    out += "data";
    put(out, bytes, 4);
    for (const float sample : sound.samples)
        put(out, static_cast<std::uint32_t>(std::lround(sample * 32768)), 2);
    writeBytes(path, out);
}

std::string encode(const Sound& sound, const QString& name, const QStringList& arguments)
{
    using namespace Qt::StringLiterals;
    const std::string wav = tempPath(name + u".source.wav"_s);
    const std::string to = tempPath(name);
    writeWav(wav, sound);
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
        QStringList{u"-v"_s, u"error"_s, u"-y"_s, u"-i"_s, QFile::decodeName(wav.c_str())}
            + arguments + QStringList{QFile::decodeName(to.c_str())});
    if (!ffmpeg.waitForFinished(60'000) || ffmpeg.exitCode() != 0)
        qFatal("ffmpeg (needed by this test) failed for %s: %s", to.c_str(),
            ffmpeg.readAllStandardError().constData());
    return to;
}

void correctMp3Padding(const std::string& path, std::int64_t frames)
{
    std::string bytes = readBytes(path);
    std::size_t tag = bytes.find("Info");
    if (tag == std::string::npos)
        tag = bytes.find("Xing");
    const auto byteAt = [&](std::size_t at) { return static_cast<unsigned char>(bytes.at(at)); };
    const std::int64_t packets
        = byteAt(tag + 8) << 24 | byteAt(tag + 9) << 16 | byteAt(tag + 10) << 8 | byteAt(tag + 11);
    const std::size_t counts = bytes.find("Lavc", tag) + 21;
    const int delay = byteAt(counts) << 4 | byteAt(counts + 1) >> 4;
    const auto padding = static_cast<int>(packets * 1152 - delay - frames);
    bytes[counts + 1] = static_cast<char>((delay & 0xF) << 4 | padding >> 8);
    bytes[counts + 2] = static_cast<char>(padding & 0xFF);
    writeBytes(path, bytes);
}

Sound decodeAll(const std::string& path)
{
    Sound sound;
    const auto decoder = audio::Decoder::open(path);
    if (!decoder)
        return sound;
    sound.rate = (*decoder)->info().sampleRate;
    sound.channels = (*decoder)->info().channels;
    std::vector<float> block(static_cast<std::size_t>(1000 * sound.channels));
    while (const std::size_t got = (*decoder)->read(block.data(), 1000))
        sound.samples.insert(sound.samples.end(), block.begin(),
            block.begin() + static_cast<std::ptrdiff_t>(got) * sound.channels);
    return sound;
}

int bestShift(
    const Sound& reference, const Sound& cut, std::int64_t at, std::int64_t length, int most)
{
    double best = std::numeric_limits<double>::max();
    int shift = std::numeric_limits<int>::max();
    for (int s = -most; s <= most; ++s) {
        if (at + s < 0 || at + s + length > cut.frames() || at + length > reference.frames())
            continue;
        double error = 0;
        for (std::int64_t i = at; i < at + length && error < best; ++i) {
            const double d
                = double{reference.samples[static_cast<std::size_t>(i * reference.channels)]}
                - double{cut.samples[static_cast<std::size_t>((i + s) * cut.channels)]};
            error += d * d;
        }
        if (error < best) {
            best = error;
            shift = s;
        }
    }
    return shift;
}

} // namespace segue::test
