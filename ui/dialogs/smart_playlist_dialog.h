#pragma once

#include "core/playlist/playlist.h"
#include "ui/models/latest_job.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace segue::ui {

class Commands;
class FilterBox;
class FilterMessage;

/// Makes a smart playlist, or changes one: name, filter, order, limit; how many tracks it has now
/// is shown while typing.
class SmartPlaylistDialog : public QDialog {
    Q_OBJECT

public:
    /// `playlist` null: a new one.
    SmartPlaylistDialog(Commands& commands, PlaylistPtr playlist, QWidget* parent = nullptr);

    SmartRule rule() const;
    FilterBox* filterBox() const { return filter_; }
    QLineEdit* nameBox() const { return name_; }

public Q_SLOTS:
    void accept() override;

private:
    void describe();

    Commands& commands_;
    PlaylistPtr playlist_;
    QLineEdit* name_;
    FilterBox* filter_;
    FilterMessage* message_;
    QComboBox* order_;
    QSpinBox* limit_;
    QLabel* count_;
    QPushButton* ok_;
    LatestJob counting_;
};

} // namespace segue::ui
