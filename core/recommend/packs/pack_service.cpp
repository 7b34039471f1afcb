#include "core/recommend/packs/pack_service.h"

#include "core/recommend/packs/pack_file.h"
#include "core/recommend/packs/pack_match.h"
#include "core/recommend/packs/pack_reader.h"
#include "core/recommend/service/catalogue_builder.h"
#include "core/tasks/task_runner.h"
#include "core/text/display_path.h"

#include <QFile>
#include <QFileInfo>
#include <QPointer>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

/// "lastfm-360k" of "/x/lastfm-360k.tsv.gz".
QString nameFromFile(const std::string& path)
{
    QString name = displayPath(QByteArray::fromStdString(path.substr(path.rfind('/') + 1)));
    for (const auto& ending : {u".gz"_s, u".tsv"_s, u".csv"_s, u".txt"_s, u".dat"_s}) {
        if (name.endsWith(ending, Qt::CaseInsensitive) && name.size() > ending.size())
            name.chop(ending.size());
    }
    return name.simplified().left(Packs::longestName);
}

/// The matcher of a library as it is now. Throws SQLite::Exception.
class Here {
public:
    Here(const db::Store& store, TrackTablePtr table)
        : table_(std::move(table))
        , clean_(readCleanView(*store.reader()))
        , catalogue_(buildCatalogue(*table_, nullptr, &clean_))
        , matcher_(*table_, *catalogue_, clean_)
    {
    }
    PackReport reportOn(const Pack& pack) const
    {
        const MatchedPack matched = matchPack(pack, matcher_, table_->size(), SIZE_MAX);
        return {pack.info, {}, matched.itemsFound, matched.listeners, matched.triplets, {}};
    }

private:
    TrackTablePtr table_;
    CleanView clean_;
    std::shared_ptr<const reco::Catalogue> catalogue_;
    PackMatcher matcher_;
};

Result<void> canBeNamed(const std::filesystem::path& folder, const QString& name)
{
    if (name.isEmpty())
        return Error{"A pack needs a name: --name NAME."};
    if (name.size() > Packs::longestName)
        return Error{"A pack's name has at most " + std::to_string(Packs::longestName)
            + " letters. Give it a shorter one."};
    for (const std::int64_t id : packs::idsIn(folder)) {
        const auto pack = packs::read(folder, id);
        if (pack && QString::fromStdString(pack->info.name).compare(name, Qt::CaseInsensitive) == 0)
            return Error{"There is a pack called \"" + pack->info.name
                + "\" already. Remove it first, or give this one another name."};
    }
    return {};
}

Result<PackReport> addPack(const db::Store& store, const TrackTablePtr& table,
    const PackRequest& request, UtcMs now, const reco::FitControl& control)
{
    constexpr double reading = .9; // of the progress
    const auto folder = packs::folderOf(store.path());
    const QString name
        = request.name.isEmpty() ? nameFromFile(request.file) : request.name.simplified();
    if (const auto usable = canBeNamed(folder, name); !usable)
        return usable.error();
    PackOptions options;
    options.names = request.names;
    options.columns = request.columns;
    options.control
        = {1, control.stop, [&control](double share) { control.progress(reading * share); }};
    auto read = readPack(request.file, options);
    if (!read)
        return read.error();
    read->pack.info.name = name.toStdString();
    read->pack.info.source
        = displayPath(QByteArray::fromStdString(request.file.substr(request.file.rfind('/') + 1)))
              .toStdString();
    read->pack.info.addedAt = now;
    PackReport report = Here(store, table).reportOn(read->pack);
    if (control.stop.stop_requested())
        return Error{"Broken off; nothing was kept."};
    if (!request.dryRun) {
        const auto id = packs::add(folder, read->pack);
        if (!id)
            return id.error();
        report.info.id = *id;
    }
    control.progress(1);
    report.complaints = std::move(read->complaints);
    return report;
}

} // namespace

PackService::PackService(db::Store& store, Library& library, const Clock& clock)
    : store_(store)
    , library_(library)
    , clock_(clock)
{
    pool_.setMaxThreadCount(1);
}

PackService::~PackService()
{
    PackService::cancel();
    pool_.waitForDone();
}

void PackService::cancel()
{
    for (std::stop_source& stop : stops_)
        stop.request_stop();
}

void PackService::list(QObject* context, Then<std::vector<PackReport>> then)
{
    runThen(
        pool_, context,
        [&store = store_, table = library_.tracks()] {
            std::vector<PackReport> reports;
            const auto folder = packs::folderOf(store.path());
            const auto ids = packs::idsIn(folder);
            std::optional<Here> here;
            for (const std::int64_t id : ids) {
                PackReport report;
                report.info.id = id;
                try {
                    if (const auto pack = packs::read(folder, id); !pack) {
                        report.problem = pack.error().message;
                    } else {
                        if (!here)
                            here.emplace(store, table);
                        report = here->reportOn(*pack);
                    }
                } catch (const std::exception& e) {
                    report.problem
                        = "It could not be compared with the library: " + std::string(e.what());
                }
                reports.push_back(std::move(report));
            }
            return reports;
        },
        [then = std::move(then)](const std::vector<PackReport>& reports) { then(reports); });
}

void PackService::add(const PackRequest& request, QObject* context, Then<Result<PackReport>> then)
{
    const std::stop_source source = stops_.emplace_back();
    // To the end even if `context` goes: what was kept is told to the others.
    runThen(
        pool_, this,
        [this, &store = store_, table = library_.tracks(), request, now = clock_.now(),
            stop = source.get_token()]() -> Result<PackReport> {
            try {
                return addPack(store, table, request, now,
                    {1, stop, [this](double share) {
                         QMetaObject::invokeMethod(
                             this, [this, share] { Q_EMIT progressed(share); },
                             Qt::QueuedConnection);
                     }});
            } catch (const std::bad_alloc&) {
                return Error{"There is too little memory for this pack. Nothing was kept."};
            } catch (const std::exception& e) {
                return Error{"The pack could not be compared with the library in "
                    + store.path().string() + ": " + e.what()};
            }
        },
        [this, dryRun = request.dryRun, source, asker = QPointer(context), then = std::move(then)](
            const Result<PackReport>& report) {
            std::erase(stops_, source);
            if (report && !dryRun)
                Q_EMIT changed();
            if (asker)
                then(report);
        });
}

void PackService::remove(std::int64_t id, QObject* context, Then<Result<void>> then)
{
    runThen(
        pool_, this,
        [folder = packs::folderOf(store_.path()), id] { return packs::remove(folder, id); },
        [this, asker = QPointer(context), then = std::move(then)](const Result<void>& removed) {
            if (removed)
                Q_EMIT changed();
            if (asker)
                then(removed);
        });
}

} // namespace segue

#include "moc_pack_service.cpp"
