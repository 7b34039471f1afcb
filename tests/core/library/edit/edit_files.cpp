#include "tests/core/library/edit/edit_files.h"

#include "core/library/tags/tag_edit.h"
#include "tests/core/library/encoded.h"
#include "tests/core/library/made_files.h"

#include <QProcess>
#include <QStringList>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace segue::test {

const std::vector<std::string>& writableKinds()
{
    static const std::vector<std::string> kinds{"mp3", "flac", "ogg", "opus", "spx", "m4a",
        "alac.m4a", "wav", "aiff", "wma", "wv", "tta", "aac", "ape", "mpc"};
    return kinds;
}

bool isRealSound(const std::string& kind)
{
    return kind != "ape" && kind != "mpc";
}

std::string bytesOfKind(const std::string& kind)
{
    return kind == "ape" ? apeBytes() : kind == "mpc" ? musepackBytes() : encoded(kind);
}

QByteArray soundOf(const std::string& path)
{
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
        {u"-nostdin"_s, u"-v"_s, u"error"_s, u"-i"_s, QString::fromStdString(path), u"-map"_s,
            u"0:a"_s, u"-f"_s, u"md5"_s, u"-"_s});
    if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0)
        throw std::runtime_error(
            "ffmpeg cannot decode " + path + ": " + ffmpeg.readAllStandardError().toStdString());
    return ffmpeg.readAllStandardOutput();
}

std::vector<std::string> valuesOf(const tags::FileFields& file, std::string_view name)
{
    const auto found = std::ranges::find(file.fields, name, &tags::Field::name);
    return found == file.fields.end() ? std::vector<std::string>() : found->values;
}

tags::FileFields fieldsOf(const std::string& path)
{
    return tags::readFields(path);
}

tags::Picture jpeg(char mark, std::size_t size)
{
    return {3, "image/jpeg", {}, "\xff\xd8\xff\xe0" + std::string(size, mark)};
}

tags::Picture png(char mark, std::size_t size)
{
    return {3, "image/png", {}, "\x89PNG\r\n\x1a\n" + std::string(size, mark)};
}

std::vector<std::string> namesIn(const std::string& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace segue::test
