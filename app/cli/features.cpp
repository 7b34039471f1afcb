#include "core/analysis/features.h"
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/target.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/analysis/mood.h"
#include "core/analysis/service/analysis_run.h"
#include "core/analysis/service/audio_reader.h"
#include "core/analysis/service/feature_store.h"
#include "core/db/connection.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Found {
    analysis::TrackFeatures features;
    bool stored = false;
};

QString hex(const analysis::AudioKey& key)
{
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char*>(key.data()), qsizetype(key.size())).toHex());
}

void writeNumber(JsonWriter& json, const analysis::NamedNumber& number)
{
    json.key(number.name);
    if (!number.list) {
        json.value(number.values.front());
        return;
    }
    json.beginArray();
    for (const double value : number.values)
        json.value(value);
    json.endArray();
}

QByteArray asJson(const std::string& path, const Found& found)
{
    const analysis::TrackFeatures& f = found.features;
    JsonWriter json;
    json.beginObject().path(path).member("version", f.version).member("stored", found.stored);
    json.key("source.audioKey");
    f.source.hasAudioKey ? json.value(hex(f.source.audioKey)) : json.null();
    for (const analysis::NamedNumber& number : analysis::namedNumbers(f))
        writeNumber(json, number);
    json.member("key.name", analysis::keyName(f.key));
    const analysis::Mood mood = analysis::moodOf(f);
    json.key("mood.energy");
    mood.valid ? json.value(double(mood.energy)) : json.null();
    json.key("mood.brightness");
    mood.valid ? json.value(double(mood.brightness)) : json.null();
    json.key("waveform").beginArray();
    for (const std::uint8_t byte : f.waveform.bytes)
        json.value(int(byte));
    json.endArray().key("units").beginObject();
    for (const analysis::NamedNumber& number : analysis::namedNumbers(f)) {
        if (!number.unit.empty())
            json.member(number.name, number.unit);
    }
    json.endObject().endObject();
    return json.take();
}

QString numberText(double value)
{
    return QString::number(value, 'g', 5);
}

QByteArray asText(const Found& found, int columns)
{
    TextTable table({{u"Number"_s}, {u"Value"_s, TextTable::Align::left, true}, {u"Unit"_s}});
    constexpr std::size_t shownOfLists = 6;
    for (const analysis::NamedNumber& number : analysis::namedNumbers(found.features)) {
        QStringList values;
        for (std::size_t i = 0; i < std::min(number.values.size(), shownOfLists); ++i)
            values << numberText(number.values[i]);
        if (number.values.size() > shownOfLists)
            values << u"… (%1)"_s.arg(number.values.size());
        table.add({printable(number.name), values.join(u' '), printable(number.unit)});
    }
    table.add({u"key"_s, printable(analysis::keyName(found.features.key)), {}});
    if (const analysis::Mood mood = analysis::moodOf(found.features); mood.valid) {
        table.add({u"mood.energy"_s, numberText(double(mood.energy)), {}});
        table.add({u"mood.brightness"_s, numberText(double(mood.brightness)), {}});
    }
    return table.text(columns).toUtf8();
}

/// What is stored of a library's track, unless its file changed since.
std::optional<analysis::TrackFeatures> stored(db::Store& store, TrackId track)
{
    try {
        return analysis::loadFeatures(*store.reader(), track);
    } catch (const std::exception&) {
        return std::nullopt; // read again
    }
}

/// From the database, else by reading the file. Blocks; any thread.
Result<Found> find(db::Store& store, TrackId track, const std::string& path)
{
    if (track) {
        if (auto features = stored(store, track))
            return Found{std::move(*features), true};
    }
    const analysis::Options limits;
    analysis::AudioReader reader(
        limits.patience, limits.memory, analysis::AudioReader::Priority::awaited);
    analysis::ReadSound read = reader.read(path, {}, {});
    if (read.ending == analysis::ReadSound::Ending::features)
        return Found{std::move(*read.features), false};
    const bool named = read.reason.find(path) != std::string::npos
        || read.ending == analysis::ReadSound::Ending::noWorker;
    return Error{named ? read.reason : path + ' ' + read.reason};
}

void run(AppContext& context, const IoPtr& io, const std::string& target, bool again)
{
    TrackId track;
    std::string path = absolutePath(io->origin().folder, target);
    const TrackTablePtr tracks = context.library().tracks();
    std::error_code error;
    const auto row = rowOfFile(*tracks, path);
    if (row || !std::filesystem::is_regular_file(path, error)) {
        const auto found
            = row ? Result<Row>(*row) : resolveTarget(tracks, target, io->origin().folder);
        if (!found)
            return io->fail(QString::fromStdString(found.error().message));
        track = again ? TrackId{} : (*tracks)[*found].id;
        path = tracks->text((*tracks)[*found].path);
    }
    const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
    runThen(
        io.get(), [&store = context.store(), track, path] { return find(store, track, path); },
        [io, path, columns](const Result<Found>& found) {
            if (!found)
                return io->fail(printable(found.error().message));
            io->out(io->json() ? asJson(path, *found) : asText(*found, columns));
            io->done(0);
        });
}

} // namespace

void addFeatures(CLI::App& program, Command& command)
{
    const auto target = std::make_shared<std::string>();
    const auto again = std::make_shared<bool>(false);
    CLI::App* features = program.add_subcommand(
        "features", "All numbers of how a file sounds; it need not be in the library");
    features->add_option("file", *target, "File, or a track of the library")
        ->type_name("TARGET")
        ->required();
    features->add_flag("--force", *again, "Listen again, also where the numbers are known");
    addCommonOptions(*features, command);
    features->callback([target, again, &command] {
        command.makesLibrary = true;
        command.run = [target, again](AppContext& context, const IoPtr& io) {
            context.whenLoaded(
                io, [&context, io, target, again] { run(context, io, *target, *again); });
        };
    });
}

} // namespace segue::app
