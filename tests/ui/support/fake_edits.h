#pragma once

#include "core/library/edit/edits.h"

#include <set>
#include <vector>

namespace segue::test {

/// Edits of files that are not there: what they hold comes from a made table, what is written is
/// kept. Calls back from the event loop.
class FakeEdits : public Edits {
    Q_OBJECT

public:
    explicit FakeEdits(TrackTablePtr table);

    std::stop_source load(
        std::vector<FileEdit> files, std::function<void(std::vector<LoadedFile>)> then) override;
    void write(EditRequest request, Then then) override;
    void writeGains(std::vector<TrackId> tracks, Then then) override;
    void planOrganise(std::vector<TrackId> tracks, QString pattern, QByteArray target,
        std::function<void(const Result<OrganisePlan>&)> then) override;
    void organise(OrganisePlan plan, Then then) override;
    void undo(std::int64_t id, Then then) override;
    void list(std::size_t, std::function<void(std::vector<PastEdit>)> then) override { then({}); }
    void cancel() override { ++cancels; }

    std::set<TrackId> unwritable; ///< "is write-protected"
    std::vector<QString> problems; ///< of the next write
    std::vector<QString> undoProblems; ///< of the next undo
    std::vector<EditRequest> written;
    std::vector<std::vector<TrackId>> gains;
    std::vector<OrganisePlan> organised;
    std::vector<std::int64_t> undone;
    int cancels = 0;
    std::stop_source loading; ///< of the last load

private:
    TrackTablePtr table_;
};

} // namespace segue::test
