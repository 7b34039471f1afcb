#include "tests/ui/support/fake_edits.h"

#include "tests/ui/support/made_library.h"

#include <QMetaObject>

namespace segue::test {

namespace {

template <class Call>
void later(QObject* context, Call call)
{
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
}

} // namespace

FakeEdits::FakeEdits(TrackTablePtr table)
    : table_(std::move(table))
{
}

std::stop_source FakeEdits::load(
    std::vector<FileEdit> files, std::function<void(std::vector<LoadedFile>)> then)
{
    std::vector<LoadedFile> loaded;
    for (const FileEdit& edit : files) {
        LoadedFile& file = loaded.emplace_back();
        const TrackRecord& track = (*table_)[*table_->rowOf(edit.track)];
        const auto text = [&](TextRef ref) { return std::string(table_->text(ref)); };
        file.track = edit.track;
        file.path = QByteArray::fromStdString(text(track.path));
        if (unwritable.contains(edit.track)) {
            file.fields.problem = "cannot be changed: it is write-protected";
            continue;
        }
        const auto add = [&file](const char* name, std::string value) {
            if (!value.empty())
                file.fields.fields.push_back({name, {std::move(value)}});
        };
        add("TITLE", text(track.title));
        add("ARTIST", text(track.artist));
        add("ALBUM", text(track.album));
        add("ALBUMARTIST", text(track.albumArtist));
        add("TRACKNUMBER", std::to_string(track.trackNumber));
        add("DATE", std::to_string(track.year));
        add("GENRE", text(track.genres).substr(0, text(track.genres).find('\x1f')));
        if (const auto cover = makeCover(file.path)) {
            file.fields.pictures.push_back(
                {3, "image/png", static_cast<std::uint64_t>(cover->size())});
            if (loaded.size() == 1)
                file.cover = *cover;
        }
    }
    later(this, [loaded = std::move(loaded), then = std::move(then)] { then(loaded); });
    return loading = std::stop_source();
}

void FakeEdits::write(EditRequest request, Then then)
{
    EditOutcome outcome;
    outcome.problems = std::exchange(problems, {});
    outcome.changed = std::ssize(request.files) - std::ssize(outcome.problems);
    written.push_back(std::move(request));
    outcome.id = outcome.changed > 0 ? std::ssize(written) : 0;
    later(this, [outcome, then = std::move(then)] { then(outcome); });
}

void FakeEdits::writeGains(std::vector<TrackId> tracks, Then then)
{
    EditOutcome outcome;
    outcome.changed = std::ssize(tracks);
    gains.push_back(std::move(tracks));
    outcome.id = 50;
    later(this, [outcome, then = std::move(then)] { then(outcome); });
}

void FakeEdits::planOrganise(std::vector<TrackId> tracks, QString pattern, QByteArray target,
    std::function<void(const Result<OrganisePlan>&)> then)
{
    const auto parsed = NamePattern::parse(pattern.toStdString());
    Result<OrganisePlan> plan = OrganisePlan();
    if (parsed)
        plan = segue::planOrganise(*table_, tracks, {*parsed, target.toStdString(), {"/music"}},
            {[](const std::string&) { return std::vector<std::string>(); },
                [](const std::string&) { return false; }});
    else
        plan = parsed.error();
    later(this, [plan, then = std::move(then)] { then(plan); });
}

void FakeEdits::organise(OrganisePlan plan, Then then)
{
    EditOutcome outcome;
    outcome.changed = static_cast<std::int64_t>(plan.ready());
    organised.push_back(std::move(plan));
    outcome.id = 100 + std::ssize(organised);
    later(this, [outcome, then = std::move(then)] { then(outcome); });
}

void FakeEdits::undo(std::int64_t id, Then then)
{
    undone.push_back(id);
    EditOutcome outcome;
    outcome.id = id;
    outcome.problems = std::exchange(undoProblems, {});
    outcome.changed = outcome.problems.empty() ? 1 : 0;
    later(this, [outcome, then = std::move(then)] { then(outcome); });
}

} // namespace segue::test

#include "moc_fake_edits.cpp"
