#include "app/cli/edit_report.h"

#include "app/app_context.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/library/edit/edit_fields.h"
#include "core/library/edit/edit_service.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

QString filesText(qint64 count)
{
    return countText(count) + (count == 1 ? u" file"_s : u" files"_s);
}

void texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& values)
{
    json.key(name).beginArray();
    for (const std::string& value : values)
        json.value(std::string_view(value));
    json.endArray();
}

QString valuesText(const std::vector<std::string>& values)
{
    return values.empty() ? u"–"_s : printable(joinedValues(values));
}

QByteArray previewJson(const std::vector<FileEdit>& edits, const std::vector<LoadedFile>& files)
{
    JsonWriter json;
    json.beginObject().member("dry_run", true).key("files").beginArray();
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto bytes = files[i].path;
        json.beginObject().path({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        json.member("problem", std::string_view(files[i].fields.problem));
        json.key("changes").beginArray();
        for (const FieldDifference& d : differencesOf(files[i].fields, edits[i].changes.fields)) {
            json.beginObject().member("field", std::string_view(d.property));
            texts(json, "now", d.now);
            texts(json, "then", d.then);
            json.endObject();
        }
        json.endArray().member("cover", edits[i].changes.pictures.has_value()).endObject();
    }
    json.endArray().endObject();
    return json.take();
}

QByteArray previewText(
    const std::vector<FileEdit>& edits, const std::vector<LoadedFile>& files, int columns)
{
    TextTable table({{u"File"_s, TextTable::Align::left, true}, {u"Field"_s},
        {u"Now"_s, TextTable::Align::left, true}, {u"Then"_s, TextTable::Align::left, true}});
    std::size_t changed = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const QString name
            = printable(files[i].path.mid(files[i].path.lastIndexOf('/') + 1).toStdString());
        if (!files[i].fields.problem.empty()) {
            table.add({name, {}, printable(files[i].fields.problem), {}});
            continue;
        }
        const auto differences = differencesOf(files[i].fields, edits[i].changes.fields);
        const auto& pictures = edits[i].changes.pictures;
        changed += !differences.empty() || pictures ? 1 : 0;
        for (const FieldDifference& d : differences)
            table.add(
                {name, QString::fromStdString(d.property), valuesText(d.now), valuesText(d.then)});
        if (pictures)
            table.add({name, u"cover"_s, files[i].fields.pictures.empty() ? u"–"_s : u"embedded"_s,
                pictures->pictures.empty() ? u"–"_s : u"the new one"_s});
    }
    return (table.text(columns) + filesText(static_cast<qint64>(changed))
        + u" would change. Nothing was changed.\n"_s)
        .toUtf8();
}

/// Lives until the outcome is there, whatever becomes of the caller.
class Follow : public QObject {
public:
    Follow(Edits& edits, const IoPtr& io)
        : QObject(io.get())
        , progress_(io)
    {
        connect(&edits, &Edits::progressed, this, [this](const EditProgress& now) {
            if (now.running && now.total > 1)
                progress_.show(
                    u"Files"_s, static_cast<double>(now.done) / static_cast<double>(now.total));
        });
        connect(io.get(), &Io::cancelled, &edits, [&edits] { edits.cancel(); });
    }
    void end()
    {
        progress_.clear();
        deleteLater();
    }

private:
    ProgressLine progress_;
};

} // namespace

void followEdit(AppContext& context, const IoPtr& io, const std::function<void(Edits::Then)>& begin,
    std::function<void(const EditOutcome&)> then)
{
    auto* follow = new Follow(context.edits(), io);
    begin([io, follow, then = std::move(then)](const EditOutcome& outcome) {
        follow->end();
        then(outcome);
    });
}

void reportEdit(const IoPtr& io, const EditOutcome& outcome, const QString& verb)
{
    for (const QString& line : outcome.problems)
        io->errLine(u"segue: "_s + line);
    if (io->json()) {
        JsonWriter json;
        json.beginObject().key("edit_id");
        outcome.id == 0 ? json.null() : json.value(outcome.id);
        json.member("changed", outcome.changed).member("unchanged", outcome.unchanged);
        json.member("waiting", outcome.waiting).member("cancelled", outcome.cancelled);
        for (const auto& [name, list] :
            {std::pair{"problems", &outcome.problems}, std::pair{"notes", &outcome.notes}}) {
            json.key(name).beginArray();
            for (const QString& line : *list)
                json.value(line);
            json.endArray();
        }
        io->out(json.endObject().take());
    } else {
        for (const QString& line : outcome.notes)
            io->errLine(line);
        QString text = filesText(outcome.changed) + u' ' + verb;
        if (outcome.unchanged > 0)
            text += u", %1 as wanted already"_s.arg(countText(outcome.unchanged));
        if (outcome.waiting > 0)
            text += u", %1 when it has ended playing"_s.arg(countText(outcome.waiting));
        if (!outcome.problems.empty())
            text += u", %1 left as they were"_s.arg(
                countText(static_cast<qint64>(outcome.problems.size())));
        io->outLine(text + (outcome.cancelled ? u"; broken off"_s : QString()));
    }
    io->done(outcome.problems.empty() && !outcome.cancelled ? 0 : 1);
}

void runEdit(AppContext& context, const IoPtr& io, EditRequest request)
{
    followEdit(
        context, io,
        [&context, &request](
            Edits::Then then) { context.edits().write(std::move(request), std::move(then)); },
        [io](const EditOutcome& outcome) { reportEdit(io, outcome, u"changed"_s); });
}

void showEditPreview(AppContext& context, const IoPtr& io, const std::vector<FileEdit>& files)
{
    context.edits().load(files, [io, files](const std::vector<LoadedFile>& loaded) {
        io->out(io->json() ? previewJson(files, loaded)
                           : previewText(files, loaded,
                               io->origin().outIsTerminal ? io->origin().columns : 0));
        const bool failed = std::ranges::any_of(
            loaded, [](const LoadedFile& file) { return !file.fields.problem.empty(); });
        io->done(failed ? 1 : 0);
    });
}

} // namespace segue::app
