// What the service reads: at its start, and again when something else has written.
#include "core/db/connection.h"
#include "core/history/play_counts.h"
#include "core/history/taste_service.h"
#include "core/library/track_repository.h"
#include "core/tasks/task_runner.h"

namespace segue {

namespace {
constexpr int againMs = 200;
}

struct TasteService::Loaded {
    RatingLog ratings;
    std::vector<ImportedTotals> imported;
    std::shared_ptr<TrackStatsMap> stats = std::make_shared<TrackStatsMap>();
    qint64 learnedPlays = 0;
    history::HighestIds ids;
    std::string problem;
};

TasteService::Loaded TasteService::read(db::Store& store, ListenerId listener, bool atStart)
{
    Loaded loaded;
    if (atStart) {
        const auto closed = store.writeAndWait(db::Durability::full,
            [listener](db::Connection& c) { history::closeLeftover(c, listener); });
        if (!closed)
            loaded.problem = closed.error().message;
    }
    try {
        const auto reader = store.reader();
        loaded.ratings = history::readRatings(*reader, listener);
        loaded.imported = history::readImportedTotals(*reader, listener);
        loaded.ids = history::readHighestIds(*reader, listener);
        for (const StoredPlay& play : history::readPlays(*reader, listener)) {
            countPlay((*loaded.stats)[play.listen.track], play);
            loaded.learnedPlays += isLearned(play);
        }
    } catch (const std::exception& e) {
        loaded.problem
            = "Plays and ratings could not be read from " + store.path().string() + ": " + e.what();
    }
    for (const ImportedTotals& totals : loaded.imported)
        addImported((*loaded.stats)[totals.track], totals);
    return loaded;
}

void TasteService::adopt(Loaded loaded)
{
    ratings_ = std::move(loaded.ratings);
    imported_.clear();
    for (const ImportedTotals& totals : loaded.imported)
        imported_.emplace(totals.track, totals);
    learnedPlays_ = loaded.learnedPlays;
    highestPlay_ = std::max(highestPlay_, loaded.ids.play); // some are reserved
    highestRating_ = loaded.ids.rating;
    loaded.ids.sessions.raiseTo(sessions_);
    sessions_ = loaded.ids.sessions;
    stats_ = std::move(loaded.stats);
    for (const auto& [track, totals] : imported_)
        layRating((*stats_)[track], ratings_.of(track), &totals);
    for (const auto& [track, rating] : ratings_.tracks()) {
        const auto it = imported_.find(track);
        layRating((*stats_)[track], rating, it == imported_.end() ? nullptr : &it->second);
    }
    loaded_ = true;
    if (!loaded.problem.empty())
        Q_EMIT problem(QString::fromStdString(loaded.problem));
    for (const auto& action : std::exchange(untilLoaded_, {}))
        action();
    Q_EMIT this->loaded();
    Q_EMIT statsChanged({});
}

void TasteService::load()
{
    adopt(read(store_, listener_, true));
}

void TasteService::loadInBackground()
{
    runThen(
        this,
        [&store = store_, listener = listener_] {
            return std::make_shared<Loaded>(read(store, listener, true));
        },
        [this](const std::shared_ptr<Loaded>& result) { adopt(std::move(*result)); });
}

void TasteService::readAgain()
{
    if (!loaded_)
        return;
    if (hasUnwritten()) {
        QTimer::singleShot(againMs, this, &TasteService::readAgain);
        return;
    }
    runThen(
        this,
        [&store = store_, listener = listener_] {
            return std::make_shared<Loaded>(read(store, listener, false));
        },
        [this, play = highestPlay_, rating = highestRating_](
            const std::shared_ptr<Loaded>& result) {
            // What was played or rated meanwhile must not be forgotten.
            if (hasUnwritten() || highestPlay_ != play || highestRating_ != rating)
                readAgain();
            else
                adopt(std::move(*result));
        });
}

void TasteService::reloadImported()
{
    whenLoaded([this] {
        runThen(
            this,
            [&store = store_, listener = listener_] {
                std::vector<ImportedTotals> totals;
                try {
                    totals = history::readImportedTotals(*store.reader(), listener);
                } catch (const std::exception&) {
                    totals.clear(); // the next scan brings them again
                }
                return totals;
            },
            [this](const std::vector<ImportedTotals>& totals) {
                auto next = std::make_shared<TrackStatsMap>(*stats_);
                for (const auto& [track, before] : imported_) {
                    TrackStats& stats = (*next)[track];
                    removeImported(stats, before);
                    layRating(stats, ratings_.of(track), nullptr);
                }
                imported_.clear();
                for (const ImportedTotals& t : totals) {
                    TrackStats& stats = (*next)[t.track];
                    addImported(stats, t);
                    layRating(stats, ratings_.of(t.track), &t);
                    imported_.emplace(t.track, t);
                }
                stats_ = std::move(next);
                Q_EMIT statsChanged({});
            });
    });
}

void TasteService::readHistory(
    std::size_t limit, QObject* receiver, std::function<void(std::vector<PlayEvent>)> then)
{
    runThen(
        receiver,
        [this, &store = store_, listener = listener_, limit] {
            std::vector<PlayEvent> events;
            try {
                const auto reader = store.reader();
                // Those taken out are few, but they may be the newest ones.
                for (std::size_t wanted = limit; events.size() < limit; wanted *= 2) {
                    events.clear();
                    const auto plays = history::readNewestPlays(*reader, listener, wanted);
                    for (const StoredPlay& play : plays) {
                        if (play.marks.removed || events.size() >= limit)
                            continue;
                        const TrackWords words = loadTrackWords(*reader, play.listen.track);
                        events.push_back({play.id, play.session, play.listen, play.marks.isPrivate,
                            play.marks.guest, play.marks.doNotLearn,
                            QString::fromStdString(words.title),
                            QString::fromStdString(words.artist)});
                    }
                    if (plays.size() < wanted)
                        break;
                }
            } catch (const std::exception& e) {
                const QString message = QString::fromStdString("The history could not be read from "
                    + store.path().string() + ": " + e.what());
                QMetaObject::invokeMethod(this, [this, message] { Q_EMIT problem(message); });
            }
            return events;
        },
        std::move(then));
}

} // namespace segue
