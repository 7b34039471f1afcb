// The part of TagDialog that makes tags of file names, and numbers of their order.
#include "core/library/edit/name_pattern.h"
#include "ui/dialogs/tag_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

std::string stemOf(const QByteArray& path)
{
    const qsizetype dot = path.lastIndexOf('.');
    return (dot > path.lastIndexOf('/') ? path.left(dot) : path).toStdString();
}

} // namespace

void TagDialog::numberTracks()
{
    std::vector<std::string> paths;
    for (const LoadedFile& file : sheet_.files())
        paths.push_back(file.path.toStdString());
    sheet_.setEach(numbersFor(paths, 1));
    refresh();
}

void TagDialog::fromNames(const QString& pattern)
{
    patternLine_->show();
    pattern_->setText(pattern);
    pattern_->setFocus();
    describePattern();
}

void TagDialog::describePattern()
{
    const auto pattern = NamePattern::parse(pattern_->text().toStdString());
    applyPattern_->setEnabled(pattern.ok());
    if (!pattern) {
        patternNote_->setText(QString::fromStdString(pattern.error().message));
        return;
    }
    std::size_t fit = 0;
    QStringList parts;
    for (const LoadedFile& file : sheet_.files()) {
        const auto fields = pattern->fieldsOf(stemOf(file.path));
        fit += fields ? 1 : 0;
        if (!fields || !parts.isEmpty())
            continue;
        for (const tags::Field& field : *fields)
            parts << fieldLabel(field.name) + u": "_s
                    + QString::fromStdString(joinedValues(field.values));
    }
    applyPattern_->setEnabled(fit > 0);
    const QString count = fit == sheet_.files().size()
        ? QString()
        : tr("Fits %1 of %2. ").arg(fit).arg(sheet_.files().size());
    patternNote_->setText(fit == 0 ? tr("No file name fits.") : count + parts.join(u" · "_s));
}

void TagDialog::applyPattern()
{
    const auto pattern = NamePattern::parse(pattern_->text().toStdString());
    if (!pattern)
        return;
    std::vector<std::vector<tags::Field>> fields;
    for (const LoadedFile& file : sheet_.files())
        fields.push_back(pattern->fieldsOf(stemOf(file.path)).value_or(std::vector<tags::Field>()));
    sheet_.setEach(fields);
    refresh();
    showPage(Page::preview);
}

} // namespace segue::ui
