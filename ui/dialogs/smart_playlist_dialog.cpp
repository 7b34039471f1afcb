#include "ui/dialogs/smart_playlist_dialog.h"

#include "ui/commands.h"
#include "ui/models/filter_source.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/filter_message.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// What the box of orders offers: the text of the rule, and its name.
const std::array<std::pair<QString, const char*>, 11> orders{{
    {QString(), QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Artist, album")},
    {u"random"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Random, new every day")},
    {u"rating:d"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Best rated first")},
    {u"plays:d"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Most played first")},
    {u"plays"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Least played first")},
    {u"played:d"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Last played first")},
    {u"played"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Longest not played first")},
    {u"added:d"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Newest additions first")},
    {u"year"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Year, oldest first")},
    {u"year:d"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Year, newest first")},
    {u"bpm"_s, QT_TRANSLATE_NOOP("segue::ui::SmartPlaylistDialog", "Tempo, slowest first")},
}};

} // namespace

SmartPlaylistDialog::SmartPlaylistDialog(Commands& commands, PlaylistPtr playlist, QWidget* parent)
    : QDialog(parent)
    , commands_(commands)
    , playlist_(std::move(playlist))
    , name_(new QLineEdit)
    , filter_(new FilterBox([&commands] { return commands.filters().vocabulary(); }))
    , message_(new FilterMessage)
    , order_(new QComboBox)
    , limit_(new QSpinBox)
    , count_(new QLabel)
{
    setWindowTitle(playlist_ ? tr("Smart playlist") : tr("New smart playlist"));
    filter_->setPlaceholderText(tr("genre:jazz rating>=4 played>90d -live"));
    filter_->setMinimumWidth(scaled(400));
    filter_->setAccessibleName(tr("Filter"));
    name_->setPlaceholderText(tr("Smart playlist"));
    name_->setAccessibleName(tr("Name"));
    for (const auto& [text, label] : orders)
        order_->addItem(tr(label), text);
    limit_->setRange(0, 100'000);
    limit_->setSpecialValueText(tr("all"));
    limit_->setSuffix(u" "_s + tr("tracks"));
    limit_->setSingleStep(25);
    count_->setForegroundRole(QPalette::PlaceholderText);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Filter"), filter_);
    form->addRow(QString(), message_);
    form->addRow(tr("Order"), order_);
    form->addRow(tr("At most"), limit_);
    form->addRow(QString(), count_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    ok_ = buttons->button(QDialogButtonBox::Ok);
    ok_->setText(playlist_ ? tr("Save") : tr("Create"));
    ok_->setProperty("primary", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(16);
    column->addLayout(form);
    column->addWidget(buttons);

    if (playlist_) {
        name_->setText(QString::fromStdString(playlist_->name));
        filter_->setText(QString::fromStdString(playlist_->rule.filter));
        const QString sort = QString::fromStdString(playlist_->rule.sort);
        if (order_->findData(sort) < 0) // written by hand
            order_->addItem(sort, sort);
        order_->setCurrentIndex(order_->findData(sort));
        limit_->setValue(static_cast<int>(playlist_->rule.limit));
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &SmartPlaylistDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(filter_, &FilterBox::filterChanged, this, &SmartPlaylistDialog::describe);
    connect(limit_, &QSpinBox::valueChanged, this, &SmartPlaylistDialog::describe);
    connect(&commands.filters(), &FilterSource::changed, this, &SmartPlaylistDialog::describe);
    (playlist_ ? static_cast<QWidget*>(filter_) : name_)->setFocus();
    describe();
}

SmartRule SmartPlaylistDialog::rule() const
{
    return {filter_->text().simplified().toStdString(),
        order_->currentData().toString().toStdString(),
        static_cast<std::uint32_t>(limit_->value())};
}

void SmartPlaylistDialog::describe()
{
    message_->show(filter_->shownError(), filter_->text());
    ok_->setEnabled(!filter_->query().error());
    const FilterSource::Asked asked = commands_.filters().now();
    counting_.cancel();
    if (!asked.index || filter_->query().error())
        return count_->clear();
    counting_.run(
        [asked, rule = rule()](
            const std::stop_token&) { return smartRows(asked, rule, PlaylistId{}).size(); },
        [this](std::size_t count) {
            count_->setText(
                tr("%1 at the moment")
                    .arg(countOf(static_cast<qint64>(count), tr("track"), tr("tracks"))));
        });
}

void SmartPlaylistDialog::accept()
{
    if (filter_->query().error())
        return; // said under the field
    const QString name = name_->text().simplified();
    if (!playlist_) {
        commands_.playlists().createSmart(name, rule());
    } else {
        commands_.playlists().setRule(playlist_->id, rule());
        if (!name.isEmpty())
            commands_.playlists().rename(playlist_->id, name);
    }
    QDialog::accept();
}

} // namespace segue::ui

#include "moc_smart_playlist_dialog.cpp"
