#pragma once

#include "core/library/library.h"

#include <QByteArray>

#include <optional>

namespace segue::test {

/// A made collection of about `tracks` tracks: albums of 8 to 14 tracks with plain, very long,
/// Arabic and Japanese texts; the same for the same number. Track ids count from 1.
TrackTablePtr makeTable(int tracks);
/// A painted picture for the album of a path made by makeTable(); every ninth album has none.
std::optional<QByteArray> makeCover(const QByteArray& path);

/// A library whose snapshot, roots and scan are set by the test.
class FakeLibrary : public Library {
    Q_OBJECT

public:
    explicit FakeLibrary(TrackTablePtr table);

    void setTable(TrackTablePtr table);
    void setProgress(const ScanProgress& progress);
    void finish(const ScanSummary& summary);

    TrackTablePtr tracks() const override { return table_; }
    std::vector<RootFolder> roots() const override { return roots_; }
    Result<void> addRoot(const QByteArray& path) override;
    void removeRoot(RootId id) override;
    void scan(std::vector<RootId> roots) override;
    void cancelScan() override;
    ScanProgress progress() const override { return progress_; }

    std::vector<UnreadFile> unreadFiles() const override { return unread; }
    void retryUnread(const std::vector<QByteArray>& paths) override { retried.push_back(paths); }

    std::vector<UnreadFile> unread;
    std::vector<std::vector<QByteArray>> retried;
    int scans = 0;
    int cancels = 0;

private:
    TrackTablePtr table_;
    std::vector<RootFolder> roots_;
    ScanProgress progress_;
};

} // namespace segue::test
