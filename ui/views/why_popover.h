#pragma once

#include "core/recommend/service/for_you.h"

#include <QFrame>

#include <optional>
#include <vector>

namespace segue::ui {

class Commands;
class CoverCache;

/// One contribution to a score as it is shown: what was counted, and its part.
struct WhyBar {
    QString name;
    double value = 0;
    bool speaks = false; ///< the channel of the reason
    std::optional<double> usual; ///< mean over the shelf's candidates
};
/// The contributions of a suggestion, largest first; those below 1 % of the largest are left out.
std::vector<WhyBar> whyBars(
    const Suggestion& suggestion, const std::vector<Contribution>& usual = {});

/// "Why?": the reason, every contribution as a bar, the tracks it rests on, and "less of this".
class WhyPopover : public QFrame {
    Q_OBJECT

public:
    /// `usual`: what each channel adds on average on that shelf.
    WhyPopover(Commands& commands, CoverCache& covers, const Suggestion& suggestion,
        const std::vector<Contribution>& usual, QWidget* parent);

    /// Beside `area` (global coordinates), inside the screen's window.
    void showBeside(const QRect& area);

Q_SIGNALS:
    void lessOfRequested(const segue::Suggestion& suggestion);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeEvidence(Commands& commands, CoverCache& covers);

    Suggestion suggestion_;
};

} // namespace segue::ui
