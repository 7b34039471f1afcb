#pragma once

#include <QDialog>

namespace segue::ui {

/// Every key on one sheet (F1).
class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutSheet(QWidget* parent);
};

} // namespace segue::ui
