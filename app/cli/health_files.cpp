// `segue health --write`: remedies that are changes of tags.
#include "app/cli/health_files.h"

#include "app/app_context.h"
#include "app/cli/edit_report.h"
#include "core/library/edit/edit_service.h"
#include "core/library/health/mending.h"
#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <QDate>

#include <algorithm>
#include <memory>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

using Mendings = std::vector<Mending>;

/// Files with what would be written into them; those without anything are left out.
std::vector<FileEdit> editsOf(const Mendings& mendings, const std::vector<LoadedFile>& files)
{
    std::unordered_map<TrackId, std::vector<const Mending*>> asked;
    for (const Mending& mending : mendings) {
        for (const TrackId track : mending.tracks())
            asked[track].push_back(&mending);
    }
    std::vector<FileEdit> edits;
    for (const LoadedFile& file : files) {
        FileEdit edit{file.track, file.path, {}};
        auto& fields = edit.changes.fields;
        for (const Mending* mending : asked[file.track]) {
            for (ProposedField& proposed : mending->fieldsFor(file.track, file.fields)) {
                const bool isNew
                    = std::ranges::find(fields, proposed.field.name, &tags::Field::name)
                    == fields.end();
                if (isNew && !proposed.isGuess)
                    fields.push_back(std::move(proposed.field));
            }
        }
        if (!edit.changes.empty())
            edits.push_back(std::move(edit));
    }
    return edits;
}

void write(AppContext& context, const IoPtr& io, std::vector<FileEdit> edits, bool dryRun)
{
    if (edits.empty() && !io->json()) {
        io->outLine(u"There is nothing that could be written for sure."_s);
        return io->done(0);
    }
    if (dryRun)
        return showEditPreview(context, io, edits);
    EditRequest request;
    request.text = u"Health: tags of %1 files"_s.arg(edits.size());
    request.files = std::move(edits);
    runEdit(context, io, std::move(request));
}

} // namespace

void mendFindings(
    AppContext& context, const IoPtr& io, const std::vector<Finding>& findings, bool dryRun)
{
    std::vector<std::string> roots;
    for (const RootFolder& root : context.library().roots())
        roots.push_back(root.path.toStdString());
    runThen(
        io.get(),
        [table = context.library().tracks(), findings, roots] {
            Mendings mendings;
            for (const Finding& finding : findings)
                mendings.emplace_back(table, finding, roots, QDate::currentDate().year());
            return std::make_shared<const Mendings>(std::move(mendings));
        },
        [&context, io, dryRun](const std::shared_ptr<const Mendings>& mendings) {
            std::vector<TrackId> tracks;
            for (const Mending& mending : *mendings)
                tracks.insert(tracks.end(), mending.tracks().begin(), mending.tracks().end());
            std::ranges::sort(tracks);
            tracks.erase(std::unique(tracks.begin(), tracks.end()), tracks.end());
            std::vector<FileEdit> files;
            for (const TrackId track : tracks)
                files.push_back({track, {}, {}});
            context.edits().load(std::move(files),
                [&context, io, dryRun, mendings](const std::vector<LoadedFile>& loaded) {
                    write(context, io, editsOf(*mendings, loaded), dryRun);
                });
        });
}

} // namespace segue::app
