#include "ui/models/filter_source.h"

#include "core/history/taste.h"
#include "core/library/library.h"
#include "core/playlist/smart_list.h"

namespace segue::ui {

FilterSource::FilterSource(Library& library, Taste& taste, QObject* parent)
    : QObject(parent)
    , library_(library)
    , taste_(taste)
{
    connect(&library, &Library::namesChanged, this, [this] {
        if (!index_)
            return;
        readWords();
        Q_EMIT changed();
    });
}

FilterSource::~FilterSource() = default;

FilterRun* FilterSource::run()
{
    const TrackTablePtr table = library_.tracks();
    if (table != wanted_) {
        wanted_ = table;
        indexing_.run(
            [table](const std::stop_token&) { return std::make_shared<const SearchIndex>(table); },
            [this, table](std::shared_ptr<const SearchIndex> index) {
                index_ = std::move(index);
                run_.reset();
                readWords();
                Q_EMIT changed();
            });
    }
    const CleanViewPtr names = library_.names();
    if (index_ && (!run_ || run_->stats() != taste_.stats() || names_ != names)) {
        names_ = names;
        run_ = std::make_unique<FilterRun>(index_, taste_.stats(), clock_, names);
    }
    return run_.get();
}

FilterSource::Asked FilterSource::now()
{
    run();
    return {index_, taste_.stats(), library_.names()};
}

void FilterSource::readWords()
{
    reading_.run(
        [table = index_->table(), names = library_.names()](const std::stop_token&) {
            return std::make_shared<const FilterVocabulary>(*table, names.get());
        },
        [this](std::shared_ptr<const FilterVocabulary> vocabulary) {
            vocabulary_ = std::move(vocabulary);
        });
}

std::vector<Row> smartRows(
    const FilterSource::Asked& asked, const SmartRule& rule, PlaylistId playlist)
{
    const SystemClock clock;
    FilterRun run(asked.index, asked.stats, clock, asked.names);
    return segue::smartRows(run, rule, static_cast<std::uint64_t>(playlist.value), clock);
}

qsizetype placeInText(const QString& text, std::size_t at)
{
    return QString::fromUtf8(text.toUtf8().left(static_cast<qsizetype>(at))).size();
}

} // namespace segue::ui

#include "moc_filter_source.cpp"
