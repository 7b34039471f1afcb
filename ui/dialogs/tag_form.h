#pragma once

#include "ui/models/edit_sheet.h"

#include <QWidget>

#include <map>
#include <span>
#include <string>

class QCheckBox;
class QGridLayout;

namespace segue::ui {

class EditLine;

/// The fields of the tag editor: a line each, numbers side by side with their totals.
class TagForm : public QWidget {
    Q_OBJECT

public:
    /// `more`: the fields that are needed seldom, else the usual ones.
    explicit TagForm(bool more, QWidget* parent = nullptr);

    /// Shows the sheet's values, except in the line that is being typed in.
    void showSheet(const EditSheet& sheet);
    /// The same of one field, if it is on this form.
    void showField(const EditSheet& sheet, const std::string& property);
    /// Null: it is not on this form.
    EditLine* line(const std::string& property) const;
    QCheckBox* compilation() const { return compilation_; }

Q_SIGNALS:
    void changed(const QString& property, const QString& text);
    void revertRequested(const QString& property);

private:
    void showLine(const EditSheet& sheet, const std::string& property, EditLine* line);
    void showCompilation(const EditSheet& sheet);
    EditLine* add(const char* property);
    void addRow(QGridLayout& grid, const char* property);
    void addPair(QGridLayout& grid, const char* number, const char* total, const char* beside);

    std::map<std::string, EditLine*> lines_;
    QCheckBox* compilation_ = nullptr;
    EditLine* typing_ = nullptr;
};

} // namespace segue::ui
