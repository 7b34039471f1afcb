#pragma once

#include "ui/views/why_popover.h"

#include <QWidget>

namespace segue::ui {

/// Bars that grow to the right for what speaks for a track, to the left for what speaks against.
class ContributionBars : public QWidget {
    Q_OBJECT

public:
    explicit ContributionBars(std::vector<WhyBar> bars, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int rowHeight() const;

    std::vector<WhyBar> bars_;
};

} // namespace segue::ui
