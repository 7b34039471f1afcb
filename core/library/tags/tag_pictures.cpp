#include "core/library/tags/tag_pictures.h"

#include "core/library/tags/tag_edit.h"
#include "core/library/tags/tag_map.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2tag.h>
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
#include <array>
#include <functional>
#include <memory>
#include <utility>

namespace segue::tags {

namespace {

constexpr std::uint8_t frontCover = 3;

std::string bytesOf(const TagLib::ByteVector& data)
{
    return {data.data(), data.size()};
}

TagLib::ByteVector vectorOf(const std::string& bytes)
{
    return {bytes.data(), static_cast<unsigned int>(bytes.size())};
}

void add(std::vector<Picture>& to, Picture picture)
{
    if (picture.bytes.empty() || std::ranges::find(to, picture) != to.end())
        return;
    to.push_back(std::move(picture));
}

// ID3v2

void read(const TagLib::ID3v2::Tag* tag, std::vector<Picture>& to)
{
    if (!tag)
        return;
    for (const TagLib::ID3v2::Frame* frame : tag->frameList("APIC")) {
        if (const auto* p = dynamic_cast<const TagLib::ID3v2::AttachedPictureFrame*>(frame))
            add(to,
                {static_cast<std::uint8_t>(p->type()), p->mimeType().to8Bit(true),
                    p->description().to8Bit(true), bytesOf(p->picture())});
    }
}

void write(TagLib::ID3v2::Tag* tag, const std::vector<Picture>& pictures)
{
    if (!tag)
        return;
    tag->removeFrames("APIC");
    for (const Picture& picture : pictures) {
        auto frame = std::make_unique<TagLib::ID3v2::AttachedPictureFrame>();
        frame->setType(static_cast<TagLib::ID3v2::AttachedPictureFrame::Type>(picture.type));
        frame->setMimeType(toTagLib(picture.mime));
        frame->setTextEncoding(TagLib::String::UTF8);
        frame->setDescription(toTagLib(picture.description));
        frame->setPicture(vectorOf(picture.bytes));
        tag->addFrame(frame.release()); // the tag's from here on
    }
}

// FLAC and vorbis comments

void read(const TagLib::List<TagLib::FLAC::Picture*>& list, std::vector<Picture>& to)
{
    for (const TagLib::FLAC::Picture* p : list)
        add(to,
            {static_cast<std::uint8_t>(p->type()), p->mimeType().to8Bit(true),
                p->description().to8Bit(true), bytesOf(p->data())});
}

TagLib::FLAC::Picture* newFlacPicture(const Picture& picture)
{
    auto p = std::make_unique<TagLib::FLAC::Picture>();
    p->setType(static_cast<TagLib::FLAC::Picture::Type>(picture.type));
    p->setMimeType(toTagLib(picture.mime));
    p->setDescription(toTagLib(picture.description));
    p->setData(vectorOf(picture.bytes));
    return p.release(); // its file's or tag's from here on
}

// APE

struct ApeKey {
    std::uint8_t type;
    const char* key;
};
constexpr std::array apeKeys{ApeKey{frontCover, "COVER ART (FRONT)"}, ApeKey{4, "COVER ART (BACK)"},
    ApeKey{6, "COVER ART (MEDIA)"}};

void read(const TagLib::APE::Tag* tag, std::vector<Picture>& to)
{
    if (!tag)
        return;
    const auto& items = tag->itemListMap();
    for (const ApeKey& place : apeKeys) {
        const auto found = items.find(place.key);
        if (found == items.end())
            continue;
        // A file name, a zero byte, then the picture.
        const TagLib::ByteVector data = found->second.binaryData();
        const int zero = data.find('\0');
        if (zero < 0)
            continue;
        std::string bytes = bytesOf(data.mid(static_cast<unsigned int>(zero) + 1));
        std::string mime = pictureType(bytes);
        std::string name(data.data(), static_cast<std::size_t>(zero));
        add(to, {place.type, std::move(mime), std::move(name), std::move(bytes)});
    }
}

void write(TagLib::APE::Tag* tag, const std::vector<Picture>& pictures)
{
    if (!tag)
        return;
    for (const ApeKey& place : apeKeys) {
        tag->removeItem(place.key);
        const auto found = std::ranges::find(pictures, place.type, &Picture::type);
        if (found == pictures.end())
            continue;
        std::string data = found->description;
        if (data.empty())
            data = found->mime == "image/png" ? "cover.png" : "cover.jpg";
        data += '\0';
        data += found->bytes;
        TagLib::APE::Item item(place.key, vectorOf(data), true);
        tag->setItem(place.key, item);
    }
}

// MP4

void read(const TagLib::MP4::Tag* tag, std::vector<Picture>& to)
{
    if (!tag)
        return;
    const auto found = tag->itemMap().find("covr");
    if (found == tag->itemMap().end())
        return;
    for (const TagLib::MP4::CoverArt& cover : found->second.toCoverArtList()) {
        std::string bytes = bytesOf(cover.data());
        std::string mime = pictureType(bytes);
        add(to, {frontCover, std::move(mime), {}, std::move(bytes)});
    }
}

void write(TagLib::MP4::Tag* tag, const std::vector<Picture>& pictures)
{
    using TagLib::MP4::CoverArt;
    if (!tag)
        return;
    tag->removeItem("covr");
    if (pictures.empty())
        return;
    TagLib::MP4::CoverArtList list;
    for (const Picture& picture : pictures) {
        const auto format = picture.mime == "image/png" ? CoverArt::PNG
            : picture.mime == "image/bmp"               ? CoverArt::BMP
            : picture.mime == "image/gif"               ? CoverArt::GIF
                                                        : CoverArt::JPEG;
        list.append(CoverArt(format, vectorOf(picture.bytes)));
    }
    tag->setItem("covr", list);
}

// WMA

void read(const TagLib::ASF::Tag* tag, std::vector<Picture>& to)
{
    if (!tag)
        return;
    for (const auto& attribute : tag->attribute("WM/Picture")) {
        const TagLib::ASF::Picture p = attribute.toPicture();
        if (p.isValid())
            add(to,
                {static_cast<std::uint8_t>(p.type()), p.mimeType().to8Bit(true),
                    p.description().to8Bit(true), bytesOf(p.picture())});
    }
}

void write(TagLib::ASF::Tag* tag, const std::vector<Picture>& pictures)
{
    if (!tag)
        return;
    tag->removeItem("WM/Picture");
    for (const Picture& picture : pictures) {
        TagLib::ASF::Picture p;
        p.setType(static_cast<TagLib::ASF::Picture::Type>(picture.type));
        p.setMimeType(toTagLib(picture.mime));
        p.setDescription(toTagLib(picture.description));
        p.setPicture(vectorOf(picture.bytes));
        tag->addAttribute("WM/Picture", TagLib::ASF::Attribute(p));
    }
}

/// Calls `act` with each tag of the file that holds pictures. `make`: makes the main one.
template <class Act>
void eachHolder(TagLib::File& file, bool make, Act act)
{
    using namespace TagLib;
    if (auto* mpeg = dynamic_cast<MPEG::File*>(&file)) {
        act(mpeg->ID3v2Tag(make));
        if (mpeg->hasAPETag())
            act(mpeg->APETag());
    } else if (auto* flac = dynamic_cast<FLAC::File*>(&file)) {
        act(flac);
        if (flac->hasID3v2Tag())
            act(flac->ID3v2Tag());
    } else if (auto* vorbis = dynamic_cast<Ogg::Vorbis::File*>(&file)) {
        act(vorbis->tag());
    } else if (auto* opus = dynamic_cast<Ogg::Opus::File*>(&file)) {
        act(opus->tag());
    } else if (auto* speex = dynamic_cast<Ogg::Speex::File*>(&file)) {
        act(speex->tag());
    } else if (auto* oggFlac = dynamic_cast<Ogg::FLAC::File*>(&file)) {
        act(oggFlac->tag());
    } else if (auto* mp4 = dynamic_cast<MP4::File*>(&file)) {
        act(mp4->tag());
    } else if (auto* asf = dynamic_cast<ASF::File*>(&file)) {
        act(asf->tag());
    } else if (auto* wav = dynamic_cast<RIFF::WAV::File*>(&file)) {
        act(wav->ID3v2Tag());
    } else if (auto* aiff = dynamic_cast<RIFF::AIFF::File*>(&file)) {
        act(aiff->tag());
    } else if (auto* tta = dynamic_cast<TrueAudio::File*>(&file)) {
        act(tta->ID3v2Tag(make));
    } else if (auto* ape = dynamic_cast<APE::File*>(&file)) {
        act(ape->APETag(make));
    } else if (auto* wavpack = dynamic_cast<WavPack::File*>(&file)) {
        act(wavpack->APETag(make));
    } else if (auto* mpc = dynamic_cast<MPC::File*>(&file)) {
        act(mpc->APETag(make));
    }
}

struct Reader {
    std::vector<Picture>& to;
    void operator()(TagLib::FLAC::File* file) const { read(file->pictureList(), to); }
    void operator()(TagLib::Ogg::XiphComment* tag) const
    {
        if (tag)
            read(tag->pictureList(), to);
    }
    template <class Tag>
    void operator()(Tag* tag) const
    {
        read(tag, to);
    }
};

struct Writer {
    const std::vector<Picture>& pictures;
    bool first = true;
    void operator()(TagLib::FLAC::File* file)
    {
        first = false;
        file->removePictures();
        for (const Picture& picture : pictures)
            file->addPicture(newFlacPicture(picture));
    }
    void operator()(TagLib::Ogg::XiphComment* tag)
    {
        first = false;
        if (!tag)
            return;
        tag->removeAllPictures();
        for (const Picture& picture : pictures)
            tag->addPicture(newFlacPicture(picture));
    }
    /// Beside the main tag others lose their pictures: the same twice is of no use.
    template <class Tag>
    void operator()(Tag* tag)
    {
        write(tag, std::exchange(first, false) ? pictures : std::vector<Picture>());
    }
};

} // namespace

std::vector<Picture> picturesOf(TagLib::File& file)
{
    std::vector<Picture> pictures;
    eachHolder(file, false, Reader{pictures});
    return pictures;
}

void setPictures(TagLib::File& file, const std::vector<Picture>& pictures)
{
    Writer writer{pictures};
    eachHolder(file, true, std::ref(writer));
}

std::vector<Picture> changedPictures(std::vector<Picture> now, const PictureChange& change)
{
    if (change.what == PictureChange::What::none)
        return {};
    if (change.what == PictureChange::What::exactly)
        return change.pictures;
    // What is shown as the cover gives way: the front cover, else the first picture.
    const auto isFront = [](const Picture& picture) { return picture.type == frontCover; };
    if (std::ranges::any_of(now, isFront))
        std::erase_if(now, isFront);
    else if (!now.empty())
        now.erase(now.begin());
    now.insert(now.begin(), change.pictures.begin(), change.pictures.end());
    return now;
}

std::string pictureType(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.starts_with("GIF8"))
        return "image/gif";
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP"sv)
        return "image/webp";
    if (bytes.starts_with("BM"))
        return "image/bmp";
    return {};
}

} // namespace segue::tags
