#include "app/cli/evaluate_triplets.h"

#include "app/cli/evaluation.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/recommend/model/collaborative.h"

#include <QElapsedTimer>
#include <QFile>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <thread>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

using reco::CollaborativeKind;

/// The bytes of a file, in place where it can be mapped.
class MappedFile {
public:
    static Result<std::unique_ptr<MappedFile>> open(const std::string& path)
    {
        const auto fail = [&path](const std::string& why) {
            return Error{
                "The file " + printable(path).toStdString() + " could not be read: " + why + "."};
        };
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return fail(std::strerror(errno));
        auto out = std::make_unique<MappedFile>();
        out->file_.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle);
        struct stat about { };
        if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode))
            return fail("it is a folder");
        const qint64 size = out->file_.size();
        if (const uchar* bytes = size > 0 ? out->file_.map(0, size) : nullptr) {
            out->text_ = {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
            return out;
        }
        out->bytes_ = out->file_.readAll(); // a pipe, say
        if (out->file_.error() != QFileDevice::NoError)
            return fail(out->file_.errorString().toStdString());
        out->text_ = {out->bytes_.constData(), static_cast<std::size_t>(out->bytes_.size())};
        return out;
    }
    std::string_view text() const { return text_; }

private:
    QFile file_;
    QByteArray bytes_;
    std::string_view text_;
};

struct Method {
    CollaborativeKind kind;
    reco::RowFigures figures;
    double fitSeconds = 0;
};

struct Outcome {
    reco::Split split;
    std::vector<Method> methods;
    reco::CollaborativeChoice choice;
    QStringList leftOut;
};

/// Progress of `EvaluationProgress` as the models want it; breaking off asks them to stop.
class Steps {
public:
    explicit Steps(const EvaluationProgress& progress)
        : progress_(progress)
    {
    }
    reco::FitControl part(double from, double to)
    {
        return {static_cast<int>(std::max(1U, std::thread::hardware_concurrency())),
            source_.get_token(), [this, from, to](double share) {
                if (!progress_(from + (to - from) * share))
                    source_.request_stop();
            }};
    }
    bool stopped() const { return source_.stop_requested(); }

private:
    const EvaluationProgress& progress_;
    std::stop_source source_;
};

Outcome compare(
    reco::Split split, const std::vector<CollaborativeKind>& kinds, double from, Steps& steps)
{
    Outcome out;
    out.split = std::move(split);
    const double share = (1 - from) / static_cast<double>(kinds.size());
    for (const auto kind : kinds) {
        if (const std::string why = whyNot(kind, out.split.train); !why.empty()) {
            out.leftOut << u"left out: "_s + QString::fromStdString(why);
            continue;
        }
        QElapsedTimer watch;
        watch.start();
        const auto model = reco::CollaborativeModel::fit(
            kind, out.split.train, steps.part(from, from + .6 * share));
        const double seconds = static_cast<double>(watch.nsecsElapsed()) / 1e9;
        auto figures = reco::evaluateRows(
            out.split,
            [&](std::int32_t row, std::span<float> scores) {
                model.score(out.split.train.of(row), scores);
            },
            steps.part(from + .6 * share, from + share));
        if (steps.stopped())
            return out;
        from += share;
        out.methods.push_back({kind, std::move(figures), seconds});
    }
    std::vector<reco::CollaborativeTrial> trials;
    for (const auto& method : out.methods)
        trials.push_back({method.kind, method.figures});
    if (!trials.empty())
        out.choice = reco::chooseAmong(std::move(trials));
    return out;
}

QByteArray asJson(const Outcome& outcome)
{
    JsonWriter json;
    json.beginObject().key("methods").beginArray();
    for (const auto& method : outcome.methods) {
        const auto& f = method.figures;
        json.beginObject().member("method", collaborativeName(method.kind));
        json.member("r20", f.r20).member("r50", f.r50).member("n20", f.n20);
        json.member("n100", f.n100).member("coverage20", f.coverage20);
        json.member("fit_seconds", method.fitSeconds).endObject();
    }
    json.endArray();
    json.member("listeners", outcome.split.train.rows());
    json.member("items", outcome.split.train.columns);
    json.member("train", outcome.split.train.item.size());
    json.member("test", outcome.split.test.item.size());
    json.member("choice", collaborativeName(outcome.choice.kind));
    json.member("choice_reason", std::string_view(outcome.choice.reason));
    json.endObject();
    return json.take();
}

QByteArray asText(const Outcome& outcome, int columns)
{
    using Align = TextTable::Align;
    TextTable table({{u"Method"_s}, {u"R@20"_s, Align::right}, {u"R@50"_s, Align::right},
        {u"N@20"_s, Align::right}, {u"N@100"_s, Align::right}, {u"Coverage"_s, Align::right},
        {u"Fit"_s, Align::right}});
    const auto four = [](double value) { return QString::number(value, 'f', 4); };
    for (const auto& method : outcome.methods) {
        const auto& f = method.figures;
        const auto name = collaborativeName(method.kind);
        table.add({QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), four(f.r20),
            four(f.r50), four(f.n20), four(f.n100), QString::number(f.coverage20, 'f', 3),
            QString::number(method.fitSeconds, 'f', 2) + u" s"_s});
    }
    const auto count = [](std::size_t n) { return countText(static_cast<qint64>(n)); };
    const auto& train = outcome.split.train;
    const QString head = u"%1 listeners, %2 items; %3 triplets to learn from, %4 hidden\n"_s.arg(
        count(static_cast<std::size_t>(train.rows())),
        count(static_cast<std::size_t>(train.columns)), count(train.item.size()),
        count(outcome.split.test.item.size()));
    return head.toUtf8() + table.text(columns).toUtf8()
        + "Suits these data: " + QByteArray::fromStdString(outcome.choice.reason) + ".\n";
}

QStringList notesOf(const reco::Triplets& triplets, const QString& name)
{
    QStringList notes;
    for (const std::string& complaint : triplets.complaints)
        notes << u"%1: %2; left out"_s.arg(name, QString::fromStdString(complaint));
    if (const auto more = triplets.badLines - triplets.complaints.size(); more > 0)
        notes << u"%1: %2 more lines like these were left out"_s.arg(
            name, countText(static_cast<qint64>(more)));
    return notes;
}

Result<EvaluationText> evaluated(const std::string& path, const TripletsRequest& request,
    const EvaluationFormat& format, const EvaluationProgress& progress)
{
    constexpr double reading = .1; // of the progress
    const auto file = MappedFile::open(path);
    if (!file)
        return file.error();
    const QString name = printable(path);
    Steps steps(progress);
    reco::TripletOptions options;
    options.skipHeader = request.skipHeader;
    options.minSupport = request.minSupport;
    options.control = steps.part(0, reading);
    auto triplets = reco::readTriplets((*file)->text(), options);
    if (!triplets)
        return Error{name.toStdString() + ": " + triplets.error().message};
    auto split = reco::splitTriplets(triplets->interactions);
    if (split.test.item.empty())
        return Error{name.toStdString()
            + ": No listener has five items: there is nothing to hide and find again."
            + (triplets->complaints.empty() ? "" : " And " + triplets->complaints.front() + ".")};
    auto notes = notesOf(*triplets, name);
    triplets->interactions = {};
    std::vector<CollaborativeKind> kinds(
        reco::collaborativeKinds.begin(), reco::collaborativeKinds.end());
    if (!request.methods.empty()) {
        std::erase_if(kinds, [&request](CollaborativeKind kind) {
            return std::find(request.methods.begin(), request.methods.end(),
                       reco::collaborativeName(kind))
                == request.methods.end();
        });
    }
    const Outcome outcome = compare(std::move(split), kinds, reading, steps);
    if (outcome.methods.empty())
        return Error{name.toStdString() + ": " + outcome.leftOut.join(u"; "_s).toStdString()};
    return EvaluationText{
        format.json ? asJson(outcome) : asText(outcome, format.columns), notes + outcome.leftOut};
}

} // namespace

void evaluateTripletsFile(const IoPtr& io, const std::string& path, const TripletsRequest& request)
{
    runEvaluation(io, u"evaluate"_s,
        [path, request, format = evaluationFormat(*io)](const EvaluationProgress& progress) {
            return evaluated(path, request, format, progress);
        });
}

} // namespace segue::app
