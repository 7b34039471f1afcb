#pragma once

#include "app/cli/io.h"
#include "core/analysis/service/analysis.h"
#include "core/library/library.h"

#include <QElapsedTimer>

namespace segue::app {

/// The progress of long work on stderr: one line that is drawn again on a terminal, a plain line
/// every few seconds elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(const IoPtr& io);
    void show(const ScanProgress& progress);
    void show(const AnalysisProgress& progress);
    /// `share` 0..1 of the work `label`.
    void show(const QString& label, double share);
    /// Takes the line away before other text is printed.
    void clear();

private:
    bool isTime();
    void draw(double share, const QString& text, const QString& plainText);

    std::weak_ptr<Io> io_; // the command holds this object
    QElapsedTimer sinceShown_;
    qint64 pause_; // ms between two showings
    bool drawn_ = false;
};

/// "40 s", "3 min", "1 h 20 min": a time that is left, roughly.
QString roughTime(qint64 seconds);

/// "12,345".
QString countText(qint64 count);

} // namespace segue::app
