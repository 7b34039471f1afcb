#include "core/library/tags/tag_wire.h"

#include "core/library/tags/tag_edit_wire.h"
#include "core/tasks/worker/wire.h"

#include <algorithm>
#include <stdexcept>

namespace segue::tags {

namespace {

using worker::WireReader;
using worker::WireWriter;

enum class Asked : std::uint8_t { tags = 1, cover = 2 };

/// One list of the fields for both directions, so that they cannot part.
template <class Texts, class Numbers, class Data>
void eachTag(Data& t, Texts text, Numbers number)
{
    for (auto* field : {&t.title, &t.artist, &t.albumArtist, &t.album, &t.genres, &t.composer,
             &t.conductor, &t.work, &t.movement, &t.label, &t.key, &t.titleSort, &t.artistSort,
             &t.albumArtistSort, &t.albumSort, &t.composerSort, &t.recordingMbid, &t.releaseMbid,
             &t.releaseGroupMbid, &t.artistMbid, &t.albumArtistMbid})
        text(*field);
    for (auto* field : {&t.gain.trackGain, &t.gain.trackPeak, &t.gain.albumGain, &t.gain.albumPeak})
        number(*field);
    for (auto* field : {&t.year, &t.originalYear, &t.disc, &t.discTotal, &t.track, &t.trackTotal,
             &t.movementNumber, &t.bpm})
        number(*field);
    number(t.totals.plays);
}

template <class Numbers, class Audio>
void eachAudio(Audio& a, Numbers number)
{
    number(a.durationMs);
    number(a.sampleRate);
    number(a.bitrateKbps);
    number(a.channels);
}

std::string answerOf(const FileTags& file)
{
    WireWriter out;
    const auto text = [&out](const std::string& value) { out.text(value); };
    const auto number = [&out](auto value) { out.number(value); };
    eachTag(file.tags, text, number);
    number(static_cast<std::int16_t>(file.tags.totals.rating.value_or(-1)));
    number(file.tags.kind);
    const unsigned flags = (file.tags.compilation ? 1u : 0u) | (file.tags.hasCover ? 2u : 0u)
        | (file.audio.lossless ? 8u : 0u);
    number(static_cast<std::uint8_t>(flags));
    number(file.tags.fromNames);
    eachAudio(file.audio, number);
    number(file.audio.format);
    number(file.problem);
    text(file.cueSheet);
    text(file.reason);
    return std::move(out.bytes());
}

} // namespace

std::string tagsRequest(std::string_view path, std::size_t rootBytes, const ReadLimits& limits)
{
    WireWriter out;
    out.number(Asked::tags);
    out.text(path);
    out.number(static_cast<std::uint32_t>(rootBytes));
    out.number(static_cast<std::int64_t>(limits.time.count()));
    out.number(limits.bytes);
    return std::move(out.bytes());
}

std::string coverRequest(std::string_view path, std::size_t limitBytes)
{
    WireWriter out;
    out.number(Asked::cover);
    out.text(path);
    out.number(static_cast<std::uint64_t>(limitBytes));
    return std::move(out.bytes());
}

std::string answerRequest(std::string_view request)
{
    WireReader in(request);
    const auto asked = static_cast<Asked>(in.number<std::uint8_t>());
    const std::string path(in.text());
    if (asked == Asked::tags) {
        const auto rootBytes = in.number<std::uint32_t>();
        ReadLimits limits;
        limits.time = std::chrono::milliseconds(in.number<std::int64_t>());
        limits.bytes = in.number<std::uint64_t>();
        if (in.ok())
            return answerOf(readTags(path, rootBytes, limits));
    } else if (asked == Asked::cover) {
        const auto limitBytes = in.number<std::uint64_t>();
        if (in.ok())
            return readEmbeddedCover(path, limitBytes).value_or(std::string());
    } else if (const auto edits = static_cast<std::uint8_t>(asked);
               in.ok() && (edits == editAsked || edits == fieldsAsked)) {
        return answerEdit(edits, path, in);
    }
    throw std::runtime_error("is no request to the tag reader");
}

std::optional<FileTags> tagsOfAnswer(std::string_view answer)
{
    WireReader in(answer);
    FileTags file;
    const auto text = [&in](std::string& value) { value = in.text(); };
    const auto number
        = [&in](auto& value) { value = in.number<std::remove_reference_t<decltype(value)>>(); };
    eachTag(file.tags, text, number);
    if (const int rating = in.number<std::int16_t>(); rating >= 0 && rating <= 10)
        file.tags.totals.rating = rating;
    const auto kind = in.number<std::uint8_t>();
    const auto flags = in.number<std::uint8_t>();
    number(file.tags.fromNames);
    eachAudio(file.audio, number);
    const auto format = in.number<std::uint8_t>();
    const auto problem = in.number<std::uint8_t>();
    text(file.cueSheet);
    text(file.reason);
    if (!in.ok() || !in.atEnd() || kind > static_cast<std::uint8_t>(TrackKind::other)
        || format > static_cast<std::uint8_t>(AudioFormat::notAudio)
        || problem > static_cast<std::uint8_t>(ReadProblem::endedReader))
        return std::nullopt;
    file.tags.kind = static_cast<TrackKind>(kind);
    file.tags.compilation = (flags & 1u) != 0;
    file.tags.hasCover = (flags & 2u) != 0;
    file.audio.lossless = (flags & 8u) != 0;
    file.audio.format = static_cast<AudioFormat>(format);
    file.problem = static_cast<ReadProblem>(problem);
    return file;
}

std::optional<std::string> coverOfAnswer(std::string_view answer)
{
    if (answer.empty())
        return std::nullopt;
    return std::string(answer);
}

} // namespace segue::tags
