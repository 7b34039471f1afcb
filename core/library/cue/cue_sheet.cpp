#include "core/library/cue/cue_sheet.h"

#include "core/text/encodings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace segue {

namespace {

constexpr std::size_t largestSheet = 1 << 20;
constexpr std::size_t longestText = 1024; // bytes of one value
constexpr std::size_t mostTracks = 999; // a disc has 99 at most, a book may have more chapters
constexpr int longestMinutes = 100 * 60; // a sheet for a day of sound is no sheet

std::string textOf(std::string_view bytes)
{
    std::string text = withoutByteOrderMark(bytes);
    return isUtf8(text) ? text : fromWindows1252(text);
}

bool isBlank(char c)
{
    return static_cast<unsigned char>(c) <= ' ';
}

void skipBlanks(std::string_view& line)
{
    while (!line.empty() && isBlank(line.front()))
        line.remove_prefix(1);
}

/// The next word, upper case: commands are written in any.
std::string takeWord(std::string_view& line)
{
    skipBlanks(line);
    std::string word;
    while (!line.empty() && !isBlank(line.front())) {
        const char c = line.front();
        word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        line.remove_prefix(1);
    }
    return word;
}

/// A value in quotes, or without them the rest of the line. Control characters become blanks.
std::string takeText(std::string_view& line)
{
    skipBlanks(line);
    std::string_view value = line;
    if (line.starts_with('"')) {
        value.remove_prefix(1);
        const std::size_t end = value.find('"');
        line = end == value.npos ? std::string_view() : value.substr(end + 1);
        value = value.substr(0, end);
    } else {
        line = {};
        while (!value.empty() && isBlank(value.back()))
            value.remove_suffix(1);
    }
    if (value.size() > longestText) {
        std::size_t end = longestText;
        while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xc0) == 0x80)
            --end;
        value = value.substr(0, end);
    }
    std::string text(value);
    std::ranges::replace_if(text, isBlank, ' ');
    return text;
}

int numberOf(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && number > 0 && end != text.data() ? number : 0;
}

/// "mm:ss:ff" in frames; none when it is no position.
std::optional<std::int64_t> framesOf(std::string_view text)
{
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const char* const last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), last, parts[i]);
        const bool separated = i == 2 ? end == last : end != last && *end == ':';
        if (error != std::errc() || parts[i] < 0 || !separated)
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + (i < 2 ? 1 : 0));
    }
    if (parts[0] > longestMinutes || parts[1] > 59 || parts[2] >= cueFramesPerSecond)
        return std::nullopt;
    return (parts[0] * std::int64_t{60} + parts[1]) * cueFramesPerSecond + parts[2];
}

class Parser {
public:
    Result<CueSheet> parse(std::string_view text)
    {
        for (int number = 1; !text.empty(); ++number) {
            const std::size_t end = text.find_first_of("\r\n");
            std::string_view line = text.substr(0, end);
            text.remove_prefix(end == text.npos ? text.size() : end);
            if (text.starts_with("\r\n"))
                text.remove_prefix(1);
            if (!text.empty())
                text.remove_prefix(1);
            if (const char* problem = take(line))
                return Error{"line " + std::to_string(number) + ": " + problem};
        }
        if (const char* problem = endTrack())
            return Error{problem};
        if (sheet_.tracks.empty())
            return Error{"it names no track"};
        return std::move(sheet_);
    }

private:
    /// What is wrong with the line; null: nothing.
    const char* take(std::string_view line)
    {
        const std::string command = takeWord(line);
        if (command == "FILE")
            return takeFile(line);
        if (command == "TRACK")
            return takeTrack(line);
        if (command == "INDEX")
            return takeIndex(line);
        if (command == "TITLE")
            (inTrack_ ? track_.title : sheet_.title) = takeText(line);
        else if (command == "PERFORMER")
            (inTrack_ ? track_.performer : sheet_.performer) = takeText(line);
        else if (command == "SONGWRITER" && inTrack_)
            track_.songwriter = takeText(line);
        else if (command == "ISRC" && inTrack_)
            track_.isrc = takeText(line);
        else if (command == "CATALOG")
            sheet_.catalog = takeText(line);
        else if (command == "REM")
            takeRemark(line);
        return nullptr;
    }

    const char* takeFile(std::string_view line)
    {
        // The rest is `"NAME" TYPE`; without quotes the type is the last word.
        skipBlanks(line);
        const bool quoted = line.starts_with('"');
        std::string name = takeText(line);
        if (!quoted) {
            if (const std::size_t blank = name.rfind(' '); blank != name.npos)
                name.resize(blank);
        }
        if (name.empty())
            return "FILE without a name";
        if (sheet_.files.size() >= mostTracks)
            return "too many files";
        sheet_.files.push_back(std::move(name));
        return nullptr;
    }

    const char* takeTrack(std::string_view line)
    {
        if (const char* problem = endTrack())
            return problem;
        const int number = numberOf(takeWord(line));
        isAudio_ = takeWord(line) == "AUDIO";
        inTrack_ = true;
        track_ = {};
        track_.number = number;
        start_.reset();
        if (number < 1 || number > static_cast<int>(mostTracks))
            return "the track's number is not one of 1 to 999";
        return sheet_.tracks.size() >= mostTracks ? "too many tracks" : nullptr;
    }

    const char* takeIndex(std::string_view line)
    {
        const std::string number = takeWord(line);
        const auto position = framesOf(takeWord(line));
        if (!inTrack_)
            return "INDEX before the first TRACK";
        if (!position)
            return "the position is not of the form mm:ss:ff";
        if (number != "01" && number != "1")
            return nullptr; // the pause before, or a place inside
        if (sheet_.files.empty())
            return "INDEX before the first FILE";
        start_ = position;
        track_.file = sheet_.files.size() - 1;
        return nullptr;
    }

    void takeRemark(std::string_view line)
    {
        const std::string what = takeWord(line);
        if (what == "GENRE")
            sheet_.genre = takeText(line);
        else if (what == "DATE")
            sheet_.date = takeText(line);
        else if (what == "DISCNUMBER")
            sheet_.disc = numberOf(takeText(line));
        else if (what == "TOTALDISCS")
            sheet_.discTotal = numberOf(takeText(line));
    }

    const char* endTrack()
    {
        if (!std::exchange(inTrack_, false) || !isAudio_)
            return nullptr;
        if (!start_)
            return "a track has no INDEX 01";
        track_.start = *start_;
        if (!sheet_.tracks.empty()) {
            const CueTrack& before = sheet_.tracks.back();
            if (before.file == track_.file && before.start >= track_.start)
                return "a track begins before the one in front of it ends";
        }
        sheet_.tracks.push_back(std::move(track_));
        return nullptr;
    }

    CueSheet sheet_;
    CueTrack track_;
    std::optional<std::int64_t> start_;
    bool inTrack_ = false, isAudio_ = false;
};

} // namespace

Result<CueSheet> parseCueSheet(std::string_view bytes)
{
    if (bytes.size() > largestSheet)
        return Error{"it is larger than 1 MiB"};
    return Parser().parse(textOf(bytes));
}

std::vector<CuePart> partsOfFile(const CueSheet& sheet, std::size_t file)
{
    std::vector<CuePart> parts;
    for (const CueTrack& track : sheet.tracks) {
        if (track.file != file)
            continue;
        const std::int64_t start
            = (track.start * 1000 + cueFramesPerSecond / 2) / cueFramesPerSecond;
        if (!parts.empty())
            parts.back().endMs = start;
        parts.push_back({parts.empty() ? 0 : start, 0});
    }
    return parts;
}

Result<std::string> cueFileName(std::string_view written)
{
    const std::string shown(written);
    // A drive letter or backslashes: written on another machine, where only the name means
    // anything.
    const bool windows
        = written.find('\\') != written.npos || (written.size() > 1 && written[1] == ':');
    if (windows) {
        const std::size_t last = written.find_last_of("\\/:");
        written.remove_prefix(last == written.npos ? 0 : last + 1);
    }
    if (written.starts_with("./"))
        written.remove_prefix(2);
    if (written.empty() || written == "." || written == ".." || written.find('/') != written.npos
        || written.find('\0') != written.npos)
        return Error{"names a file outside its folder (" + shown
            + "), which is refused. Move the file beside the cue sheet."};
    return std::string(written);
}

} // namespace segue
