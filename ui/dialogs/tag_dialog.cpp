#include "ui/dialogs/tag_dialog.h"

#include "core/library/tags/tag_edit.h"
#include "core/text/display_path.h"
#include "ui/dialogs/tag_form.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cover_well.h"
#include "ui/widgets/edit_line.h"

#include <QCheckBox>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTreeWidget>

#include <algorithm>
#include <set>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostLines = 2000; // of the preview

QString nameOf(const QByteArray& path)
{
    return displayPath(path.mid(path.lastIndexOf('/') + 1));
}

QString folderOf(const QByteArray& path)
{
    return displayPath(path.left(std::max<qsizetype>(path.lastIndexOf('/'), 1)));
}

} // namespace

TagDialog::TagDialog(Edits& edits, const std::vector<TrackId>& tracks, QWidget* parent)
    : QDialog(parent)
    , edits_(edits)
    , title_(new QLabel)
    , place_(new QLabel)
    , problem_(new QLabel)
    , count_(new QLabel)
    , cover_(new CoverWell)
    , form_(new TagForm(false))
    , more_(new TagForm(true))
    , stack_(new QStackedWidget)
    , preview_(new QTreeWidget)
    , number_(new QPushButton(tr("Number tracks")))
    , names_(new QPushButton(tr("From file names…")))
    , ticks_(new QPushButton)
    , save_(new QPushButton(tr("Save")))
    , keepTime_(new QCheckBox(tr("Keep the files' dates")))
{
    build();
    title_->setText(countOf(std::ssize(tracks), tr("track"), tr("tracks")));
    showPage(Page::loading);
    std::vector<FileEdit> files;
    for (const TrackId track : tracks)
        files.push_back({track, {}, {}});
    loading_ = edits_.load(std::move(files), [self = QPointer(this)](std::vector<LoadedFile> read) {
        if (self)
            self->loaded(std::move(read));
    });
    connect(&edits_, &Edits::progressed, this, [this](const EditProgress& now) {
        if (now.running && stack_->currentIndex() == static_cast<int>(Page::loading))
            count_->setText(tr("%1 of %2 read").arg(now.done).arg(now.total));
    });
}

void TagDialog::loaded(std::vector<LoadedFile> files)
{
    count_->clear();
    sheet_.setFiles(std::move(files));
    const std::vector<LoadedFile>& all = sheet_.files();
    if (all.size() == 1) {
        title_->setText(nameOf(all.front().path));
        place_->setText(folderOf(all.front().path));
    } else if (!all.empty()) {
        std::set<QString> folders;
        for (const LoadedFile& file : all)
            folders.insert(folderOf(file.path));
        title_->setText(countOf(std::ssize(all), tr("track"), tr("tracks")));
        place_->setText(folders.size() == 1
                ? *folders.begin()
                : countOf(std::ssize(folders), tr("folder"), tr("folders")));
    }
    place_->setToolTip(place_->text());
    problem_->setText(problemText());
    problem_->setVisible(!problem_->text().isEmpty());
    const bool any = sheet_.editable() > 0;
    for (QWidget* part :
        {static_cast<QWidget*>(form_), static_cast<QWidget*>(more_), static_cast<QWidget*>(cover_),
            static_cast<QWidget*>(number_), static_cast<QWidget*>(names_)})
        part->setEnabled(any);
    if (proposal_)
        return showProposal();
    showPage(Page::fields);
    refresh();
    // One title for many tracks is hardly ever meant.
    if (EditLine* first = form_->line(all.size() == 1 ? "TITLE" : "ALBUM"))
        first->setFocus(Qt::OtherFocusReason);
}

QString TagDialog::problemText() const
{
    const auto& files = sheet_.files();
    const auto wrong = std::ranges::find_if(
        files, [](const LoadedFile& file) { return !file.fields.problem.empty(); });
    if (wrong == files.end())
        return {};
    const QString first
        = nameOf(wrong->path) + u' ' + QString::fromStdString(wrong->fields.problem) + u'.';
    const std::size_t count = files.size() - sheet_.editable();
    return count == 1
        ? first
        : tr("%1 cannot be changed and stay as they are. %2")
              .arg(countOf(static_cast<qint64>(count), tr("file"), tr("files")), first);
}

void TagDialog::set(const QString& property, const QString& text)
{
    sheet_.set(property.toStdString(), text);
    refreshField(property);
}

void TagDialog::revert(const QString& property)
{
    sheet_.reset(property.toStdString());
    refreshField(property);
}

void TagDialog::setCover(const QByteArray& picture)
{
    using What = tags::PictureChange::What;
    newCover_ = picture;
    if (picture.isEmpty()) {
        sheet_.setPictures(tags::PictureChange{What::none, {}});
    } else {
        tags::Picture cover;
        cover.bytes = picture.toStdString();
        cover.mime = tags::pictureType(cover.bytes);
        sheet_.setPictures(tags::PictureChange{What::front, {std::move(cover)}});
    }
    showCover();
    countChanges();
}

void TagDialog::showCover()
{
    const std::vector<LoadedFile>& files = sheet_.files();
    if (files.empty())
        return;
    if (sheet_.pictures()) {
        cover_->showCover(newCover_, newCover_.isEmpty() ? QString() : u"+"_s,
            newCover_.isEmpty() ? tr("Pictures will be taken out.") : tr("Will be embedded."),
            true);
        return;
    }
    std::set<std::uint64_t> sizes;
    for (const LoadedFile& file : files)
        sizes.insert(file.fields.pictures.empty() ? 0 : file.fields.pictures.front().bytes);
    QString note = sizes.size() > 1 ? tr("The files hold different covers; this is the first.")
        : *sizes.begin() == 0       ? tr("No picture is embedded.")
                              : QLocale().formattedDataSize(static_cast<qint64>(*sizes.begin()));
    if (sizes.size() == 1 && *sizes.begin() != 0 && files.size() > 1)
        note += u" · "_s + tr("the same in all");
    cover_->showCover(files.front().cover, sheet_.shown("ALBUM").text, note, false);
}

void TagDialog::refresh()
{
    form_->showSheet(sheet_);
    more_->showSheet(sheet_);
    showCover();
    countChanges();
    if (stack_->currentIndex() == static_cast<int>(Page::preview))
        fillPreview();
}

/// As refresh(), where that alone was changed: at every key.
void TagDialog::refreshField(const QString& property)
{
    form_->showField(sheet_, property.toStdString());
    more_->showField(sheet_, property.toStdString());
    if (property == u"ALBUM") // gives the placeholder its letter
        showCover();
    countChanges();
    if (stack_->currentIndex() == static_cast<int>(Page::preview))
        fillPreview();
}

void TagDialog::countChanges()
{
    const std::size_t files = sheet_.edits().size();
    save_->setEnabled(files > 0);
    ticks_->setText(std::ranges::none_of(sheet_.lines(), &EditSheet::Line::left) ? tr("Tick none")
                                                                                 : tr("Tick all"));
    count_->setText(files == 0
            ? QString()
            : tr("%1 will change.")
                  .arg(countOf(static_cast<qint64>(files), tr("file"), tr("files"))));
}

void TagDialog::fillPreview()
{
    const QSignalBlocker quiet(preview_);
    preview_->clear();
    QList<QTreeWidgetItem*> items;
    const std::vector<EditSheet::Line> lines = sheet_.lines();
    const QString none = u"–"_s;
    for (std::size_t i = 0; i < std::min(lines.size(), mostLines); ++i) {
        const EditSheet::Line& line = lines[i];
        auto* item = new QTreeWidgetItem({nameOf(sheet_.files()[line.file].path), line.field,
            line.now.isEmpty() ? none : line.now, line.then.isEmpty() ? none : line.then});
        for (int column = 0; column < 4; ++column)
            item->setToolTip(column, item->text(column));
        item->setForeground(2, colors().textDim);
        if (!line.property.empty()) {
            item->setCheckState(0, line.left ? Qt::Unchecked : Qt::Checked);
            item->setData(0, Qt::UserRole, static_cast<qulonglong>(line.file));
            item->setData(0, Qt::UserRole + 1, QString::fromStdString(line.property));
        }
        items << item;
    }
    if (lines.size() > mostLines)
        items << new QTreeWidgetItem({tr("… and %1 more").arg(lines.size() - mostLines)});
    if (lines.empty())
        items << new QTreeWidgetItem({tr("Nothing was changed yet.")});
    preview_->addTopLevelItems(items);
}

void TagDialog::showPage(Page page)
{
    stack_->setCurrentIndex(static_cast<int>(page));
    for (std::size_t i = 0; i < chips_.size(); ++i)
        chips_[i]->setChecked(static_cast<int>(i) + 1 == static_cast<int>(page));
    if (page == Page::preview)
        fillPreview();
    ticks_->setVisible(proposal_ && page == Page::preview);
}

void TagDialog::accept()
{
    EditRequest request;
    request.files = sheet_.edits();
    if (request.files.empty())
        return;
    request.keepTime = keepTime_->isChecked();
    request.text = !what_.isEmpty() ? what_
        : request.files.size() == 1
        ? tr("Tags of %1").arg(nameOf(request.files.front().path))
        : tr("Tags of %1").arg(countOf(std::ssize(request.files), tr("file"), tr("files")));
    Q_EMIT saveRequested(request);
    QDialog::accept();
}

void TagDialog::reject()
{
    if (stack_->currentIndex() == static_cast<int>(Page::loading))
        loading_.request_stop();
    QDialog::reject();
}

} // namespace segue::ui

#include "moc_tag_dialog.cpp"
