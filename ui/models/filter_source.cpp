#include "ui/models/filter_source.h"

#include "core/history/taste.h"
#include "core/library/library.h"

namespace segue::ui {

FilterSource::FilterSource(Library& library, Taste& taste, QObject* parent)
    : QObject(parent)
    , library_(library)
    , taste_(taste)
{
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
                reading_.run(
                    [table](const std::stop_token&) {
                        return std::make_shared<const FilterVocabulary>(*table);
                    },
                    [this](std::shared_ptr<const FilterVocabulary> vocabulary) {
                        vocabulary_ = std::move(vocabulary);
                    });
                Q_EMIT changed();
            });
    }
    if (index_ && (!run_ || run_->stats() != taste_.stats()))
        run_ = std::make_unique<FilterRun>(index_, taste_.stats(), clock_);
    return run_.get();
}

qsizetype placeInText(const QString& text, std::size_t at)
{
    return QString::fromUtf8(text.toUtf8().left(static_cast<qsizetype>(at))).size();
}

} // namespace segue::ui

#include "moc_filter_source.cpp"
