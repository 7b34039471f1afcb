#pragma once

#include <QString>

class QLabel;
class QPushButton;
class QVBoxLayout;
class QWidget;

// What dialogs of several steps are put together from.

namespace segue::ui {

constexpr int dialogSide = 24; ///< margin at both sides, in pixels

/// Plain text that wraps.
QLabel* dimLabel(const QString& text);
QLabel* titleLabel(const QString& text);

/// The layout of a step, with its margins.
QVBoxLayout* stepColumn(QWidget* step);
/// Takes everything out; the widgets go when it is their turn.
void emptyLayout(QVBoxLayout& column);

/// A name in strong over a dim line, and a button at the end.
QWidget* offerRow(
    const QString& icon, const QString& name, const QString& detail, QPushButton* button);

} // namespace segue::ui
