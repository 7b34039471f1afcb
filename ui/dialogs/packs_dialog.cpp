#include "ui/dialogs/packs_dialog.h"

#include "core/text/display_path.h"
#include "ui/dialogs/dialog_parts.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString number(std::int64_t count)
{
    return QLocale().toString(static_cast<qint64>(count));
}

QString listenersOf(std::int64_t count)
{
    return countOf(count, PacksDialog::tr("listener"), PacksDialog::tr("listeners"));
}

/// "1,234 tracks in your library · 99 of 120 listeners to learn from".
QString useOf(const PackReport& pack)
{
    const QString things = pack.info.ofArtists
        ? countOf(pack.itemsFound, PacksDialog::tr("artist"), PacksDialog::tr("artists"))
        : countOf(pack.itemsFound, PacksDialog::tr("track"), PacksDialog::tr("tracks"));
    const QString found = PacksDialog::tr("%1 in your library").arg(things);
    return pack.listeners == 0
        ? PacksDialog::tr("%1: too few to learn from yet").arg(found)
        : PacksDialog::tr("%1 · %2 of %3 to learn from")
              .arg(found, number(pack.listeners), listenersOf(pack.info.listeners));
}

} // namespace

PacksDialog::PacksDialog(Packs& packs, QWidget* parent)
    : QDialog(parent)
    , packs_(packs)
    , stack_(new QStackedWidget)
    , back_(new QPushButton(tr("Back")))
    , add_(new QPushButton(tr("Add")))
    , close_(new QPushButton(tr("Close")))
{
    setWindowTitle(tr("Packs of listeners"));
    stack_->addWidget(buildList());
    stack_->addWidget(buildAdd());
    stack_->addWidget(buildBusy());
    add_->setProperty("primary", true);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(dialogSide, 8, dialogSide, 16);
    buttons->setSpacing(8);
    buttons->addWidget(back_);
    buttons->addStretch(1);
    buttons->addWidget(close_);
    buttons->addWidget(add_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(stack_, 1);
    column->addLayout(buttons);
    connect(close_, &QPushButton::clicked, this, &PacksDialog::reject);
    connect(back_, &QPushButton::clicked, this, [this] { showStep(Step::list); });
    connect(add_, &QPushButton::clicked, this, [this] {
        step() == Step::add ? start()
                            : askForFile(tr("A list of who plays what"), &PacksDialog::choose);
    });
    connect(&packs_, &Packs::progressed, this,
        [this](double share) { bar_->setValue(static_cast<int>(bar_->maximum() * share)); });
    resize(scaled(680), std::min(scaled(500), parent ? parent->height() - 40 : 500));
    look();
    showStep(Step::list);
}

PacksDialog::Step PacksDialog::step() const
{
    return static_cast<Step>(stack_->currentIndex());
}

void PacksDialog::showStep(Step step)
{
    stack_->setCurrentIndex(static_cast<int>(step));
    back_->setVisible(step == Step::add);
    add_->setVisible(step != Step::busy);
    add_->setText(step == Step::list ? tr("Add a pack…") : tr("Add"));
    add_->setDefault(true);
    close_->setText(step == Step::list ? tr("Close") : tr("Cancel"));
    if (step == Step::list)
        add_->setFocus();
}

void PacksDialog::reject()
{
    if (step() == Step::busy)
        packs_.cancel(); // its answer leads back to the questions
    else
        QDialog::reject();
}

void PacksDialog::look()
{
    packs_.list(this, [this](const std::vector<PackReport>& all) { showPacks(all); });
}

void PacksDialog::showPacks(const std::vector<PackReport>& all)
{
    emptyLayout(*rows_);
    for (const PackReport& pack : all)
        addRow(pack);
    if (all.empty())
        rows_->addWidget(dimLabel(tr("There are no packs yet.")));
    rows_->addStretch(1);
}

void PacksDialog::addRow(const PackReport& pack)
{
    const bool isSound = pack.problem.empty();
    const QString name = isSound ? QString::fromStdString(pack.info.name) : tr("A damaged pack");
    auto* button = new QPushButton(tr("Remove"));
    button->setProperty("quiet", true);
    QWidget* row = offerRow(isSound ? u"artist"_s : u"alert"_s, name,
        isSound ? useOf(pack) : tr("Remove it, and add it again from the file it came from."),
        button);
    row->setToolTip(isSound ? tr("From %1").arg(QString::fromStdString(pack.info.source))
                            : QString::fromStdString(pack.problem));
    connect(button, &QPushButton::clicked, this, [this, button, name, id = pack.info.id] {
        // The second click does it: the file it came from may be gone.
        if (const QString sure = tr("Really remove?"); button->text() != sure)
            return button->setText(sure);
        button->setEnabled(false);
        packs_.remove(id, this, [this, name](const Result<void>& removed) {
            removed ? say(said_, tr("“%1” is gone.").arg(name), false)
                    : say(said_, QString::fromStdString(removed.error().message), true);
            look();
        });
    });
    rows_->addWidget(row);
}

void PacksDialog::askForFile(const QString& title, void (PacksDialog::*then)(const QByteArray&))
{
    auto* dialog = new QFileDialog(
        this, title, QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, then](const QString& file) { (this->*then)(QFile::encodeName(file)); });
    dialog->open();
}

void PacksDialog::choose(const QByteArray& file)
{
    file_ = file;
    fileLabel_->setFullText(displayPath(file));
    name_->clear();
    columns_->clear();
    chooseNames({});
    problem_->hide();
    showStep(Step::add);
    name_->setFocus();
}

void PacksDialog::chooseNames(const QByteArray& file)
{
    names_ = file;
    namesLabel_->setFullText(
        file.isEmpty() ? tr("Not needed where the list has names itself") : displayPath(file));
    namesLabel_->setDim(file.isEmpty());
}

void PacksDialog::start()
{
    PackRequest request;
    request.file = file_.toStdString();
    request.names = names_.toStdString();
    request.name = name_->text();
    if (const QString given = columns_->text().trimmed(); !given.isEmpty()) {
        auto columns = columnsFrom(given.toStdString());
        if (columns) {
            if (const auto usable = canBeTriplets(*columns); !usable)
                columns = usable.error();
        }
        if (!columns)
            return say(problem_, QString::fromStdString(columns.error().message), true);
        request.columns = std::move(*columns);
    }
    bar_->setValue(0);
    showStep(Step::busy);
    packs_.add(request, this, [this](const Result<PackReport>& report) { showAdded(report); });
}

void PacksDialog::showAdded(const Result<PackReport>& report)
{
    if (!report) {
        showStep(Step::add);
        return say(problem_, QString::fromStdString(report.error().message), true);
    }
    QStringList lines{
        tr("“%1” was added: %2.").arg(QString::fromStdString(report->info.name), useOf(*report))};
    if (report->info.oneListenerIn > 1)
        lines << tr("The file holds more than is kept: one listener in %1 was taken, by chance.")
                     .arg(number(report->info.oneListenerIn));
    if (const auto out = report->info.linesLeftOut(); out > 0)
        lines << tr("%1 of the file could not be used%2.")
                     .arg(countOf(out, tr("line"), tr("lines")),
                         report->complaints.empty()
                             ? QString()
                             : u": "_s + QString::fromStdString(report->complaints.front()));
    if (report->listeners > 0)
        lines << tr("Suggestions take it in within a few minutes.");
    showStep(Step::list);
    say(said_, lines.join(u' '), false);
    look();
}

void PacksDialog::say(QLabel* where, const QString& message, bool isProblem)
{
    where->setText(message);
    where->setStyleSheet(isProblem ? u"color: "_s + colors().danger.name() : QString());
    where->show();
}

} // namespace segue::ui

#include "moc_packs_dialog.cpp"
