// `segue edit`: changes tags and covers of files, or shows what would change.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/edit_report.h"
#include "app/cli/progress_line.h"
#include "app/cli/target.h"
#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/library/edit/edit_fields.h"
#include "core/library/edit/edit_service.h"
#include "core/library/edit/name_pattern.h"
#include "core/library/library_service.h"
#include "core/library/root_repository.h"
#include "core/library/tags/audio_format.h"
#include "core/library/tags/tag_edit.h"

#include <CLI/CLI.hpp>

#include <QFile>

#include <algorithm>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> targets, settings, cleared;
    std::string cover, fromName;
    std::optional<int> number;
    bool noCover = false, keepTime = false, dryRun = false;
};

/// The tracks and files that the targets name; a folder's by path.
Result<std::vector<FileEdit>> filesOf(
    const TrackTablePtr& tracks, const std::vector<std::string>& targets, const std::string& folder)
{
    std::vector<FileEdit> files;
    const auto add = [&](TrackId track, std::string_view path) {
        QByteArray bytes(path.data(), static_cast<qsizetype>(path.size()));
        if (std::ranges::find(files, bytes, &FileEdit::path) == files.end())
            files.push_back({track, std::move(bytes), {}});
    };
    for (const std::string& target : targets) {
        const std::string path = normalPath(absolutePath(folder, target));
        std::error_code error;
        if (fs::is_directory(path, error)) {
            std::vector<std::pair<std::string_view, TrackId>> in;
            for (const TrackRecord& track : tracks->tracks()) {
                if (track.available && isInFolder(tracks->text(track.path), path))
                    in.emplace_back(tracks->text(track.path), track.id);
            }
            if (in.empty())
                return Error{"The library has no tracks in " + printable(path).toStdString()
                    + ". Scan it first: segue scan DIR"};
            std::ranges::sort(in);
            for (const auto& [file, id] : in)
                add(id, file);
            continue;
        }
        if (!rowOfFile(*tracks, path) && fs::is_regular_file(path, error)) {
            add({}, path);
            continue;
        }
        const Result<Row> row = resolveTarget(tracks, target, folder);
        if (!row)
            return row.error();
        add((*tracks)[*row].id, tracks->text((*tracks)[*row].path));
    }
    return files;
}

Result<std::optional<tags::PictureChange>> pictureOf(
    const Options& options, const std::string& folder)
{
    using What = tags::PictureChange::What;
    if (options.noCover)
        return std::optional(tags::PictureChange{What::none, {}});
    if (options.cover.empty())
        return std::optional<tags::PictureChange>();
    const std::string path = absolutePath(folder, options.cover);
    QFile file(QFile::decodeName(path.c_str()));
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The picture " + printable(path).toStdString()
            + " cannot be read: " + file.errorString().toStdString() + '.'};
    tags::Picture picture;
    picture.bytes = file.readAll().toStdString();
    picture.mime = tags::pictureType(picture.bytes);
    if (picture.mime.empty())
        return Error{printable(path).toStdString()
            + " is no picture. Give a JPEG, PNG, GIF, WebP or BMP file."};
    return std::optional(tags::PictureChange{What::front, {std::move(picture)}});
}

/// Fills in the changes of all files.
Result<void> planChanges(
    std::vector<FileEdit>& files, const Options& options, const std::string& folder)
{
    std::vector<tags::Field> fields;
    for (const std::string& setting : options.settings) {
        auto parsed = parseSetting(setting);
        if (!parsed)
            return parsed.error();
        for (tags::Field& field : *parsed) {
            // The same field again: one more value.
            const auto there = std::ranges::find(fields, field.name, &tags::Field::name);
            if (there == fields.end())
                fields.push_back(std::move(field));
            else
                there->values.insert(there->values.end(), field.values.begin(), field.values.end());
        }
    }
    for (const std::string& name : options.cleared) {
        const std::string property = propertyOf(name);
        if (property.empty())
            return Error{"There is no field " + name + '.'};
        fields.push_back({property, {}});
    }
    const auto picture = pictureOf(options, folder);
    if (!picture)
        return picture.error();
    std::optional<NamePattern> pattern;
    if (!options.fromName.empty()) {
        auto parsed = NamePattern::parse(options.fromName);
        if (!parsed)
            return parsed.error();
        pattern = std::move(*parsed);
    }
    std::vector<std::string> paths;
    for (const FileEdit& file : files)
        paths.push_back(file.path.toStdString());
    const auto numbers = numbersFor(paths, options.number.value_or(1));
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::vector<tags::Field>& changes = files[i].changes.fields;
        const auto take = [&changes](const std::vector<tags::Field>& list) {
            for (const tags::Field& field : list) {
                std::erase_if(
                    changes, [&](const tags::Field& other) { return other.name == field.name; });
                changes.push_back(field);
            }
        };
        if (pattern) {
            const std::string stem = paths[i].substr(0, paths[i].rfind('.'));
            const auto found = pattern->fieldsOf(stem);
            if (!found)
                return Error{printable(paths[i]).toStdString() + " does not fit the pattern "
                    + options.fromName + ". Nothing was changed."};
            take(*found);
        }
        if (options.number)
            take(numbers[i]);
        take(fields);
        files[i].changes.pictures = *picture;
        if (files[i].changes.empty())
            return Error{"There is nothing to change. Give --set, --clear, --cover, --from-name or "
                         "--number: segue edit --help"};
    }
    return {};
}

void run(AppContext& context, const IoPtr& io, const Options& options)
{
    auto files = filesOf(context.library().tracks(), options.targets, io->origin().folder);
    if (!files)
        return io->fail(QString::fromStdString(files.error().message));
    if (const auto planned = planChanges(*files, options, io->origin().folder); !planned)
        return io->fail(QString::fromStdString(planned.error().message));
    if (options.dryRun)
        return showEditPreview(context, io, std::move(*files));
    EditRequest request;
    request.keepTime = options.keepTime;
    const auto count = files->size();
    request.text = count == 1
        ? u"Tags of %1"_s.arg(printable(
            files->front().path.mid(files->front().path.lastIndexOf('/') + 1).toStdString()))
        : u"Tags of %1 files"_s.arg(count);
    request.files = std::move(*files);
    runEdit(context, io, std::move(request));
}

} // namespace

void addEdit(CLI::App& program, Command& command)
{
    const auto options = std::make_shared<Options>();
    CLI::App* app = program.add_subcommand(
        "edit", "Change tags in files; all else in them stays, and segue undo takes it back");
    app->add_option("targets", options->targets, "Files, folders, ids")
        ->type_name("TARGET")
        ->required();
    app->add_option("--set", options->settings,
           "Set a field, as in artist=\"A; B\" (several values), track=3/12; --set again: more")
        ->type_name("FIELD=VALUE")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false);
    app->add_option("--clear", options->cleared, "Take a field out")
        ->type_name("FIELD")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false);
    CLI::Option* cover
        = app->add_option("--cover", options->cover, "Embed a picture as front cover")
              ->type_name("FILE");
    app->add_flag("--no-cover", options->noCover, "Take all embedded pictures out")
        ->excludes(cover);
    app->add_option("--from-name", options->fromName,
           "Take fields from file names, as in \"%artist%/%album%/%track% - %title%\"")
        ->type_name("PATTERN");
    app->add_option_function<int>(
           "--number", [options](int first) { options->number = first; },
           "Number the tracks of each folder from N on, in the order given")
        ->type_name("N")
        ->check(CLI::Range(0, 9999).description(""));
    app->add_flag("--keep-time", options->keepTime, "Keep the files' times of change");
    app->add_flag("--dry-run", options->dryRun, "Show what would change, change nothing");
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        command.makesLibrary = true;
        command.lasting = true;
        command.run = [options](AppContext& context, const IoPtr& io) {
            context.whenLoaded(io, [&context, io, options] { run(context, io, *options); });
        };
    });
}

} // namespace segue::app
