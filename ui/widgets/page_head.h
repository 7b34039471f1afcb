#pragma once

#include <QString>

class QHBoxLayout;
class QLabel;

namespace segue::ui {

/// The title of a page, in its font.
QLabel* pageTitle(const QString& text = {});

/// A page's upper row: its title, and what it counts on the same base line (null: none). As high
/// on every page whatever buttons follow, so that titles stand at one place: 28 from the page's
/// left and 16 from its top, which is the page's to see to.
QHBoxLayout* pageHead(QLabel* title, QLabel* summary = nullptr);

} // namespace segue::ui
