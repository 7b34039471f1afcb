#pragma once

#include "core/library/merges.h"

#include <QDialog>

#include <vector>

class QVBoxLayout;

namespace segue::ui {

/// Asks of each pair whether the new track is the one whose file is gone (moved and retagged at
/// once): "same" gives it the plays and ratings. Nothing has to be answered.
class MergeOffers : public QDialog {
    Q_OBJECT

public:
    MergeOffers(const std::vector<MergeOffer>& offers, QWidget* parent);

Q_SIGNALS:
    void sameRequested(segue::TrackId lost, segue::TrackId found);
    void differentRequested(segue::TrackId lost, segue::TrackId found);

private:
    QWidget* rowOf(const MergeOffer& offer);

    int open_ = 0; ///< without an answer
};

} // namespace segue::ui
