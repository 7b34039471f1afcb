#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segue::test {

/// Property names of TagLib ("TITLE", "MUSICBRAINZ_TRACKID"…) and their values.
using Tags = std::map<std::string, std::vector<std::string>>;

/// A folder of its own in the system's temporary folder, removed with all that is in it. Paths are
/// bytes, relative to it.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string operator/(std::string_view relative) const
    {
        return path_ + '/' + std::string(relative);
    }

private:
    std::string path_;
};

/// Writes `bytes`, making the folders above.
void writeFile(const std::string& path, std::string_view bytes);
std::string readFile(const std::string& path);
/// A quiet tone as WAV, 8 bit, mono, 8 kHz: 8 bytes a millisecond.
std::string wavBytes(int milliseconds, int pitch = 1);
/// A WAV file with tags (ID3v2 chunk); the folders above are made.
void makeWav(
    const std::string& path, const Tags& tags = {}, int milliseconds = 1000, int pitch = 1);
/// Replaces the tags of any file that TagLib can write.
void retag(const std::string& path, const Tags& tags);
void setMtime(const std::string& path, std::int64_t seconds);

} // namespace segue::test
