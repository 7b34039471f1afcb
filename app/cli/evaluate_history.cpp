#include "app/app_context.h"
#include "app/cli/evaluation.h"
#include "app/cli/evaluation_text.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library_service.h"
#include "core/recommend/model/evaluate.h"
#include "core/recommend/model/session_rivals.h"
#include "core/recommend/service/evaluation_table.h"

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

EvaluationText evaluated(const reco::ListenerTable& table, const HistoryRequest& request,
    const EvaluationFormat& format, const EvaluationProgress& progress)
{
    const reco::Evaluation result = reco::evaluateTenths(table, request.tenths, [&] {
        reco::EvaluateOptions options;
        options.progress = progress;
        for (const std::string& name : request.with) {
            if (auto rival = reco::makeSessionModel(name, table.catalogue))
                options.rivals.push_back(std::move(rival));
        }
        return options;
    });
    return {format.json ? evaluationAsJson(result) : evaluationAsText(result, format.columns), {}};
}

QString lineProblem(const QString& file, const reco::ListenerTable& table)
{
    const auto& first = table.problems.front();
    const QString where = u"%1, line %2: %3"_s.arg(
        file, countText(static_cast<qint64>(first.line)), printable(first.what));
    return table.badLines == 1 ? where + u" That line was left out."_s
                               : where
            + u" It and %1 more lines were left out."_s.arg(
                countText(static_cast<qint64>(table.badLines - 1)));
}

} // namespace

void evaluateHistoryFile(const IoPtr& io, const std::string& path, const HistoryRequest& request)
{
    runEvaluation(io, u"evaluate"_s,
        [path, request, format = evaluationFormat(*io)](
            const EvaluationProgress& progress) -> Result<EvaluationText> {
            const auto text = readWholeFile(path);
            if (!text)
                return text.error();
            const reco::ListenerTable table = reco::readListenerTable(*text);
            const QString name = printable(path);
            if (table.plays.empty() && !table.problems.empty()) {
                const auto& first = table.problems.front();
                return Error{u"%1, line %2: %3 Nothing was evaluated."_s
                                 .arg(name, countText(static_cast<qint64>(first.line)),
                                     printable(first.what))
                                 .toStdString()};
            }
            EvaluationText result = evaluated(table, request, format, progress);
            if (!table.problems.empty())
                result.notes << lineProblem(name, table);
            return result;
        });
}

void evaluateOwnHistory(AppContext& context, const IoPtr& io, const HistoryRequest& request)
{
    runEvaluation(io, u"evaluate"_s,
        [&store = context.store(), listener = context.taste().listener(),
            tracks = context.library().tracks(), request, format = evaluationFormat(*io)](
            const EvaluationProgress& progress) -> Result<EvaluationText> {
            try {
                const auto connection = store.reader();
                return evaluated(
                    readEvaluationTable(*connection, listener, *tracks), request, format, progress);
            } catch (const std::exception& e) {
                return Error{
                    "The history in " + store.path().string() + " could not be read: " + e.what()};
            }
        });
}

} // namespace segue::app
