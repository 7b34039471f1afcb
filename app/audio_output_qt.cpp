#include "app/audio_output_qt.h"

#include "core/audio/engine.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QIODevice>
#include <QMediaDevices>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <span>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

namespace segue {

namespace {

// PulseAudio takes 60 % of what is asked for. The sink is topped up every 8 ms: Qt's own pulling
// takes steps of 20 ms, of which one or two fit, and lets the sink run nearly dry before it takes a
// second.
constexpr int bufferMs = 80;
constexpr int topUpMs = 8;
constexpr int mostBufferMs = 480;
constexpr int watchMs = 250;
constexpr int restAfterMs = 1000; // of silence: what the sink still holds is heard before it rests
constexpr int niceness = -11; // as sound servers run; without the right to it nothing changes
constexpr int stalledMs = 1000; // in which an active sink takes nothing
constexpr int fallbackRate = 48000;
const std::string noDevice
    = "There is no sound output. Connect a device, or start the sound server, and play again.";

/// The engine's music in the format that the sink takes.
class EngineSource {
public:
    EngineSource(audio::Engine& engine, const QAudioFormat& format)
        : engine_(engine)
        , isFloat_(format.sampleFormat() == QAudioFormat::Float)
        , frameBytes_(static_cast<std::size_t>(format.bytesPerFrame()))
    {
        if (format.sampleRate() != engine.rate()) {
            if (auto made = audio::Resampler::create(engine.rate(), format.sampleRate()))
                resampler_ = std::move(*made);
        }
    }

    /// The next frames that fit into `most` bytes; valid until the next call. They come again
    /// unless consume() says that they were taken.
    std::span<const char> peek(qint64 most)
    {
        const std::size_t frames = static_cast<std::size_t>(most) / frameBytes_;
        fill(frames);
        bytes_.resize(frames * frameBytes_);
        if (isFloat_) {
            std::memcpy(bytes_.data(), ready_.data(), bytes_.size());
        } else {
            rounded_.resize(frames * 2);
            std::transform(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(frames * 2),
                rounded_.begin(), [](float sample) {
                    return static_cast<qint16>(
                        std::clamp(std::lround(sample * 32768), -32768L, 32767L));
                });
            std::memcpy(bytes_.data(), rounded_.data(), bytes_.size());
        }
        return bytes_;
    }
    void consume(qint64 bytes)
    {
        const auto frames
            = static_cast<std::ptrdiff_t>(bytes) / static_cast<std::ptrdiff_t>(frameBytes_);
        ready_.erase(ready_.begin(), ready_.begin() + frames * 2);
    }

private:
    /// Music, or silence where there is none, until `ready_` holds `frames`.
    void fill(std::size_t frames)
    {
        while (ready_.size() < frames * 2) {
            const std::size_t missing = frames - ready_.size() / 2;
            if (!resampler_) {
                const std::size_t start = ready_.size();
                ready_.resize(start + missing * 2);
                engine_.pull(ready_.data() + start, missing);
                return;
            }
            const std::size_t need = missing * static_cast<std::size_t>(resampler_->fromRate())
                    / static_cast<std::size_t>(resampler_->toRate())
                + 1;
            pulled_.resize(need * 2);
            engine_.pull(pulled_.data(), need);
            resampler_->process(pulled_.data(), need, ready_);
        }
    }

    audio::Engine& engine_;
    bool isFloat_;
    std::size_t frameBytes_;
    std::unique_ptr<audio::Resampler> resampler_;
    std::vector<float> pulled_;
    std::vector<float> ready_;
    std::vector<qint16> rounded_;
    std::vector<char> bytes_;
};

/// What the engine gives if the device takes it, else the device's own rate, else 16 bit.
QAudioFormat formatFor(const QAudioDevice& device, int rate)
{
    QAudioFormat format;
    format.setChannelCount(2);
    for (const auto sample : {QAudioFormat::Float, QAudioFormat::Int16}) {
        for (const int hz : {rate, device.preferredFormat().sampleRate(), fallbackRate}) {
            format.setSampleFormat(sample);
            format.setSampleRate(hz);
            if (device.isFormatSupported(format))
                return format;
        }
    }
    return {};
}

} // namespace

/// Opens the sink and keeps it open. Lives in the output's thread, but for its construction.
class SinkKeeper final : public QObject {
public:
    using Report = std::function<void(bool working, const std::string& message)>;

    SinkKeeper(audio::Engine& engine, Report report)
        : engine_(engine)
        , report_(std::move(report))
        , watch_(new QTimer(this))
        , rest_(new QTimer(this))
        , topUp_(new QTimer(this))
    {
        rest_->setSingleShot(true);
        rest_->setInterval(restAfterMs);
        connect(rest_, &QTimer::timeout, this, &SinkKeeper::suspend);
        watch_->setInterval(watchMs);
        connect(watch_, &QTimer::timeout, this, &SinkKeeper::watch);
        topUp_->setTimerType(Qt::PreciseTimer);
        topUp_->setInterval(topUpMs);
        connect(topUp_, &QTimer::timeout, this, &SinkKeeper::topUp);
    }

    void begin()
    {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
        watch_->start();
        reopen();
    }

    void end()
    {
        watch_->stop();
        rest_->stop();
        close();
    }

    void setActive(bool active)
    {
        active_ = active;
        if (!active) {
            rest_->start();
            return;
        }
        rest_->stop();
        resumed_.start();
        if (sink_ && sink_->state() == QAudio::SuspendedState)
            sink_->resume();
    }

    void followDefault()
    {
        if (QMediaDevices::defaultAudioOutput().id() != deviceId_)
            reopen();
    }

private:
    void topUp()
    {
        const qint64 room = sink_->bytesFree();
        if (!device_ || room <= 0 || sink_->state() == QAudio::SuspendedState)
            return;
        const std::span<const char> bytes = source_->peek(room);
        if (bytes.empty())
            return;
        const qint64 written = device_->write(bytes.data(), static_cast<qint64>(bytes.size()));
        if (written <= 0)
            return;
        source_->consume(written);
        lastWrite_.restart();
    }

    void close()
    {
        topUp_->stop();
        device_ = nullptr;
        if (sink_) {
            sink_->disconnect(this);
            sink_->stop();
        }
        sink_.reset();
        source_.reset();
    }

    void reopen()
    {
        close();
        const QAudioDevice device = QMediaDevices::defaultAudioOutput();
        deviceId_ = device.id();
        if (device.isNull()) {
            tell(false, noDevice);
            return;
        }
        const QAudioFormat format = formatFor(device, engine_.rate());
        const std::string name = device.description().toStdString();
        if (!format.isValid()) {
            tell(false,
                "The output " + name + " takes no format that Segue has. Choose another one.");
            return;
        }
        source_ = std::make_unique<EngineSource>(engine_, format);
        sink_ = std::make_unique<QAudioSink>(device, format);
        sink_->setBufferSize(format.bytesForDuration(bufferMs_ * 1000));
        connect(
            sink_.get(), &QAudioSink::stateChanged, this, &SinkKeeper::check, Qt::QueuedConnection);
        device_ = sink_->start();
        if (sink_->error() != QAudio::NoError && sink_->error() != QAudio::UnderrunError) {
            close();
            tell(false,
                "The output " + name
                    + " cannot be opened. Choose another one, or close "
                      "what uses it.");
            return;
        }
        resumed_.start();
        lastWrite_.start();
        topUp_->start();
        topUp();
        if (!active_)
            rest_->start();
        tell(true, {});
    }

    void suspend()
    {
        if (sink_ && !active_)
            sink_->suspend();
    }

    void check()
    {
        if (sink_ && sink_->state() == QAudio::StoppedState)
            reopen();
    }

    /// A sink can fall silent without a word (its server died, its device was pulled out).
    void watch()
    {
        if (!sink_) {
            reopen();
            return;
        }
        const bool stalled
            = active_ && lastWrite_.elapsed() > stalledMs && resumed_.elapsed() > stalledMs;
        if (stalled) // another sound server may have other ideas of a small buffer
            bufferMs_ = std::min(bufferMs_ * 2, mostBufferMs);
        if (stalled || sink_->state() == QAudio::StoppedState)
            reopen();
    }

    void tell(bool working, const std::string& message)
    {
        if (std::exchange(working_, working) != working)
            report_(working, message);
    }

    audio::Engine& engine_;
    Report report_;
    QTimer* watch_;
    QTimer* rest_;
    QTimer* topUp_;
    QIODevice* device_ = nullptr; // the sink's
    QElapsedTimer lastWrite_;
    std::unique_ptr<EngineSource> source_;
    std::unique_ptr<QAudioSink> sink_;
    QByteArray deviceId_;
    QElapsedTimer resumed_;
    int bufferMs_ = bufferMs;
    bool active_ = true;
    bool working_ = true;
};

AudioOutputQt::AudioOutputQt()
    : rate_(fallbackRate)
    , devices_(std::make_unique<QMediaDevices>())
{
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (!device.isNull() && device.preferredFormat().sampleRate() > 0)
        rate_ = device.preferredFormat().sampleRate();
    thread_.setObjectName(QStringLiteral("audio output"));
}

AudioOutputQt::~AudioOutputQt()
{
    stop();
}

Result<void> AudioOutputQt::start(audio::Engine& engine)
{
    stop();
    if (QMediaDevices::defaultAudioOutput().isNull())
        return Error{noDevice};
    keeper_ = std::make_unique<SinkKeeper>(
        engine, [this](bool working, const std::string& message) { report(working, message); });
    keeper_->moveToThread(&thread_);
    thread_.start(QThread::TimeCriticalPriority);
    SinkKeeper* keeper = keeper_.get();
    QMetaObject::invokeMethod(keeper, [keeper] { keeper->begin(); });
    QObject::connect(devices_.get(), &QMediaDevices::audioOutputsChanged, keeper,
        [keeper] { keeper->followDefault(); });
    return {};
}

void AudioOutputQt::stop()
{
    if (!keeper_)
        return;
    SinkKeeper* keeper = keeper_.get();
    QObject::disconnect(devices_.get(), nullptr, keeper, nullptr);
    // The sink ends in its own thread, then the thread, then the keeper without one.
    QMetaObject::invokeMethod(
        keeper,
        [keeper] {
            keeper->end();
            keeper->moveToThread(QCoreApplication::instance()->thread());
        },
        Qt::BlockingQueuedConnection);
    thread_.quit();
    thread_.wait();
    keeper_.reset();
}

void AudioOutputQt::setActive(bool active)
{
    if (SinkKeeper* keeper = keeper_.get())
        QMetaObject::invokeMethod(keeper, [keeper, active] { keeper->setActive(active); });
}

} // namespace segue
