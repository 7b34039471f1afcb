#include "app/file_edits.h"

#include "app/app_context.h"
#include "core/history/taste_service.h"
#include "core/library/edit/edit_service.h"
#include "core/library/library_service.h"
#include "core/playback/player.h"
#include "ui/edit_actions.h"

#include <QPointer>
#include <QSettings>

namespace segue::app {

namespace {

/// More at once are not one listener's clicks, but an import: those are not written by themselves.
constexpr std::size_t mostAtOnce = 200;

} // namespace

FileEdits::FileEdits(
    AppContext& context, QSettings& settings, QObject* parent, std::chrono::milliseconds quiet)
    : QObject(parent)
    , context_(context)
    , settings_(settings)
{
    timer_.setSingleShot(true);
    timer_.setInterval(quiet);
    connect(&timer_, &QTimer::timeout, this, &FileEdits::writeTotals);
    connect(&context.taste(), &Taste::statsChanged, this, &FileEdits::statsChanged);
    connect(context.player(), &Player::currentChanged, this, &FileEdits::tellPlaying);
    connect(context.player(), &Player::stateChanged, this, &FileEdits::tellPlaying);
    tellPlaying();
    context.whenLoaded(nullptr, [self = QPointer(this)] {
        if (!self)
            return;
        self->tellPlaying(); // the queue's tracks have paths now
        self->context_.edits().resume();
    });
}

FileEdits::~FileEdits()
{
    if (!changed_.empty())
        writeTotals();
}

void FileEdits::tellPlaying()
{
    const Player& player = *context_.player();
    const auto entry = player.current();
    QByteArray path;
    if (entry && player.state() != PlaybackState::stopped) {
        path = QByteArray::fromStdString(entry->path);
        const TrackTablePtr table = context_.library().tracks();
        if (const auto row = entry->track ? table->rowOf(entry->track) : std::nullopt)
            path = QByteArray::fromStdString(std::string(table->text((*table)[*row].path)));
    }
    context_.edits().setPlaying(path);
}

void FileEdits::statsChanged(const std::vector<TrackId>& tracks)
{
    if (!settings_.value(ui::writeRatingsSetting, false).toBool() || tracks.size() > mostAtOnce)
        return;
    changed_.insert(tracks.begin(), tracks.end());
    if (!changed_.empty())
        timer_.start();
}

void FileEdits::writeTotals()
{
    const TrackTablePtr table = context_.library().tracks();
    EditRequest request;
    request.listed = false;
    for (const TrackId track : std::exchange(changed_, {})) {
        const auto row = table->rowOf(track);
        if (!row || !(*table)[*row].available || (*table)[*row].endMs > 0)
            continue;
        const TrackStats stats = context_.taste().statsOf(track);
        const auto field = [](std::string_view name, int value) {
            tags::Field made{std::string(name), {}};
            if (value > 0)
                made.values.push_back(std::to_string(value));
            return made;
        };
        request.files.push_back({track, {},
            {{field(tags::ratingField, stats.rating.value_or(0)),
                 field(tags::playsField, static_cast<int>(stats.plays))},
                {}}});
    }
    if (request.files.empty())
        return;
    // Without this object: it may be gone, with the window, before the files are written.
    EditService& edits = context_.edits();
    edits.write(std::move(request), [&edits](const EditOutcome& outcome) {
        if (!outcome.problems.empty())
            Q_EMIT edits.problem(outcome.problems.front());
    });
}

} // namespace segue::app

#include "moc_file_edits.cpp"
