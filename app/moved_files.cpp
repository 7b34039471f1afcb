#include "app/moved_files.h"

#include "app/app_context.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/library/merges.h"
#include "core/tasks/task_runner.h"
#include "ui/dialogs/merge_offers.h"
#include "ui/main_window.h"
#include "ui/text/format.h"

namespace segue::app {

namespace {

std::vector<MergeOffer> offersIn(const db::Store& store)
{
    try {
        return findMergeOffers(*store.reader());
    } catch (const std::exception&) {
        return {}; // offered after the next scan
    }
}

} // namespace

MovedFiles::MovedFiles(AppContext& context, ui::MainWindow& window)
    : QObject(&window)
    , context_(context)
    , window_(window)
{
    connect(&context.library(), &Library::scanFinished, this, [this](const ScanSummary& summary) {
        if (summary.added > 0 && summary.unavailable > 0)
            look();
    });
}

void MovedFiles::look()
{
    runThen(
        this, [&store = context_.store()] { return offersIn(store); },
        [this](const std::vector<MergeOffer>& offers) {
            const auto count = static_cast<qint64>(offers.size());
            if (count > std::exchange(told_, count))
                window_.offer(count == 1
                        ? tr("A new track may be one whose file is gone: moved and retagged?")
                        : tr("%1 may be ones whose files are gone: moved and retagged?")
                              .arg(ui::countOf(count, tr("new track"), tr("new tracks"))),
                    tr("Look"), [this] { ask(); });
        });
}

void MovedFiles::ask()
{
    runThen(
        this, [&store = context_.store()] { return offersIn(store); },
        [this](const std::vector<MergeOffer>& offers) {
            if (offers.empty())
                return;
            auto* dialog = new ui::MergeOffers(offers, &window_);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            const auto edit = [this](LibraryService::MergeEdit::What what) {
                return [this, what](TrackId lost, TrackId found) {
                    context_.library().editMerges(
                        {what, 0, lost, found}, [this](const Result<void>& result) {
                            if (!result)
                                Q_EMIT context_.library().problem(
                                    QString::fromStdString(result.error().message));
                        });
                };
            };
            connect(dialog, &ui::MergeOffers::sameRequested, this,
                edit(LibraryService::MergeEdit::merge));
            connect(dialog, &ui::MergeOffers::differentRequested, this,
                edit(LibraryService::MergeEdit::refuse));
            dialog->open();
        });
}

} // namespace segue::app

#include "moc_moved_files.cpp"
