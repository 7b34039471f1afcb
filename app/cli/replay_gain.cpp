// `segue replaygain`: writes what analysis measured into the files' tags; only when asked.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/edit_report.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/db/store.h"
#include "core/library/edit/edit_service.h"
#include "core/library/edit/gain_fields.h"
#include "core/library/library_service.h"
#include "core/library/root_repository.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Options {
    std::vector<std::string> folders;
    bool dryRun = false, keepTime = false;
};

QString dbText(double gain)
{
    return (gain < 0 ? u"−"_s : u"+"_s) + QString::number(std::abs(gain), 'f', 2) + u" dB"_s;
}

/// What is left out, for stderr; empty: nothing.
QString leftOut(const GainPlan& plan)
{
    QStringList parts;
    if (plan.unmeasured > 0)
        parts << u"%1 without a measured loudness (segue analyse finds it)"_s.arg(plan.unmeasured);
    if (plan.unwritable > 0)
        parts << u"%1 of cue sheets, which share a file"_s.arg(plan.unwritable);
    QString text = parts.isEmpty() ? QString() : u"Left out: "_s + parts.join(u", "_s) + u'.';
    if (plan.withoutAlbum > 0)
        text += (text.isEmpty() ? u""_s : u" "_s)
            + u"%1 get no album gain, since not all of their album is measured."_s.arg(
                plan.withoutAlbum);
    return text;
}

QByteArray asJson(const TrackTable& tracks, const GainPlan& plan)
{
    JsonWriter json;
    json.beginObject().member("dry_run", true).member("unmeasured", plan.unmeasured);
    json.member("unwritable", plan.unwritable).key("files").beginArray();
    for (const GainPlan::File& file : plan.files) {
        json.beginObject().member("track_id", file.track.value);
        json.path(tracks.text(tracks[*tracks.rowOf(file.track)].path));
        json.member("track_gain", file.trackGain).member("album_gain", file.albumGain);
        json.key("fields").beginObject();
        for (const tags::Field& field : file.fields) {
            json.key(field.name);
            field.values.empty() ? json.null() : json.value(std::string_view(field.values[0]));
        }
        json.endObject().endObject();
    }
    return json.endArray().endObject().take();
}

QByteArray asText(const TrackTable& tracks, const GainPlan& plan, int columns)
{
    using Align = TextTable::Align;
    TextTable table({{u"Title"_s, Align::left, true}, {u"Album"_s, Align::left, true},
        {u"Track gain"_s, Align::right}, {u"Album gain"_s, Align::right}});
    for (const GainPlan::File& file : plan.files) {
        const TrackRecord& track = tracks[*tracks.rowOf(file.track)];
        table.add({printable(tracks.text(track.title)), printable(tracks.text(track.album)),
            dbText(file.trackGain), file.albumGain ? dbText(*file.albumGain) : QString()});
    }
    return table.isEmpty() ? QByteArray() : table.text(columns).toUtf8();
}

void finish(AppContext& context, const IoPtr& io, const Options& options,
    const TrackTablePtr& tracks, const GainPlan& plan)
{
    if (const QString text = leftOut(plan); !text.isEmpty())
        io->errLine(text);
    if (options.dryRun) {
        io->out(io->json()
                ? asJson(*tracks, plan)
                : asText(*tracks, plan, io->origin().outIsTerminal ? io->origin().columns : 0));
        return io->done(0);
    }
    EditRequest request;
    request.text = u"ReplayGain of %1 files"_s.arg(plan.files.size());
    request.keepTime = options.keepTime;
    for (const GainPlan::File& file : plan.files)
        request.files.push_back({file.track, {}, {file.fields, {}}});
    runEdit(context, io, std::move(request));
}

void run(AppContext& context, const IoPtr& io, const Options& options)
{
    const TrackTablePtr tracks = context.library().tracks();
    std::vector<std::string> folders;
    for (const std::string& name : options.folders)
        folders.push_back(normalPath(absolutePath(io->origin().folder, name)));
    std::vector<TrackId> chosen;
    for (const TrackRecord& track : tracks->tracks()) {
        const std::string_view path = tracks->text(track.path);
        if (track.available
            && (folders.empty() || std::ranges::any_of(folders, [&](const std::string& folder) {
                   return isInFolder(path, folder);
               })))
            chosen.push_back(track.id);
    }
    if (chosen.empty())
        return io->fail(u"There are no tracks to write to. Scan a folder first: segue scan DIR"_s);
    runThen(
        io.get(),
        [&store = context.store(), tracks, chosen]() -> Result<GainPlan> {
            try {
                return planGains(*store.reader(), *tracks, chosen);
            } catch (const std::exception& e) {
                return Error{
                    "The database " + store.path().string() + " could not be read: " + e.what()};
            }
        },
        [&context, io, options, tracks](const Result<GainPlan>& plan) {
            if (!plan)
                return io->fail(QString::fromStdString(plan.error().message));
            finish(context, io, options, tracks, *plan);
        });
}

} // namespace

void addReplayGain(CLI::App& program, Command& command)
{
    const auto options = std::make_shared<Options>();
    CLI::App* app = program.add_subcommand("replaygain",
        "Write the measured loudness into tags (ReplayGain, R128 for opus); no DIR: all");
    app->add_option("folders", options->folders, "Folders")->type_name("DIR");
    app->add_flag("--keep-time", options->keepTime, "Keep the files' times of change");
    app->add_flag("--dry-run", options->dryRun, "List the gains, write nothing");
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        command.lasting = true;
        command.run = [options](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, options] { run(context, io, *options); });
        };
    });
}

} // namespace segue::app
