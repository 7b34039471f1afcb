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

namespace segue {

namespace {

// Qt pulls in steps of 20 ms, and PulseAudio takes 60 % of what is asked for and waits for 2/3 of
// that before it plays: from 50 ms a single step fits and it waits for ever, from 60 ms two do.
constexpr int bufferMs = 60;
constexpr int mostBufferMs = 480;
constexpr int watchMs = 250;
constexpr int stalledMs = 1000; // without a pull from an active sink
constexpr int fallbackRate = 48000;
const std::string noDevice
    = "There is no sound output. Connect a device, or start the sound server, and play again.";

/// Gives the engine's music to a sink, in the format that the sink takes.
class EngineSource final : public QIODevice {
public:
    EngineSource(audio::Engine& engine, const QAudioFormat& format)
        : engine_(engine)
        , isFloat_(format.sampleFormat() == QAudioFormat::Float)
    {
        if (format.sampleRate() != engine.rate()) {
            if (auto made = audio::Resampler::create(engine.rate(), format.sampleRate()))
                resampler_ = std::move(*made);
        }
        sincePull_.start();
        open(QIODevice::ReadOnly);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return 1 << 20; }
    qint64 msSincePull() const { return sincePull_.elapsed(); }

protected:
    qint64 readData(char* data, qint64 most) override
    {
        sincePull_.restart();
        const std::size_t frameBytes = isFloat_ ? 2 * sizeof(float) : 2 * sizeof(qint16);
        const std::size_t frames = static_cast<std::size_t>(most) / frameBytes;
        fill(frames);
        if (isFloat_) {
            std::memcpy(data, ready_.data(), frames * frameBytes);
        } else {
            rounded_.resize(frames * 2);
            std::transform(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(frames * 2),
                rounded_.begin(), [](float sample) {
                    return static_cast<qint16>(
                        std::clamp(std::lround(sample * 32768), -32768L, 32767L));
                });
            std::memcpy(data, rounded_.data(), frames * frameBytes);
        }
        ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(frames * 2));
        return static_cast<qint64>(frames * frameBytes);
    }
    qint64 writeData(const char*, qint64) override { return -1; }

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
    std::unique_ptr<audio::Resampler> resampler_;
    std::vector<float> pulled_;
    std::vector<float> ready_;
    std::vector<qint16> rounded_;
    QElapsedTimer sincePull_;
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
    {
        watch_->setInterval(watchMs);
        connect(watch_, &QTimer::timeout, this, &SinkKeeper::watch);
    }

    void begin()
    {
        watch_->start();
        reopen();
    }

    void end()
    {
        watch_->stop();
        close();
    }

    void setActive(bool active)
    {
        active_ = active;
        if (!sink_)
            return;
        if (!active)
            sink_->suspend();
        else if (sink_->state() == QAudio::SuspendedState)
            sink_->resume();
        if (source_)
            resumed_.restart();
    }

    void followDefault()
    {
        if (QMediaDevices::defaultAudioOutput().id() != deviceId_)
            reopen();
    }

private:
    void close()
    {
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
        sink_->start(source_.get());
        if (sink_->error() != QAudio::NoError && sink_->error() != QAudio::UnderrunError) {
            close();
            tell(false,
                "The output " + name
                    + " cannot be opened. Choose another one, or close "
                      "what uses it.");
            return;
        }
        resumed_.start();
        if (!active_)
            sink_->suspend();
        tell(true, {});
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
            = active_ && source_->msSincePull() > stalledMs && resumed_.elapsed() > stalledMs;
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
