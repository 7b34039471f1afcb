#include "core/playback/engine_player.h"

#include <QFile>

#include <algorithm>
#include <utility>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

constexpr int tickMs = 250;

constexpr int mostPassedOver = 200; // missing files in a row before playing stops

QString nameOf(const QueueEntry& entry)
{
    if (!entry.title.isEmpty())
        return entry.artist.isEmpty() ? entry.title : entry.artist + u" – "_s + entry.title;
    return QFile::decodeName(entry.path.c_str());
}

} // namespace

EnginePlayer::EnginePlayer(std::unique_ptr<audio::Output> output, TrackResolver resolver,
    const Clock& clock, std::uint64_t seed, QObject* parent)
    : Player(parent)
    , clock_(clock)
    , resolver_(std::move(resolver))
    , output_(std::move(output))
    , queue_(seed)
{
    engine_
        = std::make_unique<audio::Engine>(audio::EngineOptions{.rate = output_->rate()}, [this] {
              QMetaObject::invokeMethod(
                  this, [this] { drainEvents(); }, Qt::QueuedConnection);
          });
    output_->setStateCallback([this](bool working, const std::string& message) {
        QMetaObject::invokeMethod(
            this,
            [this, working, text = QString::fromStdString(message)] {
                onOutputState(working, text);
            },
            Qt::QueuedConnection);
    });
    tick_.setInterval(tickMs);
    connect(&tick_, &QTimer::timeout, this, &EnginePlayer::onTick);
}

EnginePlayer::~EnginePlayer()
{
    quit();
}

std::optional<QueueEntry> EnginePlayer::current() const
{
    const QueueEntry* entry = queue_.current();
    return entry ? std::optional(*entry) : std::nullopt;
}

std::optional<QueueEntry> EnginePlayer::lastOfQueue() const
{
    const QueueEntry* entry = queue_.last();
    return entry ? std::optional(*entry) : std::nullopt;
}

std::int64_t EnginePlayer::positionMs() const
{
    if (current_.id == 0)
        return resumeMs_;
    const audio::Engine::Status status = engine_->status();
    return status.id == current_.id ? status.positionMs : resumeMs_;
}

std::int64_t EnginePlayer::durationMs() const
{
    if (current_.id != 0)
        return current_.track.durationMs;
    const QueueEntry* entry = queue_.current();
    const auto track = entry ? resolve(*entry) : std::nullopt;
    return track ? track->durationMs : 0;
}

std::optional<PlayableTrack> EnginePlayer::resolve(const QueueEntry& entry) const
{
    std::optional<PlayableTrack> track;
    if (entry.track && resolver_)
        track = resolver_(entry.track);
    if (!track && !entry.path.empty()) // from outside the library
        track = PlayableTrack{entry.path, 0, {}};
    return track;
}

audio::Source EnginePlayer::sourceOf(const Play& play, std::int64_t startMs) const
{
    return {play.id, play.track.path, startMs,
        static_cast<float>(replayGainFactor(play.track.gains, gainSettings_)), play.track.startMs,
        play.track.endMs};
}

void EnginePlayer::setState(PlaybackState state)
{
    if (state == PlaybackState::playing)
        tick_.start();
    else
        tick_.stop();
    if (state == PlaybackState::playing && outputRuns_)
        output_->setActive(true);
    if (std::exchange(state_, state) != state)
        Q_EMIT stateChanged(state);
}

/// False: there is no working output, and the user was told.
bool EnginePlayer::startOutput()
{
    if (outputRuns_ && outputWorks_)
        return true;
    if (outputRuns_)
        output_->stop();
    const Result<void> started = output_->start(*engine_);
    outputRuns_ = outputWorks_ = started.ok();
    if (!started)
        Q_EMIT problem(QString::fromStdString(started.error().message));
    return started.ok();
}

/// Plays the queue's current entry; goes on to the next playable one when it cannot be found.
void EnginePlayer::begin(StartedBy by, EndedBy endOfOld, std::int64_t startMs)
{
    const QueueEntry* entry = queue_.current();
    if (!entry) {
        halt(endOfOld);
        return;
    }
    if (const std::optional<PlayableTrack> track = resolve(*entry)) {
        launch({++lastId_, *entry, *track, by}, endOfOld, startMs);
        return;
    }
    broken_.insert(entry->key);
    tellMissing({*entry});
    beginFollowing(endOfOld, true);
}

void EnginePlayer::launch(Play play, EndedBy endOfOld, std::int64_t startMs)
{
    if (!startOutput()) {
        halt(EndedBy::error);
        resumeMs_ = startMs;
        Q_EMIT currentChanged();
        return;
    }
    endReason_ = endOfOld;
    resumeMs_ = startMs;
    next_ = {};
    current_ = std::move(play);
    engine_->play(sourceOf(current_, startMs));
    setState(PlaybackState::playing);
    Q_EMIT currentChanged();
}

/// The first entry behind the current one that has a file and did not fail; nothing at the end.
/// `missing` gets those passed over because their file is not there.
EnginePlayer::Play EnginePlayer::findFollowing(bool byUser, std::vector<QueueEntry>& missing) const
{
    const int most = std::min(static_cast<int>(queue_.entries().size()), mostPassedOver);
    for (int steps = 1; steps <= most; ++steps) {
        const std::optional<QueueEntry> entry = queue_.peek(steps, byUser);
        if (!entry)
            break;
        if (broken_.contains(entry->key))
            continue;
        if (const std::optional<PlayableTrack> track = resolve(*entry))
            return {0, *entry, *track, byItself(*entry), steps};
        missing.push_back(*entry);
    }
    return {};
}

/// Plays what comes after the current entry, passing over what cannot be; stops when nothing is
/// left.
void EnginePlayer::beginFollowing(EndedBy endOfOld, bool byUser)
{
    std::vector<QueueEntry> missing;
    Play play = findFollowing(byUser, missing);
    tellMissing(missing);
    for (const QueueEntry& entry : missing)
        broken_.insert(entry.key);
    if (play.steps == 0) {
        halt(endOfOld);
        Q_EMIT queueEnded();
        return;
    }
    queue_.advance(play.steps, byUser);
    play.id = ++lastId_;
    launch(std::move(play), endOfOld, 0);
}

void EnginePlayer::tellMissing(const std::vector<QueueEntry>& entries)
{
    if (entries.empty())
        return;
    QString names = nameOf(entries.front());
    if (entries.size() > 1)
        names += u" and %1 more"_s.arg(entries.size() - 1);
    Q_EMIT problem(
        u"Cannot play %1: not there. Connect the drive, or scan the folder again."_s.arg(names));
}

/// Says why an entry is passed over, and logs it as a play of nothing.
void EnginePlayer::reject(const Play& play, const QString& message)
{
    broken_.insert(play.entry.key);
    Listen listen = listenOf(play);
    listen.startedAt = clock_.now();
    listen.utcOffsetMin = clock_.utcOffsetMinutes(listen.startedAt);
    listen.endedBy = EndedBy::error;
    failed_.push_back(listen);
    if (!tracker_.isOpen())
        flushFailed();
    Q_EMIT problem(message);
}

void EnginePlayer::flushFailed()
{
    for (const Listen& listen : std::exchange(failed_, {})) {
        Q_EMIT listenStarted(listen);
        Q_EMIT listenEnded(listen);
    }
}

/// Tells the engine what follows, if that is not what it has already.
void EnginePlayer::prepareNext()
{
    if (!current_.sounding)
        return; // when it sounds
    std::vector<QueueEntry> missing; // told when their turn comes
    Play play = findFollowing(false, missing);
    if (play.steps == 0) {
        next_ = {};
        engine_->setNext(std::nullopt);
        return;
    }
    const bool same = next_.id != 0 && next_.entry.key == play.entry.key;
    play.id = same ? next_.id : ++lastId_;
    next_ = std::move(play);
    engine_->setNext(sourceOf(next_, 0));
}

/// Stops playing; the queue keeps its place.
void EnginePlayer::halt(EndedBy reason)
{
    endReason_ = reason;
    current_ = {};
    next_ = {};
    resumeMs_ = 0;
    broken_.clear();
    engine_->stop();
    setState(PlaybackState::stopped);
    Q_EMIT positionChanged(0);
}

StartedBy EnginePlayer::byItself(const QueueEntry& entry) const
{
    const bool listed = entry.origin == StartedBy::queue || entry.origin == StartedBy::album;
    return queue_.shuffle() && listed ? StartedBy::shuffle : entry.origin;
}

void EnginePlayer::touched()
{
    tracker_.touched(clock_.now());
}

void EnginePlayer::setReplayGain(const ReplayGainSettings& settings)
{
    gainSettings_ = settings;
    for (const Play* play : {&current_, &next_}) {
        if (play->id != 0)
            engine_->setGain(play->id, sourceOf(*play, 0).gain);
    }
}

PlayerState EnginePlayer::savedState() const
{
    return {queue_.state(), positionMs(), volume_};
}

void EnginePlayer::restore(PlayerState state)
{
    queue_.restore(std::move(state.queue));
    resumeMs_ = queue_.current() ? std::max<std::int64_t>(state.positionMs, 0) : 0;
    setVolume(state.volume);
    Q_EMIT queueChanged();
    Q_EMIT modesChanged();
    Q_EMIT currentChanged();
    Q_EMIT positionChanged(resumeMs_);
}

} // namespace segue

#include "moc_engine_player.cpp"
