#pragma once

#include "app/cli/io.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <string>
#include <vector>

namespace segue::app {

class AppContext;

/// How the figures are printed.
struct EvaluationFormat {
    bool json = false;
    int columns = 0; ///< width of the terminal, 0: as wide as needed
};
EvaluationFormat evaluationFormat(const Io& io);

/// 0..1 of the work that is done; false when it was broken off. Any thread.
using EvaluationProgress = std::function<bool(double)>;
/// What is evaluated, on a pool thread: the document for stdout, and notes for stderr.
struct EvaluationText {
    QByteArray out;
    QStringList notes; ///< lines; what was odd in the input
};
using EvaluationWork = std::function<Result<EvaluationText>(const EvaluationProgress&)>;

/// Runs `work` with its progress on stderr under the name `label`, until it is done, fails or the
/// user breaks it off; then ends `io`.
void runEvaluation(const IoPtr& io, const QString& label, EvaluationWork work);

/// How a history is replayed.
struct HistoryRequest {
    /// Models beside the channels, by the names of reco::sessionModelNames().
    std::vector<std::string> with;
    int tenths = 1; ///< of the sessions, the last ones, are foretold
};

/// One file a mode of `segue evaluate`. They return at once and end `io` later.
/// A listening history in a file: tab-separated, every track in it is the library.
void evaluateHistoryFile(const IoPtr& io, const std::string& path, const HistoryRequest& request);
/// The listener's own history over the library.
void evaluateOwnHistory(AppContext& context, const IoPtr& io, const HistoryRequest& request);

/// The bytes of a file, or an error that names it.
Result<std::string> readWholeFile(const std::string& path);

} // namespace segue::app
