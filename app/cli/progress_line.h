#pragma once

#include "app/cli/io.h"
#include "core/library/library.h"

#include <QElapsedTimer>

namespace segue::app {

/// The progress of a scan on stderr: one line that is drawn again on a terminal, a plain line every
/// few seconds elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(const IoPtr& io);
    void show(const ScanProgress& progress);
    /// Takes the line away before other text is printed.
    void clear();

private:
    void draw(const ScanProgress& progress);

    std::weak_ptr<Io> io_; // the command holds this object
    QElapsedTimer sinceShown_;
    qint64 pause_; // ms between two showings
    bool drawn_ = false;
};

/// "12,345".
QString countText(qint64 count);

} // namespace segue::app
