#include "core/recommend/service/collaborative_service.h"

#include "core/recommend/packs/pack_file.h"
#include "core/recommend/packs/pack_match.h"
#include "core/recommend/service/catalogue_builder.h"
#include "core/recommend/service/listener_history.h"
#include "core/tasks/task_runner.h"

#include <algorithm>
#include <utility>

namespace segue {

namespace {

constexpr int leastPlays = 20; // of somebody who is worth learning from

bool hasOthers(db::Connection& connection, ListenerId me)
{
    auto& row = connection.statement("SELECT EXISTS(SELECT 1 FROM listener WHERE id <> ?)");
    row.bind(1, me.value);
    return row.executeStep() && row.getColumn(0).getInt() != 0;
}

/// One listener's plays and ratings as the models see them.
reco::History readListener(db::Connection& connection, ListenerId id, const CleanView& clean,
    const TrackTable& table, const reco::Catalogue& catalogue)
{
    ListenerHistory history;
    history.plays = history::readPlays(connection, id);
    history.ratings = history::readRatings(connection, id);
    history.clean = clean;
    return modelHistory(history, table, catalogue);
}

/// Of the other listeners; those with few plays are left out.
std::vector<reco::History> readOthers(db::Connection& connection, ListenerId me,
    const CleanView& clean, const TrackTable& table, const reco::Catalogue& catalogue)
{
    std::vector<ListenerId> ids;
    {
        auto& rows = connection.statement("SELECT id FROM listener WHERE id <> ? ORDER BY id");
        rows.bind(1, me.value);
        while (rows.executeStep())
            ids.push_back({rows.getColumn(0).getInt64()});
    }
    std::vector<reco::History> others;
    for (const ListenerId id : ids) {
        reco::History model = readListener(connection, id, clean, table, catalogue);
        if (std::ssize(model.plays) >= leastPlays)
            others.push_back(std::move(model));
    }
    return others;
}

/// What all packs together may bring, so that learning takes minutes at most, in about 100 MiB.
constexpr std::size_t mostPackEntries = 2'000'000;

/// The packs in the library's items; those that cannot be read are told in `problem`.
std::vector<reco::ListenerPack> readPacks(const std::filesystem::path& folder,
    const reco::CollaborativeInput& input, const TrackTable& table, const CleanView& clean,
    const std::stop_token& stop, std::string& problem)
{
    std::vector<reco::ListenerPack> all;
    const auto ids = packs::idsIn(folder);
    if (ids.empty())
        return all;
    std::vector<float> heard(table.size(), 0);
    const auto count = [&heard](const reco::History& history) {
        for (const reco::Play& play : history.plays) {
            if (play.item >= 0 && play.outcome == reco::Outcome::follow)
                ++heard[static_cast<std::size_t>(play.item)];
        }
    };
    count(input.own);
    for (const reco::History& other : input.others)
        count(other);
    const PackMatcher matcher(table, *input.catalogue, clean, heard);
    for (const std::int64_t id : ids) {
        if (stop.stop_requested())
            return all;
        const auto pack = packs::read(folder, id);
        if (!pack) {
            problem += (problem.empty() ? "" : "\n") + pack.error().message;
            continue;
        }
        MatchedPack matched = matchPack(*pack, matcher, table.size(), mostPackEntries / ids.size());
        if (matched.rows.rows() > 0)
            all.push_back({pack->info.name, pack->info.ofArtists, std::move(matched.rows)});
    }
    return all;
}

qint64 playsOf(const std::vector<reco::History>& all)
{
    qint64 sum = 0;
    for (const reco::History& one : all)
        sum += std::ssize(one.plays);
    return sum;
}

} // namespace

struct CollaborativeService::Made {
    Trained trained; ///< null: broken off, or nobody
    bool nobody = false; ///< there is no one to learn from (any more)
    CollaborativeFacts facts;
    std::string problem;
};

CollaborativeService::CollaborativeService(db::Store& store, ListenerId listener)
    : store_(store)
    , listener_(listener)
{
    pool_.setMaxThreadCount(1);
    pool_.setThreadPriority(QThread::LowPriority);
}

CollaborativeService::~CollaborativeService()
{
    stop_.request_stop();
    pool_.waitForDone();
}

std::filesystem::path CollaborativeService::fileOf(const db::Store& store, ListenerId listener)
{
    return store.path().parent_path() / ("others-" + std::to_string(listener.value) + ".model");
}

CollaborativeService::Trained CollaborativeService::trainedFor(const TrackTablePtr& table) const
{
    return table == table_ ? trained_ : nullptr;
}

CollaborativeService::Trained CollaborativeService::keptFor(const db::Store& store,
    db::Connection& connection, ListenerId listener, const TrackTable& table)
{
    const auto saved = readCollaborative(fileOf(store, listener), table.size());
    const bool fits = saved
        && saved->facts.library == libraryFingerprint(table, readCleanView(connection))
        && saved->facts.packs == packs::fingerprintOf(packs::folderOf(store.path()));
    return fits ? saved->trained : nullptr;
}

void CollaborativeService::prepare(TrackTablePtr table)
{
    if (busy_) {
        next_ = std::move(table);
        stop_.request_stop();
        return;
    }
    start(table);
}

void CollaborativeService::cancel()
{
    next_.reset();
    stop_.request_stop();
}

void CollaborativeService::start(const TrackTablePtr& table)
{
    busy_ = true;
    stop_ = {};
    runThen(
        pool_, this,
        [this, &store = store_, listener = listener_, table, before = facts_, known = trained_,
            wasNobody = nobody_, stop = stop_.get_token()] {
            Made made;
            try {
                const auto reader = store.reader();
                const auto file = fileOf(store, listener);
                const auto nobody = [&] {
                    made.nobody = true;
                    std::error_code none; // what was learned from them goes with them
                    std::filesystem::remove(file, none);
                    return std::make_shared<Made>(std::move(made));
                };
                const auto folder = packs::folderOf(store.path());
                const auto packed = packs::fingerprintOf(folder);
                if (packed == 0 && !hasOthers(*reader, listener))
                    return nobody();
                const CleanView clean = readCleanView(*reader);
                reco::CollaborativeInput input;
                input.catalogue = buildCatalogue(*table, nullptr, &clean);
                input.others = readOthers(*reader, listener, clean, *table, *input.catalogue);
                if (packed == 0 && input.others.empty())
                    return nobody();
                if (stop.stop_requested())
                    return std::make_shared<Made>(std::move(made));
                input.own = readListener(*reader, listener, clean, *table, *input.catalogue);
                made.facts = {libraryFingerprint(*table, clean), std::ssize(input.own.plays),
                    playsOf(input.others), std::ssize(input.others), packed};
                if (wasNobody && stillFits(before, made.facts))
                    return nobody();
                if (known && stillFits(before, made.facts)) {
                    made.trained = known;
                    made.facts = before;
                    return std::make_shared<Made>(std::move(made));
                }
                if (auto saved = readCollaborative(file, table->size());
                    saved && stillFits(saved->facts, made.facts)) {
                    made.trained = std::move(saved->trained);
                    made.facts = saved->facts;
                    return std::make_shared<Made>(std::move(made));
                }
                input.packs = readPacks(folder, input, *table, clean, stop, made.problem);
                if (stop.stop_requested())
                    return std::make_shared<Made>(std::move(made));
                if (input.others.empty() && input.packs.empty())
                    return nobody();
                // Both models that can speak are asked, so that none has to be chosen.
                input.forced = reco::CollaborativeKind::rp3beta;
                reco::FitControl control;
                control.stop = stop;
                control.progress = [this](double share) {
                    QMetaObject::invokeMethod(
                        this, [this, share] { Q_EMIT progressed(share); }, Qt::QueuedConnection);
                };
                auto trained = reco::trainCollaborative(input, control);
                if (!trained.finished)
                    return std::make_shared<Made>(std::move(made));
                if (const auto written = writeCollaborative(file, toBytes(trained, made.facts));
                    !written)
                    made.problem += (made.problem.empty() ? "" : "\n") + written.error().message;
                made.trained
                    = std::make_shared<const reco::TrainedCollaborative>(std::move(trained));
            } catch (const std::exception& e) {
                made.problem = "The other listeners' histories in " + store.path().string()
                    + " could not be read: " + e.what();
            }
            return std::make_shared<Made>(std::move(made));
        },
        [this, table](const std::shared_ptr<Made>& made) {
            busy_ = false;
            if (!made->problem.empty())
                Q_EMIT problem(QString::fromStdString(made->problem));
            const bool isNew = made->trained ? made->trained != trained_ || table != table_
                                             : made->nobody && trained_;
            if (made->trained || made->nobody) {
                trained_ = made->trained;
                facts_ = made->facts;
                table_ = table;
                nobody_ = made->nobody;
            }
            if (const TrackTablePtr next = std::exchange(next_, nullptr))
                start(next);
            else {
                if (isNew)
                    Q_EMIT ready();
                Q_EMIT ended();
            }
        });
}

} // namespace segue

#include "moc_collaborative_service.cpp"
