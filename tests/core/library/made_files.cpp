#include "tests/core/library/made_files.h"

#include <taglib/fileref.h>
#include <taglib/tpropertymap.h>
#include <taglib/wavfile.h>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/stat.h>

namespace segue::test {

namespace fs = std::filesystem;

TempFolder::TempFolder()
{
    std::string name = (fs::temp_directory_path() / "segue-test-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw std::runtime_error("no temporary folder");
    path_ = fs::canonical(name).string();
}

TempFolder::~TempFolder()
{
    std::error_code error;
    fs::remove_all(path_, error);
}

void writeFile(const std::string& path, std::string_view bytes)
{
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        throw std::runtime_error("cannot write " + path);
}

std::string readFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string wavBytes(int milliseconds, int pitch)
{
    std::string samples;
    for (int i = 0; i < milliseconds * 8; ++i)
        samples += static_cast<char>(128 + (i * pitch) % 20);
    const auto number = [](std::uint32_t value, int bytes) {
        std::string out;
        for (int i = 0; i < bytes; ++i)
            out += static_cast<char>(value >> (8 * i) & 0xff);
        return out;
    };
    const auto size = static_cast<std::uint32_t>(samples.size());
    return "RIFF" + number(36 + size, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) + number(1, 2)
        + number(8000, 4) + number(8000, 4) + number(1, 2) + number(8, 2) + "data" + number(size, 4)
        + samples;
}

namespace {

TagLib::PropertyMap mapOf(const Tags& tags)
{
    TagLib::PropertyMap map;
    for (const auto& [key, values] : tags) {
        TagLib::StringList list;
        for (const std::string& value : values)
            list.append(TagLib::String(value, TagLib::String::UTF8));
        map.insert(TagLib::String(key, TagLib::String::UTF8), list);
    }
    return map;
}

} // namespace

void makeWav(const std::string& path, const Tags& tags, int milliseconds, int pitch)
{
    writeFile(path, wavBytes(milliseconds, pitch));
    if (!tags.empty())
        retag(path, tags);
}

void retag(const std::string& path, const Tags& tags)
{
    TagLib::FileRef file(path.c_str(), false);
    if (file.isNull())
        throw std::runtime_error("cannot tag " + path);
    file.file()->setProperties(mapOf(tags));
    if (!file.save())
        throw std::runtime_error("cannot save tags of " + path);
}

void setMtime(const std::string& path, std::int64_t seconds)
{
    const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
    if (::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0)
        throw std::runtime_error("cannot set the time of " + path);
}

} // namespace segue::test
