#include "core/library/tags/dsf.h"
#include "core/library/tags/tag_file.h"
#include "core/library/tags/tag_reader.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2framefactory.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpcfile.h>
#include <taglib/mpegfile.h>
#include <taglib/oggflacfile.h>
#include <taglib/opusfile.h>
#include <taglib/speexfile.h>
#include <taglib/tbytevectorstream.h>
#include <taglib/trueaudiofile.h>
#include <taglib/vorbisfile.h>
#include <taglib/wavfile.h>
#include <taglib/wavpackfile.h>

#include <exception>

namespace segue::tags {

namespace {

/// Keeps the front cover, else the first picture.
class Choice {
public:
    void offer(const TagLib::ByteVector& data, bool front)
    {
        if (data.isEmpty() || (front_ || (found_ && !front)))
            return;
        best_ = data;
        found_ = true;
        front_ = front;
    }
    const TagLib::ByteVector& best() const { return best_; }

private:
    TagLib::ByteVector best_;
    bool found_ = false, front_ = false;
};

void offerId3(const TagLib::ID3v2::Tag* tag, Choice& to)
{
    if (!tag)
        return;
    for (const TagLib::ID3v2::Frame* frame : tag->frameList("APIC")) {
        if (const auto* picture = dynamic_cast<const TagLib::ID3v2::AttachedPictureFrame*>(frame))
            to.offer(picture->picture(),
                picture->type() == TagLib::ID3v2::AttachedPictureFrame::FrontCover);
    }
}

void offerFlac(const TagLib::List<TagLib::FLAC::Picture*>& pictures, Choice& to)
{
    for (const TagLib::FLAC::Picture* picture : pictures)
        to.offer(picture->data(), picture->type() == TagLib::FLAC::Picture::FrontCover);
}

void offerApe(const TagLib::APE::Tag* tag, Choice& to)
{
    if (!tag)
        return;
    const auto& items = tag->itemListMap();
    for (const char* key : {"COVER ART (FRONT)", "COVER ART (MEDIA)", "COVER ART (BACK)"}) {
        const auto found = items.find(key);
        if (found == items.end())
            continue;
        // A file name, a zero byte, then the picture.
        const TagLib::ByteVector data = found->second.binaryData();
        if (const int zero = data.find('\0'); zero >= 0)
            to.offer(data.mid(static_cast<unsigned int>(zero) + 1), true);
    }
}

void offerAsf(const TagLib::ASF::Tag* tag, Choice& to)
{
    if (!tag)
        return;
    for (const auto& attribute : tag->attribute("WM/Picture")) {
        const TagLib::ASF::Picture picture = attribute.toPicture();
        if (picture.isValid())
            to.offer(picture.picture(), picture.type() == TagLib::ASF::Picture::FrontCover);
    }
}

void offerMp4(const TagLib::MP4::Tag* tag, Choice& to)
{
    if (!tag)
        return;
    const auto found = tag->itemMap().find("covr");
    if (found == tag->itemMap().end())
        return;
    for (const TagLib::MP4::CoverArt& cover : found->second.toCoverArtList())
        to.offer(cover.data(), true);
}

void offerPictures(TagLib::File& file, Choice& to)
{
    using namespace TagLib;
    if (auto* mpeg = dynamic_cast<MPEG::File*>(&file)) {
        offerId3(mpeg->ID3v2Tag(), to);
        offerApe(mpeg->APETag(), to);
    } else if (auto* flac = dynamic_cast<FLAC::File*>(&file)) {
        offerFlac(flac->pictureList(), to);
        offerId3(flac->ID3v2Tag(), to);
    } else if (auto* vorbis = dynamic_cast<Ogg::Vorbis::File*>(&file); vorbis && vorbis->tag()) {
        offerFlac(vorbis->tag()->pictureList(), to);
    } else if (auto* opus = dynamic_cast<Ogg::Opus::File*>(&file); opus && opus->tag()) {
        offerFlac(opus->tag()->pictureList(), to);
    } else if (auto* speex = dynamic_cast<Ogg::Speex::File*>(&file); speex && speex->tag()) {
        offerFlac(speex->tag()->pictureList(), to);
    } else if (auto* oggFlac = dynamic_cast<Ogg::FLAC::File*>(&file); oggFlac && oggFlac->tag()) {
        offerFlac(oggFlac->tag()->pictureList(), to);
    } else if (auto* mp4 = dynamic_cast<MP4::File*>(&file)) {
        offerMp4(mp4->tag(), to);
    } else if (auto* asf = dynamic_cast<ASF::File*>(&file)) {
        offerAsf(asf->tag(), to);
    } else if (auto* wav = dynamic_cast<RIFF::WAV::File*>(&file)) {
        offerId3(wav->ID3v2Tag(), to);
    } else if (auto* aiff = dynamic_cast<RIFF::AIFF::File*>(&file)) {
        offerId3(aiff->tag(), to);
    } else if (auto* tta = dynamic_cast<TrueAudio::File*>(&file)) {
        offerId3(tta->ID3v2Tag(), to);
    } else if (auto* ape = dynamic_cast<APE::File*>(&file)) {
        offerApe(ape->APETag(), to);
    } else if (auto* wavpack = dynamic_cast<WavPack::File*>(&file)) {
        offerApe(wavpack->APETag(), to);
    } else if (auto* mpc = dynamic_cast<MPC::File*>(&file)) {
        offerApe(mpc->APETag(), to);
    }
}

} // namespace

std::optional<std::string> readEmbeddedCover(const std::string& path, std::size_t limitBytes)
{
    try {
        ReadStream stream(path);
        if (!stream.isOpen() || stream.length() == 0)
            return std::nullopt;
        const AudioFormat format = recogniseFormat(stream);
        Choice choice;
        if (format == AudioFormat::dsf) {
            const std::string id3 = dsfId3Bytes(stream);
            TagLib::ByteVectorStream bytes(
                TagLib::ByteVector(id3.data(), static_cast<unsigned int>(id3.size())));
            TagLib::MPEG::File file(&bytes, TagLib::ID3v2::FrameFactory::instance(), false);
            offerPictures(file, choice);
        } else if (const auto file = openTagFile(stream, format, false); file && file->isValid()) {
            offerPictures(*file, choice);
        }
        const TagLib::ByteVector& best = choice.best();
        if (best.isEmpty() || best.size() > limitBytes)
            return std::nullopt;
        return std::string(best.data(), best.size());
    } catch (const std::exception&) {
        return std::nullopt; // a picture that cannot be read is shown as none
    }
}

} // namespace segue::tags
