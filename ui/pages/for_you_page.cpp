#include "ui/pages/for_you_page.h"

#include "core/library/library.h"
#include "core/playback/player.h"
#include "ui/commands.h"
#include "ui/pages/welcome_page.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/views/card_controls.h"
#include "ui/views/card_strip.h"
#include "ui/views/shelf_view.h"
#include "ui/views/suggestion_card.h"
#include "ui/views/why_popover.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/slim_slider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

ForYouPage::ForYouPage(Commands& commands, CoverCache& covers, QWidget* parent)
    : Page(parent)
    , commands_(commands)
    , covers_(covers)
    , stack_(new QStackedLayout(this))
    , welcome_(new WelcomePage)
    , state_(new EmptyState)
    , scroll_(new QScrollArea)
    , controls_(new CardControls(commands))
{
    auto* content = new QWidget;
    content->setObjectName(u"page"_s);
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(24, 8, 24, 24);
    column_->setSpacing(24);
    column_->addWidget(makeHead());
    column_->addStretch(1);
    scroll_->setWidget(content);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    stack_->addWidget(scroll_);
    stack_->addWidget(state_);
    stack_->addWidget(welcome_);
    connectAll();
    showPage();
}

QWidget* ForYouPage::makeHead()
{
    ForYou& forYou = commands_.services().forYou;
    auto* title = new QLabel(tr("For You"));
    title->setFont(themeFont(TextSize::title, true));
    context_ = new QPushButton;
    context_->setProperty("chip", true);
    context_->setCheckable(true);
    back_ = new IconButton(u"undo"_s, tr("The page before this one"));
    auto* refresh = new IconButton(u"refresh"_s, tr("New suggestions"));
    learned_ = new QLabel;
    learned_->setForegroundRole(QPalette::PlaceholderText);
    learned_->setWordWrap(true);
    note_ = new QLabel;
    note_->setObjectName(u"note"_s);
    note_->setWordWrap(true);
    note_->setTextFormat(Qt::PlainText);
    adventure_ = new SlimSlider;
    adventure_->setFixedWidth(scaled(120));
    adventure_->setAccessibleName(tr("Familiar to adventurous"));
    auto* familiar = new QLabel(tr("Familiar"));
    auto* adventurous = new QLabel(tr("Adventurous"));
    for (QLabel* label : {familiar, adventurous}) {
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFont(themeFont(TextSize::small));
    }

    auto* head = new QWidget;
    auto* rows = new QVBoxLayout(head);
    rows->setContentsMargins(4, 8, 0, 0);
    rows->setSpacing(6);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(8);
    upper->addWidget(title);
    upper->addSpacing(8);
    upper->addWidget(context_);
    upper->addStretch(1);
    upper->addWidget(familiar);
    upper->addWidget(adventure_);
    upper->addWidget(adventurous);
    upper->addSpacing(8);
    upper->addWidget(back_);
    upper->addWidget(refresh);
    rows->addLayout(upper);
    rows->addWidget(learned_);
    rows->addWidget(note_);

    connect(refresh, &QAbstractButton::clicked, &forYou, &ForYou::refresh);
    connect(back_, &QAbstractButton::clicked, &forYou, &ForYou::back);
    connect(context_, &QAbstractButton::clicked, &forYou, &ForYou::setUsesContext);
    // The page follows once the slider rests, not at every pixel.
    adventureTimer_.setSingleShot(true);
    adventureTimer_.setInterval(250);
    connect(adventure_, &QSlider::valueChanged, &adventureTimer_, qOverload<>(&QTimer::start));
    connect(&adventureTimer_, &QTimer::timeout, this,
        [this] { commands_.services().forYou.setAdventurousness(adventure_->value() / 100.0); });
    return head;
}

void ForYouPage::connectAll()
{
    Services& s = commands_.services();
    connect(&s.forYou, &ForYou::pageChanged, this, &ForYouPage::showPage);
    connect(&s.forYou, &ForYou::shelvesChanged, this, &ForYouPage::showShelves);
    connect(&s.library, &Library::tracksChanged, this, &ForYouPage::showState);
    connect(&s.library, &Library::rootsChanged, this, &ForYouPage::showState);
    connect(&s.library, &Library::scanProgressed, this, &ForYouPage::showState);
    connect(&s.library, &Library::scanFinished, this, &ForYouPage::showState);
    connect(welcome_, &WelcomePage::addFolderRequested, this, &ForYouPage::addFolderRequested);
    connect(welcome_, &WelcomePage::foldersDropped, this, &ForYouPage::foldersDropped);
    connect(state_, &EmptyState::actionTriggered, &s.forYou, &ForYou::refresh);
    reportTimer_.setSingleShot(true);
    reportTimer_.setInterval(600); // what is scrolled past was not shown
    connect(&reportTimer_, &QTimer::timeout, this, &ForYouPage::reportShown);
    connect(scroll_->verticalScrollBar(), &QScrollBar::valueChanged, &reportTimer_,
        qOverload<>(&QTimer::start));
    auto* minute = new QTimer(this);
    connect(minute, &QTimer::timeout, this, &ForYouPage::showHead);
    minute->start(60'000);
}

QWidget* ForYouPage::focusTarget()
{
    if (stack_->currentWidget() == welcome_)
        return welcome_->focusTarget();
    return this;
}

void ForYouPage::showState()
{
    Services& s = commands_.services();
    const bool music = s.library.tracks()->size() > 0;
    const bool scanning = s.library.progress().running;
    if (!music && !scanning && s.library.roots().empty()) {
        stack_->setCurrentWidget(welcome_);
        return;
    }
    if (!s.forYou.page().shelves.empty() && music) {
        stack_->setCurrentWidget(scroll_);
        return;
    }
    if (!music && !scanning)
        state_->setTexts(u"songs"_s, tr("No music found"),
            tr("There are no tracks in your music folders. Add another folder, or look at them "
               "again with F5."));
    else if (!music || !s.forYou.isReady())
        state_->setTexts(u"for-you"_s, tr("Getting to know your music…"),
            tr("Suggestions appear as soon as the first tracks are read. You can play and search "
               "meanwhile."));
    else
        state_->setTexts(u"for-you"_s, tr("Nothing to suggest just now"),
            tr("A shelf is shown once at least four tracks fit it. Play or rate some tracks, add "
               "more music, or try again."),
            tr("Try again"));
    stack_->setCurrentWidget(state_);
}

void ForYouPage::showHead()
{
    ForYou& forYou = commands_.services().forYou;
    const segue::Page& page = forYou.page();
    learned_->setText(page.plays + page.ratings == 0
            ? tr("Nothing learned yet · refreshed %1").arg(formatAgo(page.composedAt, nowMs()))
            : tr("Learned from %1 and %2 · refreshed %3")
                  .arg(countOf(page.plays, tr("play"), tr("plays")),
                      countOf(page.ratings, tr("rating"), tr("ratings")),
                      formatAgo(page.composedAt, nowMs())));
    note_->setText(page.note);
    note_->setVisible(!page.note.isEmpty());
    // The chip stays while it is switched off, or nobody could switch it on again.
    context_->setVisible(!page.context.isEmpty() || !forYou.usesContext());
    context_->setChecked(forYou.usesContext());
    context_->setText(page.context.isEmpty() ? tr("Time of the week") : page.context);
    context_->setToolTip(forYou.usesContext()
            ? tr("The time of the week changes the order. Click to leave it out.")
            : tr("The time of the week is left out. Click to let it count."));
    back_->setEnabled(forYou.canGoBack());
    const QSignalBlocker quiet(adventure_);
    if (!adventureTimer_.isActive())
        adventure_->setValue(static_cast<int>(std::lround(forYou.adventurousness() * 100)));
    adventure_->setToolTip(
        tr("How much that is new to you is among the suggestions: %1 %").arg(adventure_->value()));
}

void ForYouPage::showPage()
{
    const segue::Page& page = commands_.services().forYou.page();
    const bool first = shelves_.empty();
    // The same shelf keeps its place on screen and its cards slide; others come and go.
    std::vector<ShelfView*> next;
    for (const Shelf& shelf : page.shelves) {
        const auto it = std::find_if(shelves_.begin(), shelves_.end(),
            [&](const ShelfView* view) { return view && view->shelfId() == shelf.id; });
        ShelfView* view = it != shelves_.end() ? std::exchange(*it, nullptr) : makeShelf();
        view->setShelf(shelf, !first);
        next.push_back(view);
    }
    for (ShelfView* gone : shelves_) {
        if (!gone)
            continue;
        if (controls_->card() && gone->isAncestorOf(controls_->card()))
            controls_->setCard(nullptr);
        column_->removeWidget(gone);
        gone->hide();
        gone->deleteLater();
    }
    shelves_ = std::move(next);
    for (std::size_t i = 0; i < shelves_.size(); ++i) {
        if (column_->indexOf(shelves_[i]) != static_cast<int>(i) + 1) {
            column_->removeWidget(shelves_[i]);
            column_->insertWidget(static_cast<int>(i) + 1, shelves_[i]);
        }
        shelves_[i]->show();
    }
    reported_.clear();
    showHead();
    showState();
    reportTimer_.start();
}

void ForYouPage::showShelves(const QStringList& ids)
{
    const segue::Page& page = commands_.services().forYou.page();
    for (const QString& id : ids) {
        const auto shelf = std::find_if(
            page.shelves.begin(), page.shelves.end(), [&](const Shelf& s) { return s.id == id; });
        const auto view = std::find_if(shelves_.begin(), shelves_.end(),
            [&](const ShelfView* v) { return v->shelfId() == id; });
        if (shelf == page.shelves.end() || view == shelves_.end()) {
            showPage(); // a shelf came or went
            return;
        }
        (*view)->setShelf(*shelf, true);
    }
    showHead();
    reportTimer_.start();
}

} // namespace segue::ui

#include "moc_for_you_page.cpp"
