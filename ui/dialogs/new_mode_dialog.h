#pragma once

#include "core/recommend/service/for_you.h"

#include <QDialog>

class QComboBox;
class QLineEdit;

namespace segue::ui {

/// Asks for the name of a new listening mode, and what it starts from.
class NewModeDialog : public QDialog {
    Q_OBJECT

public:
    /// Names in `modes` are taken.
    explicit NewModeDialog(std::vector<ListeningMode> modes, QWidget* parent = nullptr);

    QString name() const;
    QString base() const; ///< key of a mode of the program; empty: starts from nothing

private:
    std::vector<ListeningMode> modes_;
    QLineEdit* name_;
    QComboBox* base_;
};

} // namespace segue::ui
