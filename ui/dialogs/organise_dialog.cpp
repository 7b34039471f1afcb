#include "ui/dialogs/organise_dialog.h"

#include "core/text/display_path.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int typingMs = 250;
constexpr std::size_t mostLines = 2000;

const std::array patterns{u"%albumartist%/[%year% ]%album%/[%disc%-]%track% %title%"_s,
    u"%albumartist%/%album%/%track% - %title%"_s, u"%artist% - %title%"_s,
    u"%genre%/%albumartist%/%album%/%track% %title%"_s};

QString settingKey()
{
    return u"files/pattern"_s;
}

QString shown(const std::string& path)
{
    return displayPath(QByteArray::fromStdString(path));
}

/// Both paths without the folders that they begin with in common.
std::pair<QString, QString> shortened(const std::string& from, const std::string& to)
{
    std::size_t common = 0;
    for (std::size_t i = 0; i < std::min(from.size(), to.size()) && from[i] == to[i]; ++i) {
        if (from[i] == '/')
            common = i + 1;
    }
    return {shown(from.substr(common)), shown(to.substr(common))};
}

} // namespace

OrganiseDialog::OrganiseDialog(
    Edits& edits, QSettings& settings, std::vector<TrackId> tracks, QWidget* parent)
    : QDialog(parent)
    , edits_(edits)
    , settings_(settings)
    , tracks_(std::move(tracks))
    , pattern_(new QComboBox)
    , message_(new QLabel)
    , count_(new QLabel)
    , place_(new QPushButton(tr("Within their music folders")))
    , move_(new QPushButton(tr("Move")))
    , list_(new QTreeWidget)
{
    setWindowTitle(tr("Organise files"));
    pattern_->setEditable(true);
    pattern_->setInsertPolicy(QComboBox::NoInsert);
    pattern_->setAccessibleName(tr("Pattern"));
    for (const QString& pattern : patterns)
        pattern_->addItem(pattern);
    pattern_->setEditText(settings_.value(settingKey(), patterns.front()).toString());
    pattern_->setToolTip(tr("Fields stand between per cent signs. What is in brackets is left out "
                            "where its fields are empty."));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setForegroundRole(QPalette::PlaceholderText);
    message_->setFont(themeFont(TextSize::small));
    list_->setHeaderLabels({tr("Now"), tr("Then"), tr("Stays because it")});
    list_->setAccessibleName(tr("Where the files go"));
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->setTextElideMode(Qt::ElideMiddle);
    for (const auto& [column, width] : {std::pair{0, 240}, {1, 340}})
        list_->setColumnWidth(column, scaled(width));
    auto* form = new QGridLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addWidget(new QLabel(tr("Pattern")), 0, 0);
    form->addWidget(pattern_, 0, 1);
    form->addWidget(message_, 1, 1);
    form->addWidget(new QLabel(tr("Into")), 2, 0);
    form->addWidget(place_, 2, 1, Qt::AlignLeft);
    form->setColumnStretch(1, 1);
    auto* cancel = new QPushButton(tr("Cancel"));
    for (QPushButton* button : {cancel, move_, place_})
        button->setAutoDefault(false);
    move_->setProperty("primary", true);
    move_->setEnabled(false);
    count_->setForegroundRole(QPalette::PlaceholderText);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(10);
    foot->addWidget(count_, 1);
    foot->addWidget(cancel);
    foot->addWidget(move_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 18);
    column->setSpacing(14);
    column->addLayout(form);
    column->addWidget(list_, 1);
    column->addLayout(foot);
    resize(scaled(960), scaled(600));
    timer_.setSingleShot(true);
    timer_.setInterval(typingMs);
    connect(&timer_, &QTimer::timeout, this, &OrganiseDialog::makePlan);
    connect(pattern_, &QComboBox::editTextChanged, this, &OrganiseDialog::planSoon);
    connect(place_, &QPushButton::clicked, this, &OrganiseDialog::chooseTarget);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(move_, &QPushButton::clicked, this, &OrganiseDialog::accept);
    makePlan();
}

void OrganiseDialog::planSoon()
{
    dropPlan();
    timer_.start();
}

/// What was planned is for another pattern or folder: nothing may move by it.
void OrganiseDialog::dropPlan()
{
    plan_ = {};
    ++asked_;
    move_->setEnabled(false);
}

void OrganiseDialog::makePlan()
{
    timer_.stop();
    dropPlan();
    edits_.planOrganise(tracks_, pattern_->currentText(), target_,
        [self = QPointer(this), number = asked_](const Result<OrganisePlan>& plan) {
            if (self && number == self->asked_)
                self->showPlan(plan);
        });
}

void OrganiseDialog::showPlan(const Result<OrganisePlan>& plan)
{
    plan_ = plan ? *plan : OrganisePlan();
    message_->setText(plan ? QString() : QString::fromStdString(plan.error().message));
    message_->setVisible(!plan);
    fill();
    const auto files = [](std::size_t count) {
        return countOf(static_cast<qint64>(count), tr("file"), tr("files"));
    };
    QStringList parts;
    if (plan_.ready() > 0)
        parts << tr("%1 will move").arg(files(plan_.ready()));
    if (plan_.problems() > 0)
        parts << (plan_.problems() == 1
                ? tr("1 file stays for the reason given")
                : tr("%1 stay for the reason given").arg(files(plan_.problems())));
    if (plan_.unchanged > 0)
        parts << tr("%1 in place already").arg(files(plan_.unchanged));
    count_->setText(parts.join(u" · "_s));
    move_->setText(plan_.ready() > 0 ? tr("Move %1").arg(files(plan_.ready())) : tr("Move"));
    move_->setEnabled(plan_.ready() > 0);
    Q_EMIT planned();
}

void OrganiseDialog::fill()
{
    list_->clear();
    QList<QTreeWidgetItem*> items;
    // What stays first: it is what one has to look at.
    std::vector<const FileMove*> moves;
    for (const FileMove& move : plan_.moves)
        moves.push_back(&move);
    std::stable_partition(
        moves.begin(), moves.end(), [](const FileMove* move) { return !move->problem.empty(); });
    for (std::size_t i = 0; i < std::min(moves.size(), mostLines); ++i) {
        const FileMove& move = *moves[i];
        const auto [from, to] = shortened(move.from, move.to);
        auto* item = new QTreeWidgetItem({from, to, QString::fromStdString(move.problem)});
        item->setToolTip(0, shown(move.from));
        item->setToolTip(1, shown(move.to));
        item->setToolTip(2, item->text(2));
        item->setForeground(0, colors().textDim);
        if (!move.problem.empty()) {
            item->setIcon(0, icon(u"alert"_s));
            item->setForeground(1, colors().textFaint);
            item->setForeground(2, colors().danger);
        }
        items << item;
    }
    if (moves.size() > mostLines)
        items << new QTreeWidgetItem({tr("… and %1 more").arg(moves.size() - mostLines)});
    list_->addTopLevelItems(items);
    list_->setColumnHidden(2, plan_.problems() == 0);
}

void OrganiseDialog::chooseTarget()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Where shall the files go?"), QFile::decodeName(target_));
    if (!folder.isEmpty())
        setTarget(folder);
}

void OrganiseDialog::setTarget(const QString& folder)
{
    target_ = QFile::encodeName(folder);
    place_->setText(folder);
    makePlan();
}

void OrganiseDialog::accept()
{
    if (plan_.ready() == 0)
        return;
    settings_.setValue(settingKey(), pattern_->currentText());
    Q_EMIT moveRequested(plan_);
    QDialog::accept();
}

} // namespace segue::ui

#include "moc_organise_dialog.cpp"
