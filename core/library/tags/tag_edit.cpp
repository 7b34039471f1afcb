// Edits go through TagLib's property maps, tag by tag: setProperties() of a map in which one value
// differs leaves frames and items that did not change, or that it cannot show, as they are. A file
// with several tags (ID3v1 or APE beside ID3v2) gets the change in each, so that no player shows an
// older one.
#include "core/library/tags/tag_edit.h"

#include "core/library/tags/edit_stream.h"
#include "core/library/tags/tag_fields.h"
#include "core/library/tags/tag_file.h"
#include "core/library/tags/tag_free_fields.h"
#include "core/library/tags/tag_map.h"
#include "core/library/tags/tag_pictures.h"
#include "core/library/tags/tag_reader.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/flacfile.h>
#include <taglib/id3v1tag.h>
#include <taglib/id3v2header.h>
#include <taglib/id3v2tag.h>
#include <taglib/infotag.h>
#include <taglib/mp4file.h>
#include <taglib/mpcfile.h>
#include <taglib/mpegfile.h>
#include <taglib/oggflacfile.h>
#include <taglib/opusfile.h>
#include <taglib/speexfile.h>
#include <taglib/trueaudiofile.h>
#include <taglib/vorbisfile.h>
#include <taglib/wavfile.h>
#include <taglib/wavpackfile.h>

#include <algorithm>
#include <stdexcept>

namespace segue::tags {

namespace {

constexpr std::size_t mostShown = 64 << 10; // bytes of one value in FileFields
constexpr std::uint64_t mostPictureBytes = 32u << 20; // that can be kept for taking an edit back

/// One edit of an opened file.
class Edit {
public:
    Edit(TagLib::File& file, const TagChanges& changes)
        : file_(file)
        , changes_(changes)
        , all_(file.properties())
    {
    }

    /// Changes the tags in memory and saves them; the fields that found no place.
    std::vector<std::string> run()
    {
        using namespace TagLib;
        bool saved = false;
        if (auto* mpeg = dynamic_cast<MPEG::File*>(&file_))
            saved = editMpeg(*mpeg);
        else if (auto* wav = dynamic_cast<RIFF::WAV::File*>(&file_))
            saved = editWav(*wav);
        else if (auto* aiff = dynamic_cast<RIFF::AIFF::File*>(&file_))
            saved = editAiff(*aiff);
        else
            saved = editOthers();
        if (!saved)
            throw std::runtime_error("cannot be changed: its tags could not be put together");
        return std::move(unstored_);
    }

private:
    /// `seed`: a tag that is new begins with what the file's other tags say.
    template <class Tag>
    void change(Tag* tag, bool main, bool totalsApart = false)
    {
        if (!tag)
            return;
        TagLib::PropertyMap map = tag->properties();
        if (main && map.isEmpty())
            map = all_;
        applyFields(map, changes_.fields, totalsApart);
        const bool plainRating = totalsApart;
        const auto ratings = ratingProperties(changes_.fields, plainRating);
        if (main)
            applyFields(map, ratings, totalsApart);
        const TagLib::PropertyMap rejected = tag->setProperties(map);
        if (!main)
            return;
        for (const auto* list : {&changes_.fields, &ratings}) {
            for (const Field& field : *list) {
                const bool refused = rejected.contains(toTagLib(field.name));
                if (setFreeField(*tag, field, refused))
                    continue;
                if (refused && !field.values.empty() && list == &changes_.fields)
                    unstored_.push_back(field.name);
            }
        }
        setRatingFrames(*tag, changes_.fields);
    }

    void changePictures()
    {
        if (changes_.pictures)
            setPictures(file_, changedPictures(picturesOf(file_), *changes_.pictures));
    }

    /// The version that the file has already: TagLib would make it 2.4, which some devices cannot
    /// read. 2.2 becomes 2.3, its nearest.
    static TagLib::ID3v2::Version versionOf(const TagLib::ID3v2::Tag* tag, bool isNew)
    {
        return !isNew && tag && tag->header() && tag->header()->majorVersion() < 4
            ? TagLib::ID3v2::v3
            : TagLib::ID3v2::v4;
    }

    bool editMpeg(TagLib::MPEG::File& file)
    {
        using TagLib::MPEG::File;
        const bool isNew = !file.hasID3v2Tag();
        int kinds = File::ID3v2;
        change(file.ID3v2Tag(true), true);
        if (file.hasID3v1Tag()) {
            kinds |= File::ID3v1;
            change(file.ID3v1Tag(), false);
        }
        if (file.hasAPETag()) {
            kinds |= File::APE;
            change(file.APETag(), false);
        }
        changePictures();
        return file.save(
            kinds, File::StripNone, versionOf(file.ID3v2Tag(), isNew), File::DoNotDuplicate);
    }

    bool editWav(TagLib::RIFF::WAV::File& file)
    {
        using TagLib::RIFF::WAV::File;
        const bool isNew = !file.hasID3v2Tag();
        change(file.ID3v2Tag(), true);
        int kinds = File::ID3v2;
        if (file.hasInfoTag()) {
            kinds |= File::Info;
            change(file.InfoTag(), false);
        }
        changePictures();
        return file.save(
            static_cast<File::TagTypes>(kinds), File::StripNone, versionOf(file.ID3v2Tag(), isNew));
    }

    bool editAiff(TagLib::RIFF::AIFF::File& file)
    {
        const bool isNew = !file.hasID3v2Tag();
        change(file.tag(), true);
        changePictures();
        return file.save(versionOf(file.tag(), isNew));
    }

    bool editOthers()
    {
        using namespace TagLib;
        constexpr bool main = true, apart = true;
        if (auto* flac = dynamic_cast<FLAC::File*>(&file_)) {
            change(flac->xiphComment(true), main, apart);
            if (flac->hasID3v2Tag())
                change(flac->ID3v2Tag(), false);
            if (flac->hasID3v1Tag())
                change(flac->ID3v1Tag(), false);
        } else if (auto* vorbis = dynamic_cast<Ogg::Vorbis::File*>(&file_)) {
            change(vorbis->tag(), main, apart);
        } else if (auto* opus = dynamic_cast<Ogg::Opus::File*>(&file_)) {
            change(opus->tag(), main, apart);
        } else if (auto* speex = dynamic_cast<Ogg::Speex::File*>(&file_)) {
            change(speex->tag(), main, apart);
        } else if (auto* oggFlac = dynamic_cast<Ogg::FLAC::File*>(&file_)) {
            change(oggFlac->tag(), main, apart);
        } else if (auto* mp4 = dynamic_cast<MP4::File*>(&file_)) {
            change(mp4->tag(), main);
        } else if (auto* asf = dynamic_cast<ASF::File*>(&file_)) {
            change(asf->tag(), main);
        } else if (auto* tta = dynamic_cast<TrueAudio::File*>(&file_)) {
            change(tta->ID3v2Tag(true), main);
            if (tta->hasID3v1Tag())
                change(tta->ID3v1Tag(), false);
        } else if (auto* ape = dynamic_cast<APE::File*>(&file_)) {
            change(ape->APETag(true), main);
            if (ape->hasID3v1Tag())
                change(ape->ID3v1Tag(), false);
        } else if (auto* wavpack = dynamic_cast<WavPack::File*>(&file_)) {
            change(wavpack->APETag(true), main);
            if (wavpack->hasID3v1Tag())
                change(wavpack->ID3v1Tag(), false);
        } else if (auto* mpc = dynamic_cast<MPC::File*>(&file_)) {
            change(mpc->APETag(true), main);
            if (mpc->hasID3v1Tag())
                change(mpc->ID3v1Tag(), false);
        } else {
            return false;
        }
        changePictures();
        return file_.save();
    }

    TagLib::File& file_;
    const TagChanges& changes_;
    const TagLib::PropertyMap all_;
    std::vector<std::string> unstored_;
};

FieldMap fieldsOf(TagLib::File& file, AudioFormat format)
{
    FieldMap fields;
    takeFields(file.properties(), fields);
    takeFreeFields(file, fields);
    TagData data;
    takeProperties(file.properties(), data);
    takeFormatFields(file, format, data);
    if (data.totals.rating)
        fields[std::string(ratingField)] = {std::to_string(*data.totals.rating)};
    if (data.totals.plays > 0)
        fields[std::string(playsField)] = {std::to_string(data.totals.plays)};
    return fields;
}

/// What of `changes` is different in the file; with what takes it back.
std::pair<TagChanges, TagChanges> differences(
    TagLib::File& file, AudioFormat format, const TagChanges& changes)
{
    std::pair<TagChanges, TagChanges> result;
    const FieldMap now = fieldsOf(file, format);
    for (const Field& change : changes.fields) {
        const auto found = now.find(change.name);
        std::vector<std::string> values;
        if (found != now.end())
            values = found->second;
        // WMA keeps several values of a field in no order.
        if (values == change.values
            || (format == AudioFormat::asf && values.size() == change.values.size()
                && std::ranges::is_permutation(values, change.values)))
            continue;
        result.first.fields.push_back(change);
        result.second.fields.push_back({change.name, std::move(values)});
    }
    return result;
}

/// The pictures as they are, so that they can be put back.
std::optional<PictureChange> picturesBefore(TagLib::File& file, const TagChanges& changes)
{
    std::optional<PictureChange> before;
    if (!changes.pictures)
        return before;
    before = PictureChange{PictureChange::What::exactly, picturesOf(file)};
    std::uint64_t bytes = 0;
    for (const Picture& picture : before->pictures)
        bytes += picture.bytes.size();
    if (bytes > mostPictureBytes)
        throw std::runtime_error("holds pictures of " + std::to_string(bytes >> 20)
            + " MiB, too large to be kept for undo: its cover was not changed");
    return before;
}

/// As the format can hold them: WMA has one value each in its content description.
TagChanges adapted(AudioFormat format, TagChanges changes)
{
    if (format != AudioFormat::asf)
        return changes;
    for (Field& field : changes.fields) {
        const bool single = field.name == "TITLE" || field.name == "ARTIST"
            || field.name == "COMMENT" || field.name == "COPYRIGHT";
        while (single && field.values.size() > 1) {
            field.values[field.values.size() - 2] += "; " + field.values.back();
            field.values.pop_back();
        }
    }
    return changes;
}

std::string whyNot(AudioFormat format)
{
    return format == AudioFormat::dsf
        ? "is a DSF file: its tags can be read, but not be written yet"
        : "has no tags that can be written: it is of another kind than the formats with tags";
}

} // namespace

bool isWritable(AudioFormat format)
{
    switch (format) {
    case AudioFormat::unknown:
    case AudioFormat::dsf:
    case AudioFormat::playableWithoutTags:
    case AudioFormat::notAudio:
        return false;
    default:
        return true;
    }
}

PlannedEdit planEdit(const std::string& path, const TagChanges& changes, ReadLimits limits)
{
    const FileTags read = readTags(path, 0, limits);
    if (read.problem != ReadProblem::none)
        throw std::runtime_error(read.reason);
    PlannedEdit edit;
    edit.format = read.audio.format;
    edit.durationMs = read.audio.durationMs;
    if (!isWritable(edit.format))
        throw std::runtime_error(whyNot(edit.format));
    EditStream stream(path, limits);
    {
        const auto file = openTagFile(stream, edit.format, false);
        if (!file || !file->isValid())
            throw std::runtime_error("is damaged: its tags cannot be changed");
        auto [real, before] = differences(*file, edit.format, adapted(edit.format, changes));
        before.pictures = picturesBefore(*file, changes);
        if (before.pictures
            && changedPictures(before.pictures->pictures, *changes.pictures)
                == before.pictures->pictures)
            before.pictures.reset();
        else
            real.pictures = changes.pictures;
        if (!real.empty())
            edit.unstored = Edit(*file, real).run();
        edit.before = std::move(before);
    }
    if (stream.original().hitLimit())
        throw std::runtime_error("was given up: working out the change took too long");
    if (stream.original().hadReadError())
        throw std::runtime_error("cannot be read: the disk reports an error");
    edit.recipe = stream.recipe();
    return edit;
}

FileFields readFields(const std::string& path, ReadLimits limits)
{
    FileFields result;
    try {
        const FileTags read = readTags(path, 0, limits);
        result.format = read.audio.format;
        if (read.problem != ReadProblem::none) {
            result.problem = read.reason;
            return result;
        }
        if (!isWritable(result.format)) {
            result.problem = whyNot(result.format);
            return result;
        }
        ReadStream stream(path, limits);
        const auto file = openTagFile(stream, result.format, false);
        if (!file || !file->isValid()) {
            result.problem = "is damaged: its tags cannot be changed";
            return result;
        }
        for (auto& [name, values] : fieldsOf(*file, result.format)) {
            for (std::string& value : values)
                value.resize(std::min(value.size(), mostShown));
            result.fields.push_back({name, std::move(values)});
        }
        for (const Picture& picture : picturesOf(*file))
            result.pictures.push_back({picture.type, picture.mime, picture.bytes.size()});
    } catch (const std::exception& e) {
        result.problem = std::string("is damaged: ") + e.what();
    }
    return result;
}

} // namespace segue::tags
