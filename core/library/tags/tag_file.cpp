#include "core/library/tags/tag_file.h"

#include <taglib/aifffile.h>
#include <taglib/apefile.h>
#include <taglib/asffile.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2framefactory.h>
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

namespace segue::tags {

AudioFormat recogniseFormat(ReadStream& stream)
{
    const std::string head = stream.head();
    std::string afterId3;
    if (const std::int64_t tag = id3v2Size(head); tag > 0)
        afterId3 = stream.bytesAt(tag, 64);
    const AudioFormat sniffed = sniffFormat(head, afterId3);
    if (sniffed != AudioFormat::unknown && sniffed != AudioFormat::mp3)
        return sniffed;
    // A leading ID3v2 tag or a frame sync alone do not overrule what the name says, when the name
    // says a format that may begin so (aac, true audio, mp3 behind a RIFF header).
    const AudioFormat named = formatOfExtension(stream.name());
    if (sniffed == AudioFormat::mp3 && named != AudioFormat::aac)
        return AudioFormat::mp3;
    return named;
}

std::unique_ptr<TagLib::File> openTagFile(
    TagLib::IOStream& stream, AudioFormat format, bool withAudio)
{
    using namespace TagLib;
    constexpr auto style = AudioProperties::Average;
    auto* frames = ID3v2::FrameFactory::instance();
    switch (format) {
    case AudioFormat::mp3:
    case AudioFormat::aac:
        return std::make_unique<MPEG::File>(&stream, frames, withAudio, style);
    case AudioFormat::flac:
        return std::make_unique<FLAC::File>(&stream, frames, withAudio, style);
    case AudioFormat::vorbis:
        return std::make_unique<Ogg::Vorbis::File>(&stream, withAudio, style);
    case AudioFormat::opus:
        return std::make_unique<Ogg::Opus::File>(&stream, withAudio, style);
    case AudioFormat::speex:
        return std::make_unique<Ogg::Speex::File>(&stream, withAudio, style);
    case AudioFormat::oggFlac:
        return std::make_unique<Ogg::FLAC::File>(&stream, withAudio, style);
    case AudioFormat::mp4:
        return std::make_unique<MP4::File>(&stream, withAudio, style);
    case AudioFormat::wav:
        return std::make_unique<RIFF::WAV::File>(&stream, withAudio, style);
    case AudioFormat::aiff:
        return std::make_unique<RIFF::AIFF::File>(&stream, withAudio, style);
    case AudioFormat::asf:
        return std::make_unique<ASF::File>(&stream, withAudio, style);
    case AudioFormat::ape:
        return std::make_unique<APE::File>(&stream, withAudio, style);
    case AudioFormat::wavpack:
        return std::make_unique<WavPack::File>(&stream, withAudio, style);
    case AudioFormat::musepack:
        return std::make_unique<MPC::File>(&stream, withAudio, style);
    case AudioFormat::trueAudio:
        return std::make_unique<TrueAudio::File>(&stream, frames, withAudio, style);
    case AudioFormat::dsf: // TagLib 1.13 does not know it, see dsf.h
    case AudioFormat::playableWithoutTags:
    case AudioFormat::unknown:
    case AudioFormat::notAudio:
        break;
    }
    return nullptr;
}

} // namespace segue::tags
