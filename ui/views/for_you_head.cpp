#include "ui/views/for_you_head.h"

#include "core/recommend/service/for_you.h"
#include "ui/commands.h"
#include "ui/dialogs/new_mode_dialog.h"
#include "ui/text/format.h"
#include "ui/text/shelf_names.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/page_head.h"
#include "ui/widgets/slim_slider.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// As a menu's text: an ampersand is no mnemonic.
QString escaped(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

/// Its submenus too.
void clear(QMenu& menu)
{
    menu.clear();
    qDeleteAll(menu.findChildren<QMenu*>(Qt::FindDirectChildrenOnly));
}

} // namespace

ForYouHead::ForYouHead(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , learned_(new QLabel)
    , note_(new QLabel)
    , context_(new QPushButton)
    , mode_(new QPushButton)
    , modes_(new QMenu(this))
    , adventure_(new SlimSlider)
    , back_(new IconButton(u"undo"_s, tr("The page before this one")))
    , more_(new QMenu(this))
{
    ForYou& forYou = commands.services().forYou;
    for (QPushButton* chip : {context_, mode_}) {
        chip->setProperty("chip", true);
        chip->setCheckable(true);
    }
    mode_->setAccessibleName(tr("Mode"));
    auto* refresh = new IconButton(u"refresh"_s, tr("New suggestions"));
    auto* more = new IconButton(u"more"_s, tr("More of this page"));
    learned_->setForegroundRole(QPalette::PlaceholderText);
    learned_->setWordWrap(true);
    note_->setObjectName(u"note"_s);
    note_->setWordWrap(true);
    note_->setTextFormat(Qt::PlainText);
    adventure_->setFixedWidth(scaled(110));
    adventure_->setAccessibleName(tr("Familiar to adventurous"));
    auto* familiar = new QLabel(tr("Familiar"));
    auto* adventurous = new QLabel(tr("Adventurous"));
    for (QLabel* label : {familiar, adventurous}) {
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFont(themeFont(TextSize::small));
    }

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(4, 8, 0, 0);
    rows->setSpacing(6);
    QHBoxLayout* upper = pageHead(pageTitle(tr("For You")));
    upper->setSpacing(8);
    upper->addStretch(1);
    upper->addWidget(familiar);
    upper->addWidget(adventure_);
    upper->addWidget(adventurous);
    upper->addSpacing(8);
    upper->addWidget(back_);
    upper->addWidget(refresh);
    upper->addWidget(more);
    auto* chips = new QHBoxLayout;
    chips->setSpacing(8);
    chips->addWidget(mode_);
    chips->addWidget(context_);
    chips->addStretch(1);
    rows->addLayout(upper);
    rows->addWidget(learned_);
    rows->addLayout(chips);
    rows->addWidget(note_);
    question_ = makeQuestion();
    rows->addWidget(question_);

    connect(refresh, &QAbstractButton::clicked, &forYou, &ForYou::refresh);
    connect(back_, &QAbstractButton::clicked, &forYou, &ForYou::back);
    connect(context_, &QAbstractButton::clicked, &forYou, &ForYou::setUsesContext);
    connect(mode_, &QAbstractButton::clicked, this, [this] {
        fillModes();
        modes_->popup(mode_->mapToGlobal(QPoint(0, mode_->height() + 4)));
        showChips(); // a click on a checkable button toggled it
    });
    connect(more, &QAbstractButton::clicked, this, [this, more] {
        fillMore();
        more_->popup(more->mapToGlobal(
            QPoint(more->width() - more_->sizeHint().width(), more->height() + 4)));
    });
    connect(&forYou, &ForYou::choicesChanged, this, &ForYouHead::showState);
    // The page follows once the slider rests, not at every pixel.
    adventureTimer_.setSingleShot(true);
    adventureTimer_.setInterval(250);
    connect(adventure_, &QSlider::valueChanged, &adventureTimer_, qOverload<>(&QTimer::start));
    connect(&adventureTimer_, &QTimer::timeout, this,
        [this] { commands_.services().forYou.setAdventurousness(adventure_->value() / 100.0); });
    auto* minute = new QTimer(this);
    connect(minute, &QTimer::timeout, this, &ForYouHead::showState);
    minute->start(60'000);
    showState();
}

QWidget* ForYouHead::makeQuestion()
{
    auto* box = new QWidget;
    box->setObjectName(u"question"_s);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(8);
    questionText_ = new QLabel;
    questionText_->setWordWrap(true);
    questionText_->setTextFormat(Qt::PlainText);
    auto* out = new QPushButton(tr("Keep it out of my taste"));
    out->setObjectName(u"keepOut"_s);
    auto* me = new QPushButton(tr("That was me"));
    me->setObjectName(u"wasMe"_s);
    me->setProperty("flat", true);
    row->addWidget(questionText_, 1);
    row->addWidget(out);
    row->addWidget(me);
    connect(out, &QAbstractButton::clicked, this, [this] {
        if (const auto unusual = commands_.services().forYou.page().unusual)
            commands_.keepSessionOut(unusual->session);
    });
    connect(me, &QAbstractButton::clicked, this, [this] {
        ForYou& forYou = commands_.services().forYou;
        if (const auto unusual = forYou.page().unusual)
            forYou.wasMe(unusual->session);
    });
    return box;
}

void ForYouHead::showQuestion()
{
    const auto& unusual = commands_.services().forYou.page().unusual;
    question_->setVisible(unusual.has_value());
    if (unusual)
        questionText_->setText(tr("Not you? %1").arg(unusual->text));
}

void ForYouHead::showChips()
{
    ForYou& forYou = commands_.services().forYou;
    const segue::Page& page = forYou.page();
    // The chip stays while it is switched off, or nobody could switch it on again.
    context_->setVisible(!page.context.isEmpty() || !forYou.usesContext());
    context_->setChecked(forYou.usesContext());
    context_->setText(page.context.isEmpty() ? tr("Time of the week") : page.context);
    context_->setToolTip(forYou.usesContext()
            ? tr("The time of the week changes the order. Click to leave it out.")
            : tr("The time of the week is left out. Click to let it count."));
    const auto modes = forYou.modes();
    const auto on = std::find_if(modes.begin(), modes.end(),
        [&](const ListeningMode& mode) { return mode.key == forYou.mode(); });
    mode_->setChecked(on != modes.end());
    mode_->setText(on == modes.end() ? tr("Mode: none") : tr("Mode: %1").arg(on->name));
    mode_->setToolTip(on == modes.end()
            ? tr("Focus, energy, wind down, party or your own: the page follows, and learns what "
                 "you play meanwhile.")
            : page.modeNote);
}

void ForYouHead::showState()
{
    ForYou& forYou = commands_.services().forYou;
    const segue::Page& page = forYou.page();
    QString learned = page.plays + page.ratings == 0
        ? tr("Nothing learned yet · refreshed %1").arg(formatAgo(page.composedAt, nowMs()))
        : tr("Learned from %1 and %2 · refreshed %3")
              .arg(countOf(page.plays, tr("play"), tr("plays")),
                  countOf(page.ratings, tr("rating"), tr("ratings")),
                  formatAgo(page.composedAt, nowMs()));
    if (!page.modeNote.isEmpty())
        learned += u" · "_s + page.modeNote;
    learned_->setText(learned);
    note_->setText(page.note);
    note_->setVisible(!page.note.isEmpty());
    showChips();
    showQuestion();
    back_->setEnabled(forYou.canGoBack());
    const QSignalBlocker quiet(adventure_);
    if (!adventureTimer_.isActive())
        adventure_->setValue(static_cast<int>(std::lround(forYou.adventurousness() * 100)));
    adventure_->setToolTip(
        tr("How much that is new to you is among the suggestions: %1 %").arg(adventure_->value()));
}

void ForYouHead::fillModes()
{
    ForYou& forYou = commands_.services().forYou;
    clear(*modes_);
    delete modes_->findChild<QActionGroup*>();
    auto* group = new QActionGroup(modes_);
    const auto add = [&](const QString& key, const QString& name) {
        QAction* action
            = modes_->addAction(escaped(name), this, [this, key] { commands_.setMode(key); });
        action->setCheckable(true);
        action->setChecked(forYou.mode() == key);
        group->addAction(action);
    };
    add({}, tr("No mode"));
    modes_->addSeparator();
    const auto modes = forYou.modes();
    for (const ListeningMode& mode : modes)
        add(mode.key, mode.name);
    modes_->addSeparator();
    modes_->addAction(tr("New mode…"), this, &ForYouHead::newMode);
    QMenu* remove = nullptr;
    for (const ListeningMode& mode : modes) {
        if (!mode.own)
            continue;
        if (!remove)
            remove = modes_->addMenu(icon(u"trash"_s), tr("Remove a mode"));
        remove->addAction(mode.name, this, [&forYou, key = mode.key] { forYou.removeMode(key); });
    }
}

void ForYouHead::fillMore()
{
    ForYou& forYou = commands_.services().forYou;
    clear(*more_);
    more_->addAction(icon(u"taste"_s), tr("How good are the suggestions?"), this,
        [this] { Q_EMIT commands_.navigate(u"taste"_s); });
    const auto less = forYou.lessOfs();
    QMenu* lessMenu = more_->addMenu(
        icon(u"less"_s), less.empty() ? tr("Less of… (nothing yet)") : tr("Less of… (take back)"));
    lessMenu->setEnabled(!less.empty());
    for (const LessOf& one : less)
        lessMenu->addAction(
            escaped(lessOfText(one)), this, [&forYou, one] { forYou.takeBack(one); });
    QStringList hidden = forYou.hiddenShelves().values();
    hidden.sort();
    QMenu* hiddenMenu = more_->addMenu(icon(u"hide"_s),
        hidden.isEmpty() ? tr("Hidden shelves (none)") : tr("Hidden shelves (show again)"));
    hiddenMenu->setEnabled(!hidden.isEmpty());
    for (const QString& id : hidden)
        hiddenMenu->addAction(shelfName(id), this, [&forYou, id] { forYou.unhideShelf(id); });
}

void ForYouHead::newMode()
{
    ForYou& forYou = commands_.services().forYou;
    NewModeDialog dialog(forYou.modes(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString key = forYou.addMode(dialog.name(), dialog.base());
    if (!key.isEmpty())
        commands_.setMode(key);
}

} // namespace segue::ui

#include "moc_for_you_head.cpp"
