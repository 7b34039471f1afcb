#include "ui/views/listener_menu.h"

#include "core/listeners/listeners.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"

#include <QActionGroup>
#include <QInputDialog>
#include <QPushButton>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// As a menu's text: an ampersand is no mnemonic.
QString escaped(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

ListenerMenu::ListenerMenu(Listeners& listeners, QWidget* parent)
    : QMenu(tr("Listener"), parent)
    , listeners_(listeners)
{
    setIcon(ui::icon(u"artist"_s));
    connect(this, &QMenu::aboutToShow, this, &ListenerMenu::fill);
    fill();
}

QString ListenerMenu::currentName() const
{
    const auto& all = listeners_.all();
    const auto at = std::ranges::find(all, listeners_.current(), &ListenerProfile::id);
    return at == all.end() ? QString() : at->name;
}

QPushButton* ListenerMenu::makeChip()
{
    auto* chip = new QPushButton;
    chip->setObjectName(u"listener"_s);
    chip->setProperty("chip", true);
    chip->setAccessibleName(tr("Listener"));
    chip->setToolTip(tr("Whose plays, ratings, playlists and suggestions these are"));
    const auto show = [this, chip] {
        chip->setText(escaped(currentName()));
        chip->setVisible(listeners_.all().size() > 1);
    };
    connect(&listeners_, &Listeners::changed, chip, show);
    connect(chip, &QAbstractButton::clicked, this,
        [this, chip] { popup(chip->mapToGlobal(QPoint(0, chip->height() + 4))); });
    chip->setText(escaped(currentName()));
    chip->setHidden(listeners_.all().size() < 2); // shown with its parent, not alone
    return chip;
}

void ListenerMenu::fill()
{
    clear();
    delete findChild<QActionGroup*>();
    auto* group = new QActionGroup(this);
    for (const ListenerProfile& one : listeners_.all()) {
        QAction* action = addAction(escaped(one.name), this, [this, id = one.id] {
            if (const auto asked = listeners_.switchTo(id); !asked)
                Q_EMIT listeners_.problem(QString::fromStdString(asked.error().message));
        });
        action->setCheckable(true);
        action->setChecked(one.id == listeners_.current());
        action->setToolTip(countOf(one.plays, tr("play"), tr("plays")));
        group->addAction(action);
    }
    addSeparator();
    addAction(ui::icon(u"add"_s), tr("New listener…"), this, &ListenerMenu::addListener);
    addAction(tr("Rename “%1”…").arg(escaped(currentName())), this, &ListenerMenu::rename);
}

QString ListenerMenu::askName(const QString& title, const QString& about, const QString& before,
    const std::function<QString(const QString&)>& problemWith)
{
    QString label = about, name = before;
    while (true) {
        bool given = false;
        name = QInputDialog::getText(parentWidget(), title, label, QLineEdit::Normal, name, &given);
        if (!given)
            return {};
        const QString problem = problemWith(name);
        if (problem.isEmpty())
            return name;
        label = problem;
    }
}

void ListenerMenu::addListener()
{
    ListenerId made;
    const QString name = askName(tr("New listener"),
        tr("Plays, ratings, playlists and suggestions of their own, from the same music.\nName:"),
        {}, [&](const QString& wanted) {
            const auto added = listeners_.add(wanted);
            if (added)
                made = *added;
            return added ? QString() : QString::fromStdString(added.error().message);
        });
    if (!name.isEmpty())
        (void)listeners_.switchTo(made);
}

void ListenerMenu::rename()
{
    (void)askName(
        tr("Rename the listener"), tr("Name:"), currentName(), [this](const QString& wanted) {
            const auto renamed = listeners_.rename(listeners_.current(), wanted);
            return renamed ? QString() : QString::fromStdString(renamed.error().message);
        });
}

} // namespace segue::ui

#include "moc_listener_menu.cpp"
