#pragma once

#include "core/base/result.h"
#include "core/history/import/import_plan.h"
#include "core/history/import/import_store.h"
#include "core/history/import/source_reader.h"

#include <QObject>
#include <QString>

#include <functional>

namespace segue {

struct ImportRequest {
    std::vector<std::string> files; ///< bytes, absolute
    std::optional<ImportSource> from; ///< none: as the files say
    std::string listener; ///< whose listening history it is; made if new. Empty: who listens
};

struct ImportChoice {
    bool figures = true; ///< ratings, counts, dates
    bool lists = true;
    bool theirRatingsWin = false; ///< also over what the listener rated in Segue
};

/// What became of an import, or of taking one back.
struct ImportResult {
    std::int64_t run = 0; ///< 0: a listening history with nothing new
    std::size_t tracks = 0; ///< whose totals or dates it touched
    std::size_t madeLists = 0, filledLists = 0; ///< new ones, and ones of an earlier import
    std::vector<std::string> keptLists; ///< left alone, because the listener changed them since
    std::size_t overruled = 0; ///< own ratings that gave way
    std::size_t plays = 0; ///< of a listening history, that were not there yet
    std::string listenerName; ///< whose history it was; empty: who listens
};

/// Bringing ratings, counts, dates, playlists and listening histories along from other players.
/// Main thread; reading, matching and writing are done elsewhere, and `then` is called when they
/// are, as long as `context` lives.
class Imports : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    template <class T>
    using Then = std::function<void(const T&)>;

    /// Libraries of other players on this machine.
    virtual void findPlaces(QObject* context, Then<std::vector<ImportPlace>> then) = 0;
    /// The dry run: reads the files and matches them. Nothing is written.
    virtual void plan(
        const ImportRequest& request, QObject* context, Then<Result<ImportPlanPtr>> then)
        = 0;
    /// Does what the plan says. A list of an earlier import is filled anew, unless it was changed.
    virtual void run(const ImportPlanPtr& plan, const ImportChoice& choice, QObject* context,
        Then<Result<ImportResult>> then)
        = 0;
    /// Imports so far, the newest first.
    virtual void readRuns(QObject* context, Then<std::vector<ImportRun>> then) = 0;
    /// Takes a whole import back.
    virtual void undo(std::int64_t run, QObject* context, Then<Result<ImportResult>> then) = 0;
};

} // namespace segue
