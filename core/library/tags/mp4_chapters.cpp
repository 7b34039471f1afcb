// Only what leads to the chapters is read of the boxes: ISO/IEC 14496-12 for the tables of samples,
// Apple's QuickTime File Format for the chapter track.
#include "core/library/tags/mp4_chapters.h"

#include "core/library/tags/tag_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>
#include <optional>

namespace segue::tags {

namespace {

constexpr std::size_t mostChapters = 999;
constexpr std::size_t largestTable = 256 << 10; // bytes of one table of samples
constexpr std::size_t longestTitle = 512;
constexpr int mostBoxes = 4096; // looked at on one level

std::uint64_t bigEndian(std::string_view bytes, std::size_t at, std::size_t size)
{
    if (at + size > bytes.size())
        return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// What lies in a box: [from, to) in the file.
struct Box {
    std::int64_t from = 0, to = 0;
};

/// The boxes named `name` directly in `in`.
std::vector<Box> boxesNamed(ReadStream& stream, Box in, std::string_view name)
{
    std::vector<Box> found;
    std::int64_t at = in.from;
    for (int i = 0; i < mostBoxes && at + 8 <= in.to; ++i) {
        const std::string head = stream.bytesAt(at, 16);
        if (head.size() < 8)
            break;
        auto size = static_cast<std::int64_t>(bigEndian(head, 0, 4));
        std::int64_t header = 8;
        if (size == 1) {
            size = static_cast<std::int64_t>(bigEndian(head, 8, 8));
            header = 16;
        } else if (size == 0) {
            size = in.to - at;
        }
        if (size < header || size > in.to - at)
            break;
        if (std::string_view(head).substr(4, 4) == name)
            found.push_back({at + header, at + size});
        at += size;
    }
    return found;
}

std::optional<Box> boxAt(ReadStream& stream, Box in, std::initializer_list<std::string_view> path)
{
    for (const std::string_view name : path) {
        const auto boxes = boxesNamed(stream, in, name);
        if (boxes.empty())
            return std::nullopt;
        in = boxes.front();
    }
    return in;
}

std::string contentOf(ReadStream& stream, std::optional<Box> box)
{
    if (!box)
        return {};
    const auto size = static_cast<std::size_t>(box->to - box->from);
    return size > largestTable ? std::string() : stream.bytesAt(box->from, size);
}

/// A number of a box whose fields before it are wider in version 1.
std::uint64_t versioned(std::string_view content, std::size_t at0, std::size_t at1)
{
    return bigEndian(content, !content.empty() && content[0] == 1 ? at1 : at0, 4);
}

/// Entries of a table that begins with version, flags and their number, as 32-bit words.
std::vector<std::uint32_t> tableOf(std::string_view content, std::size_t wordsEach)
{
    const std::size_t count
        = std::min<std::size_t>(bigEndian(content, 4, 4), content.size() / (4 * wordsEach));
    std::vector<std::uint32_t> words;
    for (std::size_t i = 0; i < count * wordsEach && 8 + 4 * i + 4 <= content.size(); ++i)
        words.push_back(static_cast<std::uint32_t>(bigEndian(content, 8 + 4 * i, 4)));
    words.resize(words.size() / wordsEach * wordsEach);
    return words;
}

/// A sample of a text track: its length in two bytes, then UTF-8, or UTF-16 with its mark.
std::string titleAt(ReadStream& stream, std::int64_t at, std::size_t size)
{
    const std::string sample = stream.bytesAt(at, std::min(size, longestTitle + 2));
    const std::size_t length
        = std::min<std::size_t>(bigEndian(sample, 0, 2), sample.size() < 2 ? 0 : sample.size() - 2);
    const TagLib::ByteVector text(
        sample.data() + std::min<std::size_t>(2, sample.size()), static_cast<unsigned>(length));
    const bool wide
        = length >= 2 && (bigEndian(sample, 2, 2) == 0xfeff || bigEndian(sample, 2, 2) == 0xfffe);
    return cleanText(TagLib::String(text, wide ? TagLib::String::UTF16 : TagLib::String::UTF8));
}

std::uint64_t idOfTrack(ReadStream& stream, Box trak)
{
    return versioned(contentOf(stream, boxAt(stream, trak, {"tkhd"})), 12, 20);
}

/// The text track that a track of sound names as its chapters.
std::optional<Box> chapterTrack(ReadStream& stream, const std::vector<Box>& tracks)
{
    for (const Box& trak : tracks) {
        const std::string ids = contentOf(stream, boxAt(stream, trak, {"tref", "chap"}));
        for (std::size_t at = 0; at + 4 <= ids.size(); at += 4) {
            for (const Box& other : tracks) {
                const auto handler = contentOf(stream, boxAt(stream, other, {"mdia", "hdlr"}));
                if (idOfTrack(stream, other) == bigEndian(ids, at, 4) && handler.size() >= 12
                    && std::string_view(handler).substr(8, 4) == "text")
                    return other;
            }
        }
    }
    return std::nullopt;
}

/// Where each sample lies in the file.
std::vector<std::int64_t> placesOf(
    ReadStream& stream, Box samples, const std::vector<std::uint32_t>& sizes)
{
    const std::string far = contentOf(stream, boxAt(stream, samples, {"co64"}));
    const auto chunks = far.empty()
        ? tableOf(contentOf(stream, boxAt(stream, samples, {"stco"})), 1)
        : tableOf(far, 2);
    const std::size_t words = far.empty() ? 1 : 2;
    // Runs of chunks with equally many samples: first chunk (from 1), samples, description.
    const auto runs = tableOf(contentOf(stream, boxAt(stream, samples, {"stsc"})), 3);
    std::vector<std::int64_t> places;
    std::size_t run = 0;
    for (std::size_t chunk = 0; chunk < chunks.size() / words && !runs.empty(); ++chunk) {
        while (run + 3 < runs.size() && runs[run + 3] <= chunk + 1)
            run += 3;
        std::int64_t at = chunks[chunk * words];
        if (words == 2)
            at = at << 32 | chunks[chunk * words + 1];
        for (std::uint32_t i = 0; i < runs[run + 1] && places.size() < sizes.size(); ++i) {
            places.push_back(at);
            at += sizes[places.size() - 1];
        }
    }
    return places;
}

std::vector<Chapter> chaptersOfTrack(ReadStream& stream, Box trak)
{
    const std::uint64_t scale
        = versioned(contentOf(stream, boxAt(stream, trak, {"mdia", "mdhd"})), 12, 20);
    const auto samples = boxAt(stream, trak, {"mdia", "minf", "stbl"});
    if (!samples || scale == 0)
        return {};
    const std::string sizeTable = contentOf(stream, boxAt(stream, *samples, {"stsz"}));
    const auto times = tableOf(contentOf(stream, boxAt(stream, *samples, {"stts"})), 2);
    const std::size_t count = std::min<std::size_t>(bigEndian(sizeTable, 8, 4), mostChapters);
    std::vector<std::uint32_t> sizes(count, static_cast<std::uint32_t>(bigEndian(sizeTable, 4, 4)));
    if (count > 0 && sizes.front() == 0) {
        for (std::size_t i = 0; i < count; ++i)
            sizes[i] = static_cast<std::uint32_t>(bigEndian(sizeTable, 12 + 4 * i, 4));
    }
    const auto places = placesOf(stream, *samples, sizes);
    std::vector<Chapter> chapters;
    std::uint64_t time = 0;
    for (std::size_t entry = 0; entry + 1 < times.size(); entry += 2) {
        for (std::uint32_t i = 0; i < times[entry] && chapters.size() < places.size(); ++i) {
            const std::size_t n = chapters.size();
            chapters.push_back({static_cast<std::int64_t>(time * 1000 / scale),
                titleAt(stream, places[n], sizes[n])});
            time += times[entry + 1];
        }
    }
    return chapters;
}

/// Nero's list: version, flags, for version 1 four bytes more, a count in one byte, then for each
/// its start in units of 100 ns and its title behind its length in one byte.
std::vector<Chapter> chaptersOfList(std::string_view list)
{
    std::size_t at = !list.empty() && list[0] != 0 ? 8 : 4;
    const std::size_t count = bigEndian(list, at, 1);
    ++at;
    std::vector<Chapter> chapters;
    while (chapters.size() < count && at + 9 <= list.size()) {
        const std::uint64_t start = bigEndian(list, at, 8);
        const std::string_view title = list.substr(at + 9, bigEndian(list, at + 8, 1));
        chapters.push_back({static_cast<std::int64_t>(start / 10'000),
            cleanText(TagLib::String(std::string(title), TagLib::String::UTF8))});
        at += 9 + title.size();
    }
    return chapters;
}

} // namespace

std::vector<Chapter> readMp4Chapters(ReadStream& stream)
{
    const auto movie = boxAt(stream, {0, stream.length()}, {"moov"});
    if (!movie)
        return {};
    std::vector<Chapter> chapters;
    const auto tracks = boxesNamed(stream, *movie, "trak");
    if (const auto track = tracks.size() > 1 ? chapterTrack(stream, tracks) : std::nullopt)
        chapters = chaptersOfTrack(stream, *track);
    if (chapters.size() < 2)
        chapters = chaptersOfList(contentOf(stream, boxAt(stream, *movie, {"udta", "chpl"})));
    // Such a list says when each begins; some programs write it out of order.
    std::ranges::stable_sort(chapters, {}, &Chapter::startMs);
    const auto atOneTime
        = [](const Chapter& a, const Chapter& b) { return a.startMs == b.startMs; };
    chapters.erase(std::unique(chapters.begin(), chapters.end(), atOneTime), chapters.end());
    if (chapters.size() < 2 || chapters.front().startMs < 0)
        chapters.clear();
    return chapters;
}

std::string cueSheetOf(const std::vector<Chapter>& chapters, std::string_view album)
{
    // Nothing in a sheet can stand for a quotation mark.
    const auto quoted = [](std::string_view text) {
        std::string out = "\"";
        for (const char c : text)
            out += c == '"' ? '\'' : c;
        return out + "\"\n";
    };
    std::string sheet;
    if (!album.empty())
        sheet += "TITLE " + quoted(album);
    sheet += "FILE \"book\" WAVE\n";
    for (std::size_t i = 0; i < chapters.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string& title = chapters[i].title;
        const std::int64_t frames = chapters[i].startMs * 75 / 1000;
        std::array<char, 64> index{};
        std::snprintf(index.data(), index.size(), "INDEX 01 %02lld:%02lld:%02lld\n",
            static_cast<long long>(frames / 4500), static_cast<long long>(frames / 75 % 60),
            static_cast<long long>(frames % 75));
        sheet += "TRACK " + number + " AUDIO\nTITLE "
            + quoted(title.empty() ? "Chapter " + number : title) + index.data();
    }
    return sheet;
}

} // namespace segue::tags
