#pragma once

#include "core/library/filter/filter_completion.h"
#include "core/library/filter/filter_run.h"
#include "core/playlist/playlist.h"
#include "ui/models/latest_job.h"

#include <QObject>

#include <memory>

namespace segue {
class Library;
class Taste;
} // namespace segue

namespace segue::ui {

/// What searches and filters run on, shared by all pages: the index of the library's present
/// snapshot, the listener's statistics, and the words that can be completed. The index is built on
/// a pool thread, when it is first asked for. Main thread.
class FilterSource : public QObject {
    Q_OBJECT

public:
    FilterSource(Library& library, Taste& taste, QObject* parent = nullptr);
    ~FilterSource() override;

    /// On the newest index there is; null until the first one is built. Asking begins to build the
    /// one of the present snapshot; changed() follows. Valid until the next call.
    FilterRun* run();
    /// What a FilterRun is made of, for work on another thread: as run(), and `index` is null when
    /// that is.
    struct Asked {
        std::shared_ptr<const SearchIndex> index;
        TrackStatsPtr stats;
        CleanViewPtr names;
    };
    Asked now();
    /// Null until it is there.
    std::shared_ptr<const FilterVocabulary> vocabulary() const { return vocabulary_; }

Q_SIGNALS:
    void changed();

private:
    void readWords();

    Library& library_;
    Taste& taste_;
    SystemClock clock_;
    TrackTablePtr wanted_; ///< what is being built, or was last
    std::shared_ptr<const SearchIndex> index_;
    std::unique_ptr<FilterRun> run_;
    CleanViewPtr names_; ///< that run_ is of
    std::shared_ptr<const FilterVocabulary> vocabulary_;
    LatestJob indexing_, reading_;
};

/// The tracks that a smart list holds now, see smartRows() in core; takes some milliseconds for
/// 100,000 tracks. `asked.index` may not be null. Any thread.
std::vector<Row> smartRows(
    const FilterSource::Asked& asked, const SmartRule& rule, PlaylistId playlist);

/// The place of byte `at` of `text` as UTF-8, counted in QChars.
qsizetype placeInText(const QString& text, std::size_t at);

} // namespace segue::ui
