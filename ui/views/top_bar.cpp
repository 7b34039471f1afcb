#include "ui/views/top_bar.h"

#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/models/filter_source.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/views/listener_menu.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>

namespace segue::ui {

using namespace Qt::StringLiterals;

TopBar::TopBar(Commands& commands, QMenu* menu, ListenerMenu* listeners, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , back_(new IconButton(u"back"_s, tr("Back"), nullptr, u"Alt+←"_s))
    , forward_(new IconButton(u"forward"_s, tr("Forward"), nullptr, u"Alt+→"_s))
    , private_(new IconButton(u"private"_s, tr("Private session"), nullptr, u"Ctrl+P"_s))
    , guest_(new IconButton(u"guest"_s, tr("Guest"), nullptr, u"Ctrl+G"_s))
    , privateText_(new QLabel)
    , menu_(new IconButton(u"menu"_s, tr("Menu"), nullptr, u"F10"_s))
    , search_(new FilterBox([&commands] { return commands.filters().vocabulary(); }))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 12, 16, 4);
    row->setSpacing(4);
    search_->setPlaceholderText(tr("Search, or filter: artist:bowie rating>=4"));
    search_->setAccessibleName(tr("Search"));
    search_->setToolTip(tr("Search everything  (Ctrl+F)"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    search_->setMaximumWidth(scaled(440));
    search_->setMinimumWidth(scaled(160));
    search_->installEventFilter(this);
    private_->setCheckable(true);
    guest_->setCheckable(true);
    row->addWidget(back_);
    row->addWidget(forward_);
    row->addSpacing(8);
    row->addWidget(search_, 4);
    row->addStretch(1);
    privateText_->setForegroundRole(QPalette::Link);
    row->addWidget(privateText_);
    if (listeners)
        row->addWidget(listeners->makeChip());
    row->addWidget(guest_);
    row->addWidget(private_);
    row->addWidget(menu_);
    connect(back_, &QAbstractButton::clicked, this, &TopBar::backRequested);
    connect(forward_, &QAbstractButton::clicked, this, &TopBar::forwardRequested);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (!quiet_)
            Q_EMIT searched(text);
    });
    connect(search_, &FilterBox::filterChanged, this, &TopBar::filterChanged);
    connect(menu_, &QAbstractButton::clicked, this, [this, menu] {
        menu->popup(menu_->mapToGlobal(
            QPoint(menu_->width() - menu->sizeHint().width(), menu_->height() + 4)));
    });
    Taste& taste = commands.services().taste;
    connect(private_, &QAbstractButton::clicked, &taste, &Taste::setPrivateSession);
    connect(&taste, &Taste::privateSessionChanged, this, &TopBar::showPrivate);
    connect(guest_, &QAbstractButton::clicked, &taste, &Taste::setGuest);
    connect(&taste, &Taste::guestChanged, this, &TopBar::showPrivate);
    showPrivate();
}

void TopBar::setHistory(bool canGoBack, bool canGoForward)
{
    back_->setEnabled(canGoBack);
    forward_->setEnabled(canGoForward);
}

void TopBar::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

QString TopBar::searchText() const
{
    return search_->text();
}

void TopBar::setSearchText(const QString& text)
{
    quiet_ = true;
    if (search_->text() != text)
        search_->setText(text);
    quiet_ = false;
}

std::optional<FilterError> TopBar::shownError() const
{
    return search_->shownError();
}

void TopBar::showPrivate()
{
    const bool on = commands_.services().taste.isPrivateSession();
    const bool guest = commands_.services().taste.isGuest();
    private_->setChecked(on);
    guest_->setChecked(guest);
    privateText_->setText(
        guest ? tr("Guest: nothing is learned") : tr("Private: nothing is learned"));
    privateText_->setVisible(on || guest);
    guest_->setAppearance(u"guest"_s,
        guest ? tr("A guest is listening: nothing is learned or counted")
              : tr("Guest: somebody else listens, nothing is learned or counted"));
    private_->setAppearance(u"private"_s,
        on ? tr("Private session is on: nothing is learned from what plays")
           : tr("Private session: play without being learned from"));
}

bool TopBar::eventFilter(QObject* object, QEvent* event)
{
    if (object == search_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool forList = search_->isListShown()
            && (key == Qt::Key_Escape || key == Qt::Key_Down
                || search_->list()->currentIndex().isValid());
        if (forList)
            return false; // the box's own affair
        if (key == Qt::Key_Escape) {
            search_->clear();
            Q_EMIT leaveRequested();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            search_->closeList();
            Q_EMIT resultsWanted(key != Qt::Key_Down);
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace segue::ui

#include "moc_top_bar.cpp"
