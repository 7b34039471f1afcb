#include "ui/views/playlist_panel.h"

#include "ui/commands.h"
#include "ui/dialogs/smart_playlist_dialog.h"
#include "ui/models/playlist_model.h"
#include "ui/playlist_actions.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_button.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

class PlaylistDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int indent(const QModelIndex& index)
    {
        return scaled(14) * index.data(PlaylistModel::DepthRole).toInt();
    }
    static QRect textRect(const QRect& row, const QModelIndex& index)
    {
        return row.adjusted(12 + indent(index) + scaled(28), 0, -8, 0);
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        const Colors& c = colors();
        const bool selected = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? c.accentSoft : c.surfaceHover);
            painter->drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), 8, 8);
        }
        const auto mirrored
            = [&](const QRect& r) { return QStyle::visualRect(option.direction, option.rect, r); };
        const int px = scaled(16);
        const QRect icon(
            option.rect.x() + 14 + indent(index), option.rect.center().y() - px / 2 + 1, px, px);
        const QColor color = selected ? c.accent : c.textDim;
        painter->setOpacity(index.data(PlaylistModel::IconRole).toString() == u"folder"
                    && !index.data(PlaylistModel::OpenRole).toBool()
                ? .6
                : 1);
        painter->drawPixmap(mirrored(icon).topLeft(),
            iconPixmap(index.data(PlaylistModel::IconRole).toString(), color, px,
                painter->device()->devicePixelRatioF()));
        painter->setOpacity(1);
        QRect text = textRect(option.rect, index);
        if (index.data(PlaylistModel::MutedRole).toBool()) {
            const int small = scaled(13);
            text.adjust(0, 0, -small - 4, 0);
            painter->drawPixmap(
                mirrored(
                    QRect(text.right() + 4, option.rect.center().y() - small / 2 + 1, small, small))
                    .topLeft(),
                iconPixmap(
                    u"private"_s, c.textFaint, small, painter->device()->devicePixelRatioF()));
        }
        painter->setFont(themeFont(TextSize::normal));
        painter->setPen(selected ? c.text : c.textDim);
        painter->drawText(mirrored(text),
            static_cast<int>(
                QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter),
            painter->fontMetrics().elidedText(
                index.data().toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {60, std::max(scaled(30), QFontMetrics(themeFont(TextSize::normal)).height() + 10)};
    }
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        editor->setGeometry(textRect(option.rect, index).adjusted(-6, 0, 8, 0));
    }
    QWidget* createEditor(
        QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        auto* editor = new QLineEdit(parent);
        editor->setAccessibleName(QCoreApplication::translate("PlaylistPanel", "Name"));
        editor->setStyleSheet(u"padding: 0 4px; border-radius: 4px;"_s);
        return editor;
    }
};

} // namespace

PlaylistPanel::PlaylistPanel(Commands& commands, QWidget* parent)
    : QWidget(parent)
    , commands_(commands)
    , model_(new PlaylistModel(commands.services().playlists, this))
    , list_(new QListView)
    , title_(new QLabel(tr("Playlists")))
    , add_(new IconButton(u"add"_s, tr("New playlist")))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 0, 2, 0);
    title_->setForegroundRole(QPalette::PlaceholderText);
    title_->setFont(themeFont(TextSize::small, true));
    add_->setSizes(16, 26);
    head->addWidget(title_, 1);
    head->addWidget(add_);
    column->addLayout(head);
    list_->setObjectName(u"playlists"_s);
    list_->setModel(model_);
    list_->setItemDelegate(new PlaylistDelegate(list_));
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setDragDropMode(QAbstractItemView::DragDrop);
    list_->setDefaultDropAction(Qt::MoveAction);
    list_->setDropIndicatorShown(true);
    list_->setMouseTracking(true);
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->setAccessibleName(tr("Playlists"));
    list_->installEventFilter(this);
    column->addWidget(list_, 1);

    connect(add_, &QAbstractButton::clicked, this, [this] {
        QMenu menu(this);
        fillNewMenu(menu);
        menu.exec(add_->mapToGlobal(QPoint(0, add_->height())));
    });
    connect(list_, &QAbstractItemView::clicked, this, &PlaylistPanel::clicked);
    connect(list_, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        if (const PlaylistPtr playlist = model_->at(index.row());
            playlist && playlist->kind != PlaylistKind::folder)
            commands_.playlists().play(playlist->id, false);
    });
    connect(list_, &QWidget::customContextMenuRequested, this, &PlaylistPanel::showMenu);
    connect(model_, &PlaylistModel::tracksDropped, this,
        [this](PlaylistId id, const std::vector<TrackId>& tracks) {
            commands_.playlists().add(id, tracks);
        });
    connect(model_, &PlaylistModel::moved, this,
        [this](PlaylistId id, PlaylistId folder, std::size_t index) {
            commands_.playlists().move(id, folder, index);
        });
    connect(model_, &PlaylistModel::renamed, this,
        [this](PlaylistId id, const QString& name) { commands_.playlists().rename(id, name); });
    connect(model_, &QAbstractItemModel::modelReset, this, [this] { setCurrent(current_); });
    connect(&commands_.playlists(), &PlaylistActions::created, this, &PlaylistPanel::edit);
}

void PlaylistPanel::setCurrent(PlaylistId id)
{
    current_ = id;
    const int row = model_->rowOf(id);
    if (row >= 0)
        list_->setCurrentIndex(model_->index(row));
    else
        list_->clearSelection();
}

void PlaylistPanel::clicked(const QModelIndex& index)
{
    const PlaylistPtr playlist = model_->at(index.row());
    if (!playlist)
        return;
    if (playlist->kind == PlaylistKind::folder)
        model_->setOpen(playlist->id, !model_->isOpen(playlist->id));
    else
        Q_EMIT commands_.navigate(u"playlist:%1"_s.arg(playlist->id.value));
}

void PlaylistPanel::edit(PlaylistId id)
{
    if (const int row = model_->rowOf(id); row >= 0) {
        list_->scrollTo(model_->index(row));
        list_->edit(model_->index(row));
    }
}

bool PlaylistPanel::eventFilter(QObject* object, QEvent* event)
{
    if (object != list_ || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const PlaylistPtr playlist = model_->at(list_->currentIndex().row());
    if (!playlist)
        return false;
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_F2:
        edit(playlist->id);
        return true;
    case Qt::Key_Delete:
        commands_.playlists().remove(playlist->id);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        clicked(list_->currentIndex());
        return true;
    default:
        return false;
    }
}

void PlaylistPanel::fillNewMenu(QMenu& menu)
{
    PlaylistActions& actions = commands_.playlists();
    menu.addAction(icon(u"playlist"_s), tr("New playlist"), this,
        [&actions] { actions.create(PlaylistKind::list); });
    menu.addAction(icon(u"smart-playlist"_s), tr("New smart playlist…"), this,
        [this] { SmartPlaylistDialog(commands_, nullptr, window()).exec(); });
    menu.addAction(icon(u"folder"_s), tr("New folder"), this,
        [&actions] { actions.create(PlaylistKind::folder); });
    menu.addSeparator();
    menu.addAction(icon(u"folder-add"_s), tr("Import a playlist file…"), this,
        [this, &actions] { actions.importFile(window()); });
}

void PlaylistPanel::fillMenu(QMenu& menu, const PlaylistPtr& playlist)
{
    PlaylistActions& actions = commands_.playlists();
    const PlaylistId id = playlist->id;
    if (playlist->kind != PlaylistKind::folder) {
        menu.addAction(
            icon(u"play"_s), tr("Play"), this, [&actions, id] { actions.play(id, false); });
        menu.addAction(icon(u"shuffle"_s), tr("Play in random order"), this,
            [&actions, id] { actions.play(id, true); });
        menu.addAction(
            icon(u"queue"_s), tr("Add to queue"), this, [&actions, id] { actions.enqueue(id); });
        menu.addSeparator();
    }
    if (playlist->kind == PlaylistKind::smart) {
        menu.addAction(icon(u"smart-playlist"_s), tr("Change the filter…"), this,
            [this, playlist] { SmartPlaylistDialog(commands_, playlist, window()).exec(); });
    }
    menu.addAction(tr("Rename"), this, [this, id] { edit(id); });
    if (playlist->kind != PlaylistKind::folder) {
        QAction* learn = menu.addAction(icon(u"private"_s), tr("Do not learn from this playlist"),
            this,
            [&actions, playlist] { actions.setDoNotLearn(playlist->id, !playlist->doNotLearn); });
        learn->setCheckable(true);
        learn->setChecked(playlist->doNotLearn);
        menu.addAction(tr("Export to a file…"), this,
            [this, &actions, id] { actions.exportFile(id, window()); });
    }
    menu.addSeparator();
    menu.addAction(icon(u"trash"_s), tr("Delete"), this, [&actions, id] { actions.remove(id); });
}

void PlaylistPanel::showMenu(const QPoint& at)
{
    QMenu menu(this);
    if (const PlaylistPtr playlist = model_->at(list_->indexAt(at).row()))
        fillMenu(menu, playlist);
    else
        fillNewMenu(menu);
    menu.exec(list_->viewport()->mapToGlobal(at));
}

} // namespace segue::ui

#include "moc_playlist_panel.cpp"
