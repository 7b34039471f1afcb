#include "tests/core/library/encoded.h"

#include "tests/core/library/made_files.h"

#include <QProcess>
#include <QStringList>

#include <map>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace segue::test {

namespace {

QStringList encoderOptions(const std::string& extension)
{
    static const std::map<std::string, QStringList> options{
        {"mp3", {u"-c:a"_s, u"libmp3lame"_s, u"-b:a"_s, u"128k"_s, u"-id3v2_version"_s, u"0"_s}},
        {"flac", {u"-c:a"_s, u"flac"_s}},
        {"ogg", {u"-c:a"_s, u"libvorbis"_s}},
        {"opus", {u"-c:a"_s, u"libopus"_s, u"-ar"_s, u"48000"_s}},
        {"m4a", {u"-c:a"_s, u"aac"_s}},
        {"alac.m4a", {u"-c:a"_s, u"alac"_s}},
        {"wav", {u"-c:a"_s, u"pcm_s16le"_s}},
        {"aiff", {u"-c:a"_s, u"pcm_s16be"_s}},
        {"wma", {u"-c:a"_s, u"wmav2"_s}},
        {"wv", {u"-c:a"_s, u"wavpack"_s}},
        {"tta", {u"-c:a"_s, u"tta"_s}},
        {"spx", {u"-c:a"_s, u"libspeex"_s, u"-ar"_s, u"32000"_s}},
        {"aac", {u"-c:a"_s, u"aac"_s, u"-f"_s, u"adts"_s}},
    };
    return options.at(extension);
}

std::string littleEndian(std::uint64_t value, int bytes)
{
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

} // namespace

const std::string& encoded(const std::string& extension)
{
    static std::map<std::string, std::string> all;
    if (const auto found = all.find(extension); found != all.end())
        return found->second;
    const TempFolder folder;
    const std::string path = folder / ("tone." + extension);
    QStringList arguments{u"-nostdin"_s, u"-v"_s, u"error"_s, u"-y"_s, u"-f"_s, u"lavfi"_s, u"-i"_s,
        u"sine=frequency=440:sample_rate=44100:duration=1"_s, u"-ac"_s, u"1"_s, u"-map_metadata"_s,
        u"-1"_s, u"-fflags"_s, u"+bitexact"_s, u"-flags:a"_s, u"+bitexact"_s};
    arguments << encoderOptions(extension) << QString::fromStdString(path);
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s, arguments);
    if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0)
        throw std::runtime_error("ffmpeg (Debian package ffmpeg) could not encode " + extension
            + ": " + ffmpeg.readAllStandardError().toStdString());
    return all[extension] = readFile(path);
}

// Monkey's Audio 3.99: descriptor (52 bytes) and header (24 bytes), then frames' place.
std::string apeBytes()
{
    const std::string descriptor = "MAC " + littleEndian(3990, 2) + littleEndian(0, 2)
        + littleEndian(52, 4) + littleEndian(24, 4) + littleEndian(4, 4) + littleEndian(0, 4)
        + littleEndian(1000, 4) + littleEndian(0, 4) + littleEndian(0, 4) + std::string(16, '\0');
    const std::string header = littleEndian(2000, 2) + littleEndian(0, 2)
        + littleEndian(73728 * 4, 4) + littleEndian(44100, 4) + littleEndian(1, 4)
        + littleEndian(16, 2) + littleEndian(2, 2) + littleEndian(44100, 4);
    return descriptor + header + std::string(1004, '\x55');
}

// Musepack SV7: 39 frames of 1152 samples at 44.1 kHz.
std::string musepackBytes()
{
    std::string head = "MP+" + littleEndian(7, 1) + littleEndian(39, 4) + std::string(20, '\0');
    return head + std::string(16000, '\x33');
}

std::string dsfBytes(const std::string& id3)
{
    constexpr std::uint64_t rate = 2822400;
    const std::string data(8192, '\x69');
    const std::uint64_t end = 28 + 52 + 12 + data.size();
    return "DSD " + littleEndian(28, 8) + littleEndian(end + id3.size(), 8)
        + littleEndian(id3.empty() ? 0 : end, 8) + "fmt " + littleEndian(52, 8) + littleEndian(1, 4)
        + littleEndian(0, 4) + littleEndian(2, 4) + littleEndian(2, 4) + littleEndian(rate, 4)
        + littleEndian(1, 4) + littleEndian(rate * 2, 8) + littleEndian(4096, 4)
        + littleEndian(0, 4) + "data" + littleEndian(12 + data.size(), 8) + data + id3;
}

} // namespace segue::test
