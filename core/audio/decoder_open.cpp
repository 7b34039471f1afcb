#include "core/audio/decoder_state.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace segue::audio {

namespace {

const std::string badFile
    = "It may be damaged or hold no music. Copy it again, or take it out of the folder.";

bool isRawPacketStream(std::string_view format)
{
    constexpr std::array names{
        "mp3", "aac", "ac3", "eac3", "dts", "dtshd", "truehd", "mlp", "loas"};
    return std::find(names.begin(), names.end(), format) != names.end();
}

} // namespace

Result<std::unique_ptr<Decoder>> Decoder::open(const std::string& path, bool withKey)
{
    av_log_set_level(AV_LOG_QUIET);
    auto state = std::make_unique<State>();
    state->path = path;
    Result<std::unique_ptr<FileSource>> file = FileSource::open(path);
    if (!file)
        return file.error();
    state->file = std::move(*file);
    if (withKey) {
        state->key.reset(XXH3_createState());
        if (!state->key)
            return fileError(path, "out of memory", "Close other programs.");
        XXH3_128bits_reset(state->key.get());
    }
    if (auto ok = state->openStream(); !ok)
        return ok.error();
    if (auto ok = state->openCodec(); !ok)
        return ok.error();
    if (auto ok = state->prime(); !ok)
        return ok.error();
    state->findLength();
    return std::unique_ptr<Decoder>(new Decoder(std::move(state)));
}

Result<void> Decoder::State::openStream()
{
    mp4 = readMp4AudioTimes(*file);
    format.reset(avformat_alloc_context());
    if (!format)
        return fileError(path, "out of memory", "Close other programs.");
    format->pb = file->context();
    format->flags |= AVFMT_FLAG_CUSTOM_IO;
    // A playlist or a reference movie must not make us read other files.
    format->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
        return AVERROR(EPERM);
    };
    const std::size_t slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    AVDictionary* options = nullptr;
    if (mp4)
        av_dict_set(&options, "ignore_editlist", "1", 0);
    AVFormatContext* raw = format.release(); // freed by the call when it fails
    const int opened = avformat_open_input(&raw, name.c_str(), nullptr, &options);
    av_dict_free(&options);
    if (opened < 0) {
        if (!file->ioError().empty())
            return fileError(path, file->ioError(), "Check the drive.");
        return fileError(path, "its format is not known", badFile);
    }
    format.reset(raw);
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        if (format->streams[i]->codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
            format->streams[i]->discard = AVDISCARD_ALL;
    }
    avformat_find_stream_info(format.get(), nullptr); // what it cannot find, decoding tells
    streamIndex = av_find_best_stream(format.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (streamIndex < 0)
        return fileError(path, "there is no audio in it", "Choose a music file.");
    for (unsigned i = 0; i < format->nb_streams; ++i)
        format->streams[i]->discard
            = static_cast<int>(i) == streamIndex ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    return {};
}

Result<void> Decoder::State::openCodec()
{
    const AVCodecParameters& parameters = *stream()->codecpar;
    const AVCodec* decoder = avcodec_find_decoder(parameters.codec_id);
    if (!decoder)
        return fileError(path,
            std::string("there is no decoder for ") + avcodec_get_name(parameters.codec_id),
            "Convert it to flac, mp3, ogg or m4a.");
    codec.reset(avcodec_alloc_context3(decoder));
    if (!codec || !packet || !frame)
        return fileError(path, "out of memory", "Close other programs.");
    codec->thread_count = 1;
    codec->pkt_timebase = stream()->time_base;
    vorbis = VorbisClock::create(*file, parameters);
    if (vorbis && vorbis->onlyPage()) {
        codec->flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL;
        limit = *vorbis->onlyPage();
    }
    if (avcodec_parameters_to_context(codec.get(), &parameters) < 0
        || avcodec_open2(codec.get(), decoder, nullptr) < 0)
        return fileError(path, "its audio cannot be decoded", badFile);
    return {};
}

/// Decodes the first frame: only that tells the true rate and channels, and where frame 0 is.
Result<void> Decoder::State::prime()
{
    while (!ended && pending.empty())
        decodeMore();
    if (!pending.empty())
        return {};
    if (!file->ioError().empty())
        return fileError(path, file->ioError(), "Check the drive.");
    return fileError(path, "nothing in it can be decoded", badFile);
}

void Decoder::State::describe()
{
    const AVCodecParameters& parameters = *stream()->codecpar;
    info.codec = avcodec_get_name(parameters.codec_id);
    info.container = format->iformat->name;
    info.sampleRate = frame->sample_rate;
    info.channels = frame->ch_layout.nb_channels;
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_NATIVE)
        info.channelMask = frame->ch_layout.u.mask;
    info.bitRate = parameters.bit_rate > 0 ? parameters.bit_rate : format->bit_rate;
    info.bitsPerSample = parameters.bits_per_raw_sample > 0
        ? parameters.bits_per_raw_sample
        : av_get_exact_bits_per_sample(parameters.codec_id);

    const AVRational tick = stream()->time_base;
    const std::int64_t rate = info.sampleRate;
    const bool fine = tick.den % (rate * tick.num) == 0;
    const bool mp4Core = mp4 && (rate * tick.num) % tick.den == 0; // HE-AAC: ticks of two samples
    // libavformat's timestamps after a jump into an Ogg file are exact for opus only.
    const bool countedOgg = info.container == "ogg" && info.codec != "opus";
    if (isRawPacketStream(info.container) || countedOgg)
        way = SeekWay::packets;
    else if (fine || mp4Core)
        way = SeekWay::timestamps;
    if (mp4) {
        hasLeadIn = true;
        base = toSamples(mp4->editStart);
        const AVDictionaryEntry* text
            = av_dict_get(format->metadata, "iTunSMPB", nullptr, AV_DICT_IGNORE_SUFFIX);
        const std::optional<ITunSmpb> smpb = text ? parseITunSmpb(text->value) : std::nullopt;
        const std::int64_t ticks = mp4->musicTicks();
        if (smpb && tick.den == rate && smpb->samples <= mp4->mediaDuration) {
            if (!mp4->hasEdit)
                base = smpb->priming;
            limit = std::min(smpb->samples, mp4->mediaDuration - base);
        } else {
            limit = rescale(ticks, rate, mp4->mediaTimescale);
        }
    } else if (frame->pts != AV_NOPTS_VALUE) {
        hasLeadIn = vorbis.has_value();
        base = vorbis ? vorbis->leadIn() : toSamples(frame->pts);
    }
}

void Decoder::State::findLength()
{
    const std::int64_t duration = stream()->duration;
    const bool estimated = format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
    if (info.container == "mp3") {
        if (const auto tag = readMp3InfoTag(*file)) {
            if (const auto music = tag->musicFrames()) {
                limit = *music;
                info.totalFrames = limit;
            } else if (tag->frames > 0) {
                info.totalFrames = tag->frames;
            }
        }
    } else if (limit != noLimit) {
        info.totalFrames = limit;
    } else if ((way == SeekWay::timestamps || info.container == "ogg") && duration > 0
        && !estimated) {
        std::int64_t frames = toSamples(duration);
        if (info.codec == "opus" && info.container == "ogg")
            frames -= stream()->codecpar->initial_padding;
        if (frames > 0)
            info.totalFrames = frames;
    }
    if (info.totalFrames)
        info.durationMs = rescale(*info.totalFrames, 1000, info.sampleRate);
    else if (duration > 0)
        info.durationMs
            = rescale(duration, 1000LL * stream()->time_base.num, stream()->time_base.den);
    else if (format->duration > 0)
        info.durationMs = rescale(format->duration, 1000, AV_TIME_BASE);
}

/// Opens the stream anew at the first packet: exact where seeking to 0 is not.
void Decoder::State::restart()
{
    flushCodec();
    codec.reset();
    format.reset();
    position = 0;
    const StreamInfo known = info;
    const bool ok = file->rewind() && openStream() && openCodec();
    info = known;
    ended = !ok;
    resync = hasLeadIn;
}

} // namespace segue::audio
