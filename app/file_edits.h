#pragma once

#include "core/base/ids.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <set>
#include <vector>

class QSettings;

namespace segue::app {

class AppContext;

/// What a window adds to edits of files: the one that plays is left alone until it has ended, what
/// waited or was cut off is done, and ratings and counts follow into tags where that is switched
/// on. Main thread.
class FileEdits : public QObject {
    Q_OBJECT

public:
    /// Ratings follow into tags when nothing was rated for `quiet`: somebody who rates an album
    /// clicks more than once.
    FileEdits(AppContext& context, QSettings& settings, QObject* parent,
        std::chrono::milliseconds quiet = std::chrono::seconds(5));
    /// What was rated just before follows too.
    ~FileEdits() override;

private:
    void tellPlaying();
    void statsChanged(const std::vector<TrackId>& tracks);
    void writeTotals();

    AppContext& context_;
    QSettings& settings_;
    std::set<TrackId> changed_;
    QTimer timer_;
};

} // namespace segue::app
