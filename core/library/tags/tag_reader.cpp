#include "core/library/tags/tag_reader.h"

#include "core/library/tags/dsf.h"
#include "core/library/tags/mp4_chapters.h"
#include "core/library/tags/path_names.h"
#include "core/library/tags/tag_fields.h"
#include "core/library/tags/tag_file.h"
#include "core/library/tags/tag_text.h"

#include <taglib/asfproperties.h>
#include <taglib/id3v2framefactory.h>
#include <taglib/mp4properties.h>
#include <taglib/mpegfile.h>
#include <taglib/tag.h>
#include <taglib/tbytevectorstream.h>
#include <taglib/tpropertymap.h>
#include <taglib/wavpackproperties.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <sys/stat.h>

namespace segue::tags {

namespace {

/// Below this a file without a length is taken as one without sound; above, as one whose header
/// does not say (streams written on the fly).
constexpr long soundlessBelow = 64 << 10;
constexpr unsigned largestCueSheet = 1 << 20;

template <class To, class From>
To clampTo(From value)
{
    return static_cast<To>(
        std::clamp<long long>(value, 0, static_cast<long long>(std::numeric_limits<To>::max())));
}

void takeAudio(const TagLib::AudioProperties& properties, AudioInfo& to)
{
    to.durationMs = clampTo<std::uint32_t>(properties.lengthInMilliseconds());
    to.sampleRate = clampTo<std::uint32_t>(properties.sampleRate());
    to.bitrateKbps = clampTo<std::uint16_t>(properties.bitrate());
    to.channels = clampTo<std::uint8_t>(properties.channels());
    to.lossless = isAlwaysLossless(to.format);
    if (const auto* mp4 = dynamic_cast<const TagLib::MP4::Properties*>(&properties))
        to.lossless = mp4->codec() == TagLib::MP4::Properties::ALAC;
    else if (const auto* wavpack = dynamic_cast<const TagLib::WavPack::Properties*>(&properties))
        to.lossless = wavpack->isLossless();
    else if (const auto* asf = dynamic_cast<const TagLib::ASF::Properties*>(&properties))
        to.lossless = asf->codec() == TagLib::ASF::Properties::WMA9Lossless;
}

/// The property map shows one tag of a file; what only another has (an ID3v1 beside an empty
/// ID3v2) comes from TagLib's merged view.
void takeBasics(const TagLib::Tag& tag, TagData& to)
{
    if (to.title.empty())
        to.title = cleanText(tag.title());
    if (to.artist.empty())
        to.artist = cleanText(tag.artist());
    if (to.album.empty())
        to.album = cleanText(tag.album());
    if (to.genres.empty())
        to.genres = cleanText(tag.genre());
    if (to.year == 0 && tag.year() >= 1000 && tag.year() < 3000)
        to.year = static_cast<std::uint16_t>(tag.year());
    if (to.track == 0 && tag.track() < 65536)
        to.track = static_cast<std::uint16_t>(tag.track());
}

void takeTags(TagLib::File& file, AudioFormat format, FileTags& to)
{
    const TagLib::PropertyMap properties = file.properties();
    takeProperties(properties, to.tags);
    takeFormatFields(file, format, to.tags);
    if (file.tag())
        takeBasics(*file.tag(), to.tags);
    static const TagLib::String cueSheet("CUESHEET");
    const auto found = properties.find(cueSheet);
    if (found != properties.end() && !found->second.isEmpty()
        && found->second.front().size() <= largestCueSheet)
        to.cueSheet = found->second.front().to8Bit(true);
}

void fail(FileTags& result, ReadProblem problem, std::string reason)
{
    result.problem = problem;
    result.reason = std::move(reason);
}

void readDsf(ReadStream& stream, FileTags& result)
{
    if (!readDsfHeader(stream, result.audio)) {
        fail(result, ReadProblem::damaged, "looks like DSF, but its header is damaged or cut off");
        return;
    }
    const std::string id3 = dsfId3Bytes(stream);
    if (id3.empty())
        return;
    TagLib::ByteVectorStream bytes(
        TagLib::ByteVector(id3.data(), static_cast<unsigned int>(id3.size())));
    TagLib::MPEG::File file(&bytes, TagLib::ID3v2::FrameFactory::instance(), false);
    takeTags(file, AudioFormat::mp3, result);
}

/// A WAV file with an empty data chunk: TagLib gives up on it before it looks at the rest.
bool isEmptyWav(std::string_view head)
{
    using namespace std::string_view_literals;
    return head.find("data\0\0\0\0"sv) != std::string_view::npos;
}

/// After reading: is this a file one can listen to?
void judge(ReadStream& stream, const TagLib::File& file, FileTags& result)
{
    const AudioInfo& audio = result.audio;
    if (audio.durationMs > 0)
        return;
    const std::string name(formatName(audio.format));
    const std::string head = stream.head();
    const std::int64_t tag = id3v2Size(head);
    const bool recognised
        = sniffFormat(head, tag > 0 ? stream.bytesAt(tag, 64) : std::string()) == audio.format;
    if (audio.format == AudioFormat::aac && recognised)
        return; // TagLib does not count the frames of raw AAC
    const bool isEmpty = audio.format == AudioFormat::wav && isEmptyWav(head);
    if (!recognised)
        fail(result, ReadProblem::notAudio, "is no audio file, although its name says so");
    else if (!isEmpty && (!file.isValid() || audio.sampleRate == 0))
        fail(result, ReadProblem::damaged,
            "looks like " + name + ", but no sound was found in it: it is damaged or cut off");
    else if (isEmpty || stream.length() < soundlessBelow)
        fail(result, ReadProblem::noSound, "holds no sound: its length is 0");
}

void readKnown(ReadStream& stream, FileTags& result)
{
    const AudioFormat format = result.audio.format = recogniseFormat(stream);
    if (format == AudioFormat::notAudio || format == AudioFormat::unknown) {
        fail(result, ReadProblem::notAudio, "is no audio file, although its name says so");
        return;
    }
    if (format == AudioFormat::playableWithoutTags)
        return;
    if (format == AudioFormat::dsf) {
        readDsf(stream, result);
        return;
    }
    const auto file = openTagFile(stream, format, true);
    if (file->audioProperties())
        takeAudio(*file->audioProperties(), result.audio);
    if (file->isValid())
        takeTags(*file, format, result);
    if (format == AudioFormat::mp4 && result.cueSheet.empty()) {
        if (const auto chapters = readMp4Chapters(stream); !chapters.empty())
            result.cueSheet = cueSheetOf(
                chapters, result.tags.album.empty() ? result.tags.title : std::string());
    }
    judge(stream, *file, result);
}

/// Asked before anything is opened: opening a pipe waits for its other end. Empty: it is a file, or
/// not there.
const char* whatItIsInstead(const std::string& path)
{
    struct stat info { };
    if (::stat(path.c_str(), &info) == 0)
        return S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)
            ? ""
            : "is no file, but a pipe, a socket or a device";
    return ::lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode)
        ? "is a link that leads nowhere"
        : "";
}

} // namespace

FileTags readTags(const std::string& path, std::size_t rootBytes, ReadLimits limits)
{
    FileTags result;
    try {
        if (const char* instead = whatItIsInstead(path); *instead) {
            fail(result, ReadProblem::notAudio, instead);
            return result;
        }
        ReadStream stream(path, limits);
        if (!stream.isOpen()) {
            const int error = stream.openError();
            fail(result,
                error == ENOENT || error == ENOTDIR ? ReadProblem::gone : ReadProblem::unreadable,
                std::string("cannot be opened: ") + std::strerror(error));
            return result;
        }
        if (stream.length() == 0) {
            fail(result, ReadProblem::empty, "is empty (0 bytes)");
            return result;
        }
        readKnown(stream, result);
        if (stream.hitLimit())
            fail(result, ReadProblem::tooMuch, "was given up: reading it took too long");
        else if (stream.hadReadError())
            fail(result, ReadProblem::unreadable, "cannot be read: the disk reports an error");
        if (result.tags.kind == TrackKind::music)
            result.tags.kind = kindFromGenres(result.tags.genres, path);
        const std::string_view all(path);
        fillFromPath(all.substr(std::min(rootBytes, all.size())), result.tags);
    } catch (const std::exception& e) {
        fail(result, ReadProblem::damaged, std::string("is damaged: ") + e.what());
    }
    return result;
}

} // namespace segue::tags
