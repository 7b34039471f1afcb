#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/history/import/imports.h"

namespace segue {

class LibraryService;
class Listeners;
class PlaylistService;
class TasteService;

/// Imports over the database. The services have to be loaded before the first call of plan, run or
/// undo; a run or an undo is completed even if `context` is gone, and only `then` is dropped.
/// Main thread.
class ImportService final : public Imports {
    Q_OBJECT

public:
    ImportService(db::Store& store, LibraryService& library, TasteService& taste,
        PlaylistService& playlists, Listeners& listeners, const Clock& clock);
    /// Completes what was begun.
    ~ImportService() override;

    void findPlaces(QObject* context, Then<std::vector<ImportPlace>> then) override;
    void plan(
        const ImportRequest& request, QObject* context, Then<Result<ImportPlanPtr>> then) override;
    void run(const ImportPlanPtr& plan, const ImportChoice& choice, QObject* context,
        Then<Result<ImportResult>> then) override;
    void readRuns(QObject* context, Then<std::vector<ImportRun>> then) override;
    void undo(std::int64_t run, QObject* context, Then<Result<ImportResult>> then) override;

private:
    /// For the current listener, who there is under that name, or none: to be made.
    ListenerId listenerNamed(const std::string& name) const;
    Result<ListenerId> listenerOf(const HistoryPlan& plan);
    void runHistory(const ImportPlanPtr& plan, QObject* context, Then<Result<ImportResult>> then);

    struct Written;
    struct Undone;
    /// `then` on the main thread.
    void write(db::Store::Job job, Then<Result<void>> then);
    void fillLists(const ImportPlan& plan, const std::vector<ImportedList>& earlier,
        std::vector<ImportedList>& lists, ImportResult& result);
    void emptyLists(
        const ImportRun& run, const std::vector<ImportedList>& lists, ImportResult& result);
    void showChanges();

    db::Store& store_;
    LibraryService& library_;
    TasteService& taste_;
    PlaylistService& playlists_;
    Listeners& listeners_;
    const Clock& clock_;
    bool closing_ = false;
};

} // namespace segue
