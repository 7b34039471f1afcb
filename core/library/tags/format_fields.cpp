// The fields that TagLib's property map leaves out, each format in its own way.
#include "core/library/tags/tag_fields.h"
#include "core/library/tags/tag_text.h"
#include "core/library/tags/tag_values.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpcfile.h>
#include <taglib/mpegfile.h>
#include <taglib/oggflacfile.h>
#include <taglib/opusfile.h>
#include <taglib/popularimeterframe.h>
#include <taglib/speexfile.h>
#include <taglib/trueaudiofile.h>
#include <taglib/unknownframe.h>
#include <taglib/vorbisfile.h>
#include <taglib/wavfile.h>
#include <taglib/wavpackfile.h>

#include <algorithm>

namespace segue::tags {

namespace {

void takeId3(const TagLib::ID3v2::Tag* tag, TagData& to)
{
    if (!tag)
        return;
    const auto& frames = tag->frameListMap();
    if (const auto found = frames.find("POPM"); found != frames.end()) {
        for (const TagLib::ID3v2::Frame* frame : found->second) {
            const auto* popm = dynamic_cast<const TagLib::ID3v2::PopularimeterFrame*>(frame);
            if (!popm)
                continue;
            if (!to.totals.rating)
                to.totals.rating = ratingFromPopm(popm->email().to8Bit(true), popm->rating());
            // Several players' counts of the same listening: the highest is the nearest to it.
            if (popm->counter() < 10'000'000)
                to.totals.plays = std::max(to.totals.plays, popm->counter());
        }
    }
    if (const auto found = frames.find("PCNT"); found != frames.end()) {
        for (const TagLib::ID3v2::Frame* frame : found->second) {
            const auto* unknown = dynamic_cast<const TagLib::ID3v2::UnknownFrame*>(frame);
            if (!unknown || unknown->data().size() < 4)
                continue;
            const unsigned count = unknown->data().toUInt();
            if (count < 10'000'000)
                to.totals.plays = std::max(to.totals.plays, count);
        }
    }
    to.hasCover = to.hasCover || frames.contains("APIC") || frames.contains("PIC");
}

void takeApe(const TagLib::APE::Tag* tag, TagData& to)
{
    if (!tag)
        return;
    const auto& items = tag->itemListMap();
    to.hasCover = to.hasCover || items.contains("COVER ART (FRONT)");
}

/// The last part of a key, in upper case: "----:com.apple.iTunes:FMPS_Rating" -> "FMPS_RATING".
TagLib::String plainName(const TagLib::String& key, const char* before)
{
    const int at = key.rfind(before);
    return (at < 0 ? key : key.substr(static_cast<unsigned int>(at) + 1)).upper();
}

void takeNamed(const TagLib::String& name, const TagLib::StringList& values, TagData& to)
{
    takeProperty(std::wstring_view(name.toCWString(), name.size()), values, to);
}

TrackKind kindFromStik(int stik)
{
    // iTunes' media kinds; 0 (movie, old iTunes) and 1 are normal, 6 is a music video.
    switch (stik) {
    case 2: // audiobook
    case 21: // podcast
    case 23: // iTunes U
        return TrackKind::spoken;
    case 9: // film
    case 10: // TV show
    case 11: // booklet
    case 14: // ringtone
        return TrackKind::other;
    default:
        return TrackKind::music;
    }
}

void takeMp4(const TagLib::MP4::Tag* tag, TagData& to)
{
    if (!tag)
        return;
    const auto& items = tag->itemMap();
    to.hasCover = to.hasCover || items.contains("covr");
    if (const auto found = items.find("stik"); found != items.end())
        to.kind = kindFromStik(found->second.toByte());
    if (const auto found = items.find("pcst"); found != items.end() && found->second.toBool())
        to.kind = TrackKind::spoken;
    // TagLib's property map leaves out the free-form items it has no name for.
    for (const auto& [key, item] : items) {
        if (key.startsWith("----:"))
            takeNamed(plainName(key, ":"), item.toStringList(), to);
    }
    if (const auto found = items.find("rate"); found != items.end() && !to.totals.rating) {
        const TagLib::StringList texts = found->second.toStringList();
        if (!texts.isEmpty())
            to.totals.rating = ratingFromText(cleanText(texts.front()));
    }
}

void takeAsf(const TagLib::ASF::Tag* tag, TagData& to)
{
    if (!tag)
        return;
    const auto& attributes = tag->attributeListMap();
    to.hasCover = to.hasCover || attributes.contains("WM/Picture");
    for (const auto& [key, values] : attributes) {
        if (values.isEmpty() || values.front().type() != TagLib::ASF::Attribute::UnicodeType)
            continue;
        TagLib::String name = plainName(key, "/");
        if (key.startsWith("FMPS/"))
            name = TagLib::String("FMPS_") + name;
        takeNamed(name, values.front().toString(), to);
    }
    if (const auto found = attributes.find("WM/IsCompilation");
        found != attributes.end() && !found->second.isEmpty())
        to.compilation = to.compilation || found->second.front().toBool()
            || parseFlag(cleanText(found->second.front().toString()));
    const auto found = attributes.find("WM/SharedUserRating");
    if (found == attributes.end() || found->second.isEmpty() || to.totals.rating)
        return;
    const TagLib::ASF::Attribute& value = found->second.front();
    const bool text = value.type() == TagLib::ASF::Attribute::UnicodeType;
    const bool wide = value.type() == TagLib::ASF::Attribute::QWordType;
    to.totals.rating = ratingFromWindows(text ? value.toString().toInt()
            : wide ? static_cast<int>(std::min(value.toULongLong(), 101ull))
                   : static_cast<int>(std::min(value.toUInt(), 101u)));
}

} // namespace

void takeFormatFields(TagLib::File& file, AudioFormat format, TagData& to)
{
    using namespace TagLib;
    switch (format) {
    case AudioFormat::mp3:
    case AudioFormat::aac:
        if (auto* f = dynamic_cast<MPEG::File*>(&file)) {
            if (f->hasID3v2Tag())
                takeId3(f->ID3v2Tag(), to);
            if (f->hasAPETag())
                takeApe(f->APETag(), to);
        }
        break;
    case AudioFormat::flac:
        if (auto* f = dynamic_cast<FLAC::File*>(&file)) {
            to.hasCover = !f->pictureList().isEmpty();
            if (f->hasID3v2Tag())
                takeId3(f->ID3v2Tag(), to);
        }
        break;
    case AudioFormat::vorbis:
        if (auto* f = dynamic_cast<Ogg::Vorbis::File*>(&file); f && f->tag())
            to.hasCover = !f->tag()->pictureList().isEmpty();
        break;
    case AudioFormat::opus:
        if (auto* f = dynamic_cast<Ogg::Opus::File*>(&file); f && f->tag())
            to.hasCover = !f->tag()->pictureList().isEmpty();
        break;
    case AudioFormat::speex:
        if (auto* f = dynamic_cast<Ogg::Speex::File*>(&file); f && f->tag())
            to.hasCover = !f->tag()->pictureList().isEmpty();
        break;
    case AudioFormat::oggFlac:
        if (auto* f = dynamic_cast<Ogg::FLAC::File*>(&file); f && f->tag())
            to.hasCover = !f->tag()->pictureList().isEmpty();
        break;
    case AudioFormat::mp4:
        if (auto* f = dynamic_cast<MP4::File*>(&file))
            takeMp4(f->tag(), to);
        break;
    case AudioFormat::asf:
        if (auto* f = dynamic_cast<ASF::File*>(&file))
            takeAsf(f->tag(), to);
        break;
    case AudioFormat::wav:
        if (auto* f = dynamic_cast<RIFF::WAV::File*>(&file); f && f->hasID3v2Tag())
            takeId3(f->ID3v2Tag(), to);
        break;
    case AudioFormat::aiff:
        if (auto* f = dynamic_cast<RIFF::AIFF::File*>(&file); f && f->hasID3v2Tag())
            takeId3(f->tag(), to);
        break;
    case AudioFormat::trueAudio:
        if (auto* f = dynamic_cast<TrueAudio::File*>(&file); f && f->hasID3v2Tag())
            takeId3(f->ID3v2Tag(), to);
        break;
    case AudioFormat::ape:
        if (auto* f = dynamic_cast<APE::File*>(&file); f && f->hasAPETag())
            takeApe(f->APETag(), to);
        break;
    case AudioFormat::wavpack:
        if (auto* f = dynamic_cast<WavPack::File*>(&file); f && f->hasAPETag())
            takeApe(f->APETag(), to);
        break;
    case AudioFormat::musepack:
        if (auto* f = dynamic_cast<MPC::File*>(&file); f && f->hasAPETag())
            takeApe(f->APETag(), to);
        break;
    default:
        break;
    }
}

} // namespace segue::tags
