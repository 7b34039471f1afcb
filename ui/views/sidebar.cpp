#include "ui/views/sidebar.h"

#include "core/analysis/service/analysis.h"
#include "core/library/library.h"
#include "ui/commands.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/playlist_panel.h"
#include "ui/views/progress_foot.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/nav_button.h"

#include <QButtonGroup>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

Sidebar::Sidebar(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , addFolder_(new NavButton(u"folder-add"_s, tr("Add folder…"), u"Ctrl+O"_s))
    , unread_(new NavButton(u"alert"_s, QString(), QString()))
    , playlists_(new PlaylistPanel(commands))
    , rest_(new QWidget)
    , brand_(new QLabel(u"Segue"_s))
    , scan_(new ProgressFoot(tr("Scan progress")))
    , analysis_(new ProgressFoot(tr("Analysis progress")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 16, 12, 12);
    column->setSpacing(2);
    brand_->setFont(themeFont(TextSize::large, true));
    brand_->setContentsMargins(12, 0, 0, 8);
    column->addWidget(brand_);
    auto* group = new QButtonGroup(this);
    const auto add = [&](const QString& page, const QString& icon, const QString& text) {
        const QString key = u"Ctrl+%1"_s.arg(pages_.size() + 1);
        auto* button = new NavButton(icon, text, key);
        button->setCheckable(true);
        group->addButton(button);
        column->addWidget(button);
        pages_.emplace_back(page, button);
        connect(
            button, &QAbstractButton::clicked, this, [this, page] { Q_EMIT pageRequested(page); });
    };
    add(u"for_you"_s, u"for-you"_s, tr("For You"));
    add(u"songs"_s, u"songs"_s, tr("Songs"));
    add(u"albums"_s, u"albums"_s, tr("Albums"));
    add(u"artists"_s, u"artist"_s, tr("Artists"));
    add(u"genres"_s, u"genre"_s, tr("Genres"));
    add(u"folders"_s, u"folder"_s, tr("Folders"));
    add(u"history"_s, u"history"_s, tr("History"));
    add(u"taste"_s, u"taste"_s, tr("Your Taste"));
    add(u"health"_s, u"health"_s, tr("Health"));
    column->addWidget(playlists_, 1);
    column->addWidget(rest_, 1); // in place of the playlists, where they are hidden

    column->addWidget(scan_);
    column->addWidget(unread_);
    column->addWidget(analysis_);
    column->addWidget(addFolder_);

    connect(addFolder_, &QAbstractButton::clicked, this, &Sidebar::addFolderRequested);
    connect(scan_->addButton(u"close"_s, tr("Stop scanning")), &QAbstractButton::clicked, this,
        [this] { commands_.services().library.cancelScan(); });
    connect(&commands.services().library, &Library::scanProgressed, this, &Sidebar::showProgress);
    connect(&commands.services().library, &Library::scanFinished, this, &Sidebar::showProgress);
    connect(unread_, &QAbstractButton::clicked, this, &Sidebar::unreadRequested);
    connect(&commands.services().library, &Library::tracksChanged, this, &Sidebar::showUnread);
    connectAnalysis();
    showProgress();
    showUnread();
}

void Sidebar::showUnread()
{
    const auto count = static_cast<int>(commands_.services().library.unreadFiles().size());
    unread_->setVisible(count > 0);
    unread_->setText(count == 1 ? tr("1 unreadable file")
                                : tr("%1 unreadable files").arg(QLocale().toString(count)));
    unread_->setToolTip(tr("Files that are left out of the library, and why"));
}

void Sidebar::setCurrent(const QString& page)
{
    const QString wanted = page.startsWith(u"album:") ? u"albums"_s
        : page.startsWith(u"artist:")                 ? u"artists"_s
        : page.startsWith(u"genre:")                  ? u"genres"_s
                                                      : page;
    playlists_->setCurrent(
        PlaylistId{page.startsWith(u"playlist:") ? page.section(u':', 1).toLongLong() : 0});
    for (const auto& [name, button] : pages_) {
        // An exclusive group keeps one checked; none is for pages without an entry.
        button->group()->setExclusive(false);
        button->setChecked(name == wanted);
        button->group()->setExclusive(true);
    }
}

void Sidebar::setNarrow(bool narrow)
{
    brand_->setVisible(!narrow);
    for (const auto& [page, button] : pages_)
        button->setNarrow(narrow);
    addFolder_->setNarrow(narrow);
    unread_->setNarrow(narrow);
    playlists_->setVisible(!narrow);
    rest_->setVisible(narrow);
    scan_->setNarrow(narrow);
    analysis_->setNarrow(narrow);
    setFixedWidth(narrow ? scaled(44) + 16 : scaled(208));
    layout()->setContentsMargins(narrow ? 8 : 12, 16, narrow ? 8 : 12, 12);
}

void Sidebar::connectAnalysis()
{
    analysis_->hide();
    Analysis* analysis = commands_.services().analysis;
    if (!analysis)
        return;
    pause_ = analysis_->addButton(u"pause"_s, tr("Pause the analysis"));
    connect(pause_, &QAbstractButton::clicked, this,
        [analysis] { analysis->setPaused(analysis->progress().pause != analysis::Pause::byUser); });
    connect(analysis_->addButton(u"close"_s, tr("Stop the analysis")), &QAbstractButton::clicked,
        this, [analysis] { analysis->cancel(); });
    connect(analysis, &Analysis::progressed, this, &Sidebar::showAnalysis);
    showAnalysis(analysis->progress());
}

void Sidebar::showAnalysis(const AnalysisProgress& progress)
{
    // A run that finds nothing to do is not worth a flicker.
    analysis_->setVisible(progress.running && progress.total > 0);
    if (!progress.running)
        return;
    const bool paused = progress.pause == analysis::Pause::byUser;
    pause_->setAppearance(paused ? u"play"_s : u"pause"_s,
        paused ? tr("Go on with the analysis") : tr("Pause the analysis"));
    analysis_->showProgress(formatAnalysis(progress),
        tr("Segue listens to your music, to know tempo, key, loudness and what sounds alike."),
        progress.done, progress.total);
}

void Sidebar::showProgress()
{
    const ScanProgress progress = commands_.services().library.progress();
    scan_->setVisible(progress.running);
    if (!progress.running)
        return;
    const QLocale locale;
    // While the folders are still being walked the end is not known.
    scan_->showProgress(progress.filesDone > 0
            ? tr("Reading music: %1 of %2")
                  .arg(locale.toString(progress.filesDone), locale.toString(progress.filesFound))
            : tr("Looking for music: %1 files").arg(locale.toString(progress.filesFound)),
        progress.current, progress.filesDone, progress.filesDone > 0 ? progress.filesFound : 0);
}

void Sidebar::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), colors().sidebar);
}

} // namespace segue::ui

#include "moc_sidebar.cpp"
