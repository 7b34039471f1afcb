#include "app/cli/evaluation.h"

#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/tasks/task_runner.h"

#include <QTimer>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr int progressEveryMs = 100;

/// Between the pool thread and the main thread.
struct Shared {
    std::atomic<double> share{0};
    std::atomic<bool> cancelled{false};
};

} // namespace

EvaluationFormat evaluationFormat(const Io& io)
{
    return {io.json(), io.origin().outIsTerminal ? io.origin().columns : 0};
}

void runEvaluation(const IoPtr& io, const QString& label, EvaluationWork work)
{
    const auto shared = std::make_shared<Shared>();
    const auto line = std::make_shared<ProgressLine>(io);
    auto* timer = new QTimer(io.get()); // goes with io
    QObject::connect(timer, &QTimer::timeout, io.get(),
        [line, shared, label] { line->show(label, shared->share.load()); });
    timer->start(progressEveryMs);
    QObject::connect(
        io.get(), &Io::cancelled, io.get(), [shared] { shared->cancelled.store(true); });
    runThen(
        io.get(),
        [shared, work = std::move(work)]() -> Result<EvaluationText> {
            try {
                return work([&shared](double done) {
                    shared->share.store(done);
                    return !shared->cancelled.load();
                });
            } catch (const std::exception& e) {
                return Error{std::string("The evaluation failed: ") + e.what()};
            }
        },
        [io, line, timer, shared](const Result<EvaluationText>& text) {
            timer->stop();
            line->clear();
            if (shared->cancelled.load())
                return io->fail(u"The evaluation was broken off; nothing was changed."_s);
            if (!text)
                return io->fail(QString::fromStdString(text.error().message));
            for (const QString& note : text->notes)
                io->errLine(u"segue: "_s + note);
            io->out(text->out);
            io->done(0);
        });
}

Result<std::string> readWholeFile(const std::string& path)
{
    const std::string name = printable(path).toStdString();
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    // Putting out an empty buffer counts as a failure.
    if (file.peek() != std::ifstream::traits_type::eof())
        content << file.rdbuf();
    if (file.bad() || !file.is_open() || !content)
        return Error{"The file " + name + " could not be read"
            + (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()) + "."};
    return std::move(content).str();
}

} // namespace segue::app
